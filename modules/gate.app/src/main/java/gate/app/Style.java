package gate.app;

/// What a word looks like where colours are on: of the sixteen colours that every theme defines.
enum Style {
    PLAIN(""),
    GREEN("\u001b[32m"),
    YELLOW("\u001b[1;33m"),
    RED("\u001b[1;31m"),
    BOLD("\u001b[1m"),
    DIM("\u001b[2m"),
    REVERSE("\u001b[7m");

    static final String OFF = "\u001b[0m";

    private final String on;

    Style(String on) {
        this.on = on;
    }

    String on() {
        return on;
    }

    /// That of a decision, as the log names it.
    static Style ofDecision(String decision) {
        return switch (decision) {
            case "allow" -> GREEN;
            case "warn" -> YELLOW;
            case "block" -> RED;
            default -> PLAIN;
        };
    }
}
