package gate.audit;

import java.io.IOException;
import java.io.Serial;

/// A segment of the spool holds, before its end, what no gate wrote.
final class DamagedSpoolException extends IOException {

    @Serial private static final long serialVersionUID = 1L;

    DamagedSpoolException(String message) {
        super(message);
    }

    DamagedSpoolException(String message, Throwable cause) {
        super(message, cause);
    }
}
