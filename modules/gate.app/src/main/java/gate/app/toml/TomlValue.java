package gate.app.toml;

/// A value with its place.
///
/// @param value a [String], [Long], [Double], [Boolean], [java.time.LocalDate],
///   [java.time.LocalTime], [java.time.LocalDateTime], [java.time.OffsetDateTime], a
///   [java.util.List] of these, or a [TomlTable]
/// @param line where it begins, from 1
/// @param column where it begins, from 1
public record TomlValue(Object value, int line, int column) {

    /// A complaint about it.
    public TomlException wrong(String message) {
        return new TomlException(line, column, message);
    }
}
