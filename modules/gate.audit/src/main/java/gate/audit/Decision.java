package gate.audit;

/// What the log says became of a message.
public enum Decision {
    /// It was forwarded.
    ALLOW("allow"),
    /// It was forwarded although something about it is odd, or it was no message at all.
    WARN("warn"),
    /// It was refused.
    BLOCK("block");

    private final String label;

    Decision(String label) {
        this.label = label;
    }

    /// Its name in the database: `allow`, `warn`, `block`.
    public String label() {
        return label;
    }
}
