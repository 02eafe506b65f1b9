package gate.protocol;

/// Which way a message travels.
public enum Direction {
    /// From the client to the server.
    UPSTREAM("client_to_server"),
    /// From the server to the client.
    DOWNSTREAM("server_to_client");

    private final String label;

    Direction(String label) {
        this.label = label;
    }

    /// Its name in the audit log: `client_to_server`, `server_to_client`.
    public String label() {
        return label;
    }

    /// The way an answer takes.
    public Direction opposite() {
        return this == UPSTREAM ? DOWNSTREAM : UPSTREAM;
    }
}
