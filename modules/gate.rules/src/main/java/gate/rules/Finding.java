package gate.rules;

/// What a rule found, and where.
///
/// @param ruleId the rule that found it
/// @param severity how bad it is in the eyes of the rule
/// @param span where it stands
/// @param reason why it matters, in words for the person who reads the log; it may name what the
///   rule knows (a repository, a command), never quotes text at length
public record Finding(String ruleId, Severity severity, Span span, String reason) {}
