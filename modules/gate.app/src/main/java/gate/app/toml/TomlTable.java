package gate.app.toml;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A table: keys and values in the order of the file.
public final class TomlTable {

    /// How a table came to be, which decides who may add to it.
    enum Origin {
        /// On the way to another: `a` of `[a.b]`.
        IMPLICIT,
        /// By its own header, or as an element of an array of tables.
        HEADER,
        /// By a dotted key: `a` of `a.b = 1`.
        DOTTED,
        /// In braces: nothing is added to it.
        INLINE
    }

    /// A key with its place, and its value.
    ///
    /// @param line where the key stands
    public record Entry(String key, int line, int column, TomlValue value) {

        /// A complaint about the key.
        public TomlException wrong(String message) {
            return new TomlException(line, column, message);
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private Origin origin;

    TomlTable(Origin origin) {
        this.origin = origin;
    }

    /// All that is in it.
    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /// What has this key, or null.
    public @Nullable Entry get(String key) {
        return entries.get(key);
    }

    Origin origin() {
        return origin;
    }

    void define() {
        origin = Origin.HEADER;
    }

    void put(Entry entry) {
        entries.put(entry.key(), entry);
    }
}
