package gate.app;

import gate.audit.AuditLog;
import gate.audit.AuditPaths;
import gate.audit.AuditReader;
import gate.audit.AuditRow;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The log, for the commands that read it once.
final class LogFile {

    /// The longest message that is looked into; longer ones can only be copied.
    static final int MAX_BODY_BYTES = 64 << 20;

    private LogFile() {}

    /// Opens the log, with all that killed gates left for it; null where none has begun, which is
    /// said then.
    static @Nullable AuditReader open(String command, Map<String, String> env, PrintStream err)
            throws IOException {
        AuditPaths paths;
        try {
            paths = AuditPaths.fromEnvironment(env);
        } catch (IllegalArgumentException e) {
            throw new IOException(AuditPaths.VARIABLE + " names no database: " + e.getMessage(), e);
        }
        Set<String> said = new HashSet<>();
        try {
            AuditLog.recover(
                    paths,
                    complaint -> {
                        if (said.add(complaint)) {
                            Exit.say(err, command, complaint);
                        }
                    });
        } catch (IOException e) {
            Exit.say(
                    err,
                    command,
                    "some messages of a killed gate are missing here: " + e.getMessage());
        }
        AuditReader reader = AuditReader.open(paths.database()).orElse(null);
        if (reader == null) {
            Exit.say(
                    err,
                    command,
                    "there is no log at "
                            + paths.database()
                            + " yet; `mcpgate run -- SERVER` begins one");
        }
        return reader;
    }

    /// The message of a row, as far as the log holds it; empty where it is longer than this may
    /// take.
    static byte[] body(AuditReader reader, AuditRow row) throws IOException {
        if (row.isWhole()) {
            var head = new byte[row.head().remaining()];
            row.head().duplicate().get(head);
            return head;
        }
        return row.keptBytes() > MAX_BODY_BYTES
                ? new byte[0]
                : reader.message(row.id(), 0, (int) row.keptBytes());
    }
}
