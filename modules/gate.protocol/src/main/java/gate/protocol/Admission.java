package gate.protocol;

/// Whether a message has its place in the session.
public sealed interface Admission {

    /// It has; this is all that may be known of it.
    record Admitted(Envelope envelope) implements Admission {}

    /// It has not: an answer to nothing, or a request whose id is taken.
    record Rejected(Fault fault) implements Admission {}
}
