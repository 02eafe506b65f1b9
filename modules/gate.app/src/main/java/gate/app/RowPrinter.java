package gate.app;

import gate.audit.AuditRow;

import java.io.IOException;
import java.util.List;

/// Writes rows of the log to standard output.
sealed interface RowPrinter permits TextRows, TemplateRows, JsonRows, CsvRows, CefRows {

    /// Reads more of a message than its row brought along.
    interface Bodies {

        /// A piece of the message of a row; empty beyond its end.
        byte[] piece(long id, long from, int length) throws IOException;
    }

    /// Writes a page of rows, oldest first, and flushes.
    void print(List<AuditRow> page, Bodies bodies) throws IOException;
}
