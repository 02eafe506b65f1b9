package gate.app;

import gate.app.PolicyFile.Placed;
import gate.app.toml.TomlException;
import gate.app.toml.TomlTable;
import gate.app.toml.TomlValue;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// One table of a policy file, read key by key. What is wrong is noted and read as if it was not
/// there, so that all of it can be told at once.
final class PolicyFields {

    private final TomlTable table;
    private final Problems problems;

    /// What is wrong with one file.
    static final class Problems {

        private final String path;
        private final List<String> all = new ArrayList<>();

        Problems(String path) {
            this.path = path;
        }

        void add(TomlException e) {
            all.add(path + ':' + e.line() + ':' + e.column() + ": " + e.getMessage());
        }

        List<String> all() {
            return List.copyOf(all);
        }
    }

    /// @param others keys that the table may have besides those of the section
    /// @param isProject whether keys that loosen are refused
    PolicyFields(
            TomlTable table,
            PolicyKeys.Section section,
            List<String> others,
            boolean isProject,
            Problems problems) {
        this.table = table;
        this.problems = problems;
        for (TomlTable.Entry entry : table.entries()) {
            PolicyKeys.Key key = section.key(entry.key());
            if (key == null && !others.contains(entry.key())) {
                List<String> names = new ArrayList<>(others);
                for (PolicyKeys.Key each : section.keys()) {
                    names.add(each.name());
                }
                problems.add(entry.wrong(unknown("key", entry.key(), names)));
            } else if (key != null && isProject && !key.isForProjects()) {
                problems.add(
                        entry.wrong(
                                "a project's file may only tighten, so it cannot have `"
                                        + entry.key()
                                        + '`'));
            } else if (key != null && key.type() == PolicyKeys.Type.CHOICE) {
                checkChoice(entry, key);
            }
        }
    }

    private void checkChoice(TomlTable.Entry entry, PolicyKeys.Key key) {
        if (entry.value().value() instanceof String text && !key.choices().contains(text)) {
            problems.add(
                    entry.value()
                            .wrong(
                                    '`'
                                            + key.name()
                                            + "` takes "
                                            + Names.listed(key.choices())
                                            + ", not \""
                                            + text
                                            + '"'
                                            + Names.hint(text, key.choices())));
        }
    }

    /// `unknown key `acton`; did you mean `action`?`
    static String unknown(String what, String name, List<String> names) {
        return "unknown " + what + " `" + name + '`' + Names.hint(name, names);
    }

    @Nullable Placed<String> text(String key) {
        Object value = value(key, PolicyKeys.Type.TEXT, String.class);
        return value == null ? null : new Placed<>((String) value, line(key));
    }

    /// A text that must be there.
    String required(String key, int line, int column) {
        Placed<String> text = text(key);
        if (text == null && table.get(key) == null) {
            problems.add(new TomlException(line, column, "`" + key + "` is missing"));
        } else if (text != null && text.value().isBlank()) {
            wrong(key, "`" + key + "` says nothing");
        }
        return text == null ? "" : text.value();
    }

    @Nullable Placed<Boolean> flag(String key) {
        Object value = value(key, PolicyKeys.Type.FLAG, Boolean.class);
        return value == null ? null : new Placed<>((Boolean) value, line(key));
    }

    @Nullable Placed<LocalDate> date(String key) {
        Object value = value(key, PolicyKeys.Type.DATE, LocalDate.class);
        return value == null ? null : new Placed<>((LocalDate) value, line(key));
    }

    @Nullable Placed<List<String>> texts(String key) {
        Object value = value(key, PolicyKeys.Type.TEXTS, List.class);
        if (!(value instanceof List<?> list)) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (Object each : list) {
            TomlValue element = (TomlValue) each;
            if (element.value() instanceof String text && !text.isEmpty()) {
                texts.add(text);
            } else {
                problems.add(element.wrong("`" + key + "` takes texts, and none is empty"));
            }
        }
        return new Placed<>(texts, line(key));
    }

    /// The texts, or none.
    List<String> list(String key) {
        Placed<List<String>> texts = texts(key);
        return texts == null ? List.of() : texts.value();
    }

    @Nullable TomlTable table(String key) {
        Object value = value(key, PolicyKeys.Type.TABLE, TomlTable.class);
        return value == null ? null : (TomlTable) value;
    }

    /// The tables of `[[key]]`, with their places.
    List<TomlValue> tables(String key) {
        Object value = value(key, PolicyKeys.Type.TABLES, List.class);
        List<TomlValue> tables = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object each : list) {
                TomlValue element = (TomlValue) each;
                if (element.value() instanceof TomlTable) {
                    tables.add(element);
                } else {
                    problems.add(element.wrong("`" + key + "` takes tables: [[" + key + "]]"));
                }
            }
        }
        return tables;
    }

    /// Something is wrong with the value of a key.
    void wrong(String key, String message) {
        TomlTable.Entry entry = table.get(key);
        if (entry != null) {
            problems.add(entry.value().wrong(message));
        }
    }

    boolean has(String key) {
        return table.get(key) != null;
    }

    int line(String key) {
        TomlTable.Entry entry = table.get(key);
        return entry == null ? 0 : entry.line();
    }

    private @Nullable Object value(String key, PolicyKeys.Type type, Class<?> of) {
        TomlTable.Entry entry = table.get(key);
        if (entry == null) {
            return null;
        }
        Object value = entry.value().value();
        if (!of.isInstance(value)) {
            problems.add(entry.value().wrong('`' + key + "` takes " + type.label()));
            return null;
        }
        return value;
    }
}
