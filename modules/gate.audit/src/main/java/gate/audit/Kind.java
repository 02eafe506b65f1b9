package gate.audit;

/// What a recorded line was.
public enum Kind {
    REQUEST("request"),
    NOTIFICATION("notification"),
    RESULT("result"),
    ERROR("error"),
    /// A line that is not one message that every peer reads alike, or has no place in the session.
    FAULT("fault"),
    /// A line that is no JSON at all.
    NOISE("noise");

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    /// Its name in the database: `request`.
    public String label() {
        return label;
    }
}
