package gate.rules;

/// Some characters of one text in a message.
///
/// @param pointer where the text stands, as a JSON pointer (RFC 6901) into the line:
///   `/params/arguments/path`
/// @param start the first character, in UTF-16 code units of the unescaped text
/// @param end after the last character, in the same unit
public record Span(String pointer, int start, int end) {

    /// @throws IllegalArgumentException if the span is negative
    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no span: " + start + " to " + end);
        }
    }
}
