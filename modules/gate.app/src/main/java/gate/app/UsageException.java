package gate.app;

/// A command line that makes no sense; its message says what and what to do.
final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
