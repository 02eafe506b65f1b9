package gate.app.toml;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Reads a TOML document (toml.io, version 1.0.0): lines, headers and keys.
///
/// Anything that the specification forbids is an error, also where other readers are lenient. Owned
/// by one thread.
public final class Toml {

    /// Arrays and inline tables within each other; the reader calls itself for them.
    private static final int MAX_DEPTH = 32;

    private final TomlText text;
    private final TomlTable root = new TomlTable(TomlTable.Origin.HEADER);
    private int depth;

    /// A key on the way to a value, with its place.
    private record Step(String key, int line, int column) {}

    /// Elements that headers add: unlike those in brackets, there may come more.
    private static final class Tables extends ArrayList<TomlValue> {
        private static final long serialVersionUID = 1;
    }

    private Toml(String document) {
        text = new TomlText(document);
    }

    /// The document's root table.
    ///
    /// @throws TomlException if it is no TOML; the message says why
    public static TomlTable read(String document) throws TomlException {
        return new Toml(document.startsWith("\ufeff") ? document.substring(1) : document).read();
    }

    private TomlTable read() throws TomlException {
        TomlTable current = root;
        while (text.skipBlankLines()) {
            if (text.peek() == '[') {
                current = header();
            } else {
                keyValue(current);
            }
            text.endLine();
        }
        return root;
    }

    private TomlTable header() throws TomlException {
        int line = text.line();
        int column = text.column();
        text.expect('[');
        boolean isElement = text.accept('[');
        List<Step> path = path();
        text.expect(']');
        if (isElement) {
            text.expect(']');
        }
        TomlTable table = root;
        for (Step step : path.subList(0, path.size() - 1)) {
            table = descend(table, step);
        }
        Step last = path.getLast();
        TomlTable.Entry before = table.get(last.key);
        if (isElement) {
            return element(table, last, before, line, column);
        }
        if (before == null) {
            return added(table, last, TomlTable.Origin.HEADER);
        }
        if (before.value().value() instanceof TomlTable known
                && known.origin() == TomlTable.Origin.IMPLICIT) {
            known.define();
            return known;
        }
        throw twice(last, before);
    }

    private TomlTable element(
            TomlTable table, Step last, TomlTable.@Nullable Entry before, int line, int column)
            throws TomlException {
        var element = new TomlTable(TomlTable.Origin.HEADER);
        if (before == null) {
            var tables = new Tables();
            tables.add(new TomlValue(element, line, column));
            table.put(entry(last, tables));
        } else if (before.value().value() instanceof Tables tables) {
            tables.add(new TomlValue(element, line, column));
        } else {
            throw twice(last, before);
        }
        return element;
    }

    private TomlTable descend(TomlTable table, Step step) throws TomlException {
        TomlTable.Entry entry = table.get(step.key);
        if (entry == null) {
            return added(table, step, TomlTable.Origin.IMPLICIT);
        }
        return switch (entry.value().value()) {
            case TomlTable known when known.origin() != TomlTable.Origin.INLINE -> known;
            case Tables tables when tables.getLast().value() instanceof TomlTable last -> last;
            default -> throw twice(step, entry);
        };
    }

    private void keyValue(TomlTable current) throws TomlException {
        List<Step> path = path();
        TomlTable table = current;
        for (Step step : path.subList(0, path.size() - 1)) {
            TomlTable.Entry entry = table.get(step.key);
            if (entry == null) {
                table = added(table, step, TomlTable.Origin.DOTTED);
            } else if (entry.value().value() instanceof TomlTable known
                    && known.origin() == TomlTable.Origin.DOTTED) {
                table = known;
            } else {
                throw twice(step, entry);
            }
        }
        Step last = path.getLast();
        TomlTable.Entry before = table.get(last.key);
        if (before != null) {
            throw twice(last, before);
        }
        text.skipBlanks();
        if (!text.accept('=')) {
            throw text.wrong("expected `=` after the key `" + last.key + '`');
        }
        text.skipBlanks();
        table.put(new TomlTable.Entry(last.key, last.line, last.column, value()));
    }

    private List<Step> path() throws TomlException {
        List<Step> path = new ArrayList<>();
        do {
            text.skipBlanks();
            int line = text.line();
            int column = text.column();
            path.add(new Step(text.key(), line, column));
            text.skipBlanks();
        } while (text.accept('.'));
        return path;
    }

    private TomlValue value() throws TomlException {
        int line = text.line();
        int column = text.column();
        Object value =
                switch (text.peek()) {
                    case '[' -> array();
                    case '{' -> inlineTable();
                    case '"', '\'' -> text.string(true);
                    default -> TomlScalar.read(text.bare(), line, column);
                };
        return new TomlValue(value, line, column);
    }

    private List<TomlValue> array() throws TomlException {
        enter();
        text.expect('[');
        List<TomlValue> values = new ArrayList<>();
        text.skipBlankLines();
        while (!text.accept(']')) {
            values.add(value());
            text.skipBlankLines();
            if (!text.accept(',') && text.peek() != ']') {
                throw text.wrong("expected `,` or `]` in the array");
            }
            text.skipBlankLines();
        }
        depth--;
        return List.copyOf(values);
    }

    private TomlTable inlineTable() throws TomlException {
        enter();
        text.expect('{');
        var table = new TomlTable(TomlTable.Origin.DOTTED);
        text.skipBlanks();
        if (!text.accept('}')) {
            do {
                text.skipBlanks();
                keyValue(table);
                text.skipBlanks();
            } while (text.accept(','));
            if (!text.accept('}')) {
                throw text.wrong("expected `,` or `}` in the inline table");
            }
        }
        depth--;
        return sealed(table);
    }

    /// Nothing is added to an inline table, nor to what its dotted keys made.
    private static TomlTable sealed(TomlTable open) {
        var table = new TomlTable(TomlTable.Origin.INLINE);
        for (TomlTable.Entry entry : open.entries()) {
            TomlValue value = entry.value();
            boolean isDotted =
                    value.value() instanceof TomlTable inner
                            && inner.origin() == TomlTable.Origin.DOTTED;
            if (isDotted && value.value() instanceof TomlTable inner) {
                value = new TomlValue(sealed(inner), value.line(), value.column());
            }
            table.put(new TomlTable.Entry(entry.key(), entry.line(), entry.column(), value));
        }
        return table;
    }

    private void enter() throws TomlException {
        if (++depth > MAX_DEPTH) {
            throw text.wrong("nested more than " + MAX_DEPTH + " deep");
        }
    }

    private static TomlTable added(TomlTable table, Step step, TomlTable.Origin origin) {
        var made = new TomlTable(origin);
        table.put(entry(step, made));
        return made;
    }

    private static TomlTable.Entry entry(Step step, Object value) {
        return new TomlTable.Entry(
                step.key, step.line, step.column, new TomlValue(value, step.line, step.column));
    }

    private static TomlException twice(Step step, TomlTable.Entry before) {
        return new TomlException(
                step.line,
                step.column,
                "`" + step.key + "` is defined already, in line " + before.line());
    }
}
