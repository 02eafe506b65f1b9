package gate.rules;

/// How bad a finding is, before any policy.
public enum Severity {
    /// Odd, and worth a look: by default the message passes with a warning.
    LOW,
    /// Does harm: by default the message is refused.
    HIGH
}
