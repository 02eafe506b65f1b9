package gate.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/// What is different between two versions of one offer, in the terms of a person who has to say yes
/// or no: what it may now do that it could not, and what it now says.
///
/// @param changes by where they stand
public record OfferDiff(List<Change> changes) {

    /// One difference.
    ///
    /// @param path where it stands
    /// @param text in words: `new parameter "sidenote" (string, required)`
    /// @param added what it newly says to the model, or empty
    /// @param widens whether the tool may do, or be told, more than before
    public record Change(String path, String text, String added, boolean widens) {}

    public OfferDiff {
        changes = List.copyOf(changes);
    }

    public static OfferDiff of(Offer before, Offer after) {
        return new Comparison(before, after).diff();
    }

    /// Whether any change widens.
    public boolean widens() {
        for (Change change : changes) {
            if (change.widens()) {
                return true;
            }
        }
        return false;
    }

    /// What widened, for a log: `new parameter "sidenote" (string, required); …`; at most three.
    public String summary() {
        var text = new StringBuilder();
        int told = 0;
        for (Change change : changes) {
            if (change.widens() && told++ < 3) {
                text.append(text.isEmpty() ? "" : "; ").append(change.text());
            }
        }
        if (told > 3) {
            text.append("; and ").append(told - 3).append(" more");
        }
        return text.toString();
    }

    /// Two versions being compared.
    private static final class Comparison {

        private static final int SHOWN_CHARS = 60;

        private final Offer before;
        private final Offer after;
        private final Set<String> said;
        private final Set<String> newParameters = new HashSet<>();
        private final List<Change> changes = new ArrayList<>();

        Comparison(Offer before, Offer after) {
            this.before = before;
            this.after = after;
            said = new HashSet<>();
            for (String value : before.parts().values()) {
                if (value.startsWith("\"")) {
                    said.addAll(sentences(value.substring(1)));
                }
            }
        }

        OfferDiff diff() {
            SortedMap<String, String> old = before.parts();
            SortedMap<String, String> now = after.parts();
            Set<String> paths = new TreeSet<>(old.keySet());
            paths.addAll(now.keySet());
            for (String path : paths) {
                String was = old.get(path);
                String is = now.get(path);
                if (was == null && is != null) {
                    added(path, is);
                } else if (is == null && was != null) {
                    removed(path, was);
                } else if (was != null && is != null && !was.equals(is)) {
                    changed(path, was, is);
                }
            }
            return new OfferDiff(changes);
        }

        private void added(String path, String is) {
            String parameter = newParameter(path);
            if (parameter != null) {
                String news = is.startsWith("\"") ? news(is) : "";
                boolean isFirst = newParameters.add(parameter);
                String text = isFirst ? parameter(parameter) : "";
                String words = isFirst ? spoken(name(parameter)) + news : news;
                if (isFirst || !news.isEmpty()) {
                    changes.add(new Change(path, text, words, isFirst && isInput(path)));
                }
                return;
            }
            String last = name(path);
            switch (parent(path)) {
                case "required" -> {
                    if (!newParameters.contains(parameterOf(path, last))) {
                        add(path, "parameter " + shown(last) + " is required now", "", false);
                    }
                }
                case "enum" ->
                        add(path, "new choice " + shown(last) + in(path), last, isInput(path));
                case "annotations" -> hint(path, last, "", is);
                default -> value(path, "", is);
            }
        }

        private void removed(String path, String was) {
            String last = name(path);
            if (parent(path).equals("annotations")) {
                hint(path, last, was, "");
            } else if (last.equals("additionalProperties") && was.equals("false")) {
                add(path, "takes parameters that are not listed", "", isInput(path));
            } else {
                add(path, "no longer there: " + shown(path), "", false);
            }
        }

        private void changed(String path, String was, String is) {
            if (parent(path).equals("annotations")) {
                hint(path, name(path), was, is);
            } else {
                value(path, was, is);
            }
        }

        private void hint(String path, String hint, String was, String is) {
            boolean widens =
                    switch (hint) {
                        case "readOnlyHint" -> was.equals("true") || was.equals("false");
                        case "destructiveHint", "openWorldHint" -> was.equals("false");
                        default -> false;
                    };
            String news = is.startsWith("\"") ? news(is) : "";
            add(path, hint + ": " + plain(was) + " → " + plain(is), news, widens);
        }

        private void value(String path, String was, String is) {
            String last = name(path);
            switch (last) {
                case "type" ->
                        add(
                                path,
                                "type" + in(path) + ": " + plain(was) + " → " + plain(is),
                                "",
                                isInput(path) && !was.isEmpty());
                case "additionalProperties" ->
                        add(
                                path,
                                "takes parameters that are not listed: " + plain(is),
                                "",
                                isInput(path) && was.equals("false"));
                default -> {
                    if (is.startsWith("\"")) {
                        add(path, "other text at " + shown(path), news(is), false);
                    } else {
                        String text = shown(path) + ": " + plain(was) + " → " + plain(is);
                        add(path, text, "", false);
                    }
                }
            }
        }

        private void add(String path, String text, String added, boolean widens) {
            changes.add(new Change(path, text, added, widens));
        }

        /// The outermost parameter in a path that was not there before, or null.
        private @org.jspecify.annotations.Nullable String newParameter(String path) {
            int from = 0;
            while (true) {
                int at = path.indexOf("properties/", from);
                if (at < 0) {
                    return null;
                }
                int start = at + "properties/".length();
                int slash = path.indexOf('/', start);
                String parameter = slash < 0 ? path : path.substring(0, slash);
                boolean isStep = at == 0 || path.charAt(at - 1) == '/';
                if (isStep && !before.has(parameter)) {
                    return parameter;
                }
                from = start;
            }
        }

        private String parameter(String path) {
            String type = after.parts().get(path + "/type");
            var text = new StringBuilder("new parameter ").append(shown(name(path)));
            text.append(" (").append(type == null ? "any type" : cut(type.substring(1)));
            int properties = path.lastIndexOf("properties/");
            String required = path.substring(0, properties) + "required/" + name(path);
            text.append(after.parts().containsKey(required) ? ", required)" : ")");
            return isInput(path) ? text.toString() : text.append(" in what it returns").toString();
        }

        /// A name as it stands, and taken for its words.
        private static String spoken(String name) {
            return name + ". " + name.replace('_', ' ') + ".\n";
        }

        private static String parameterOf(String path, String name) {
            return path.substring(0, path.length() - "required/".length() - name.length())
                    + "properties/"
                    + name;
        }

        private static boolean isInput(String path) {
            return path.startsWith("inputSchema/");
        }

        private static String in(String path) {
            int at = path.lastIndexOf("properties/");
            if (at < 0) {
                return "";
            }
            String rest = path.substring(at + "properties/".length());
            int slash = rest.indexOf('/');
            return " of " + shown(slash < 0 ? rest : rest.substring(0, slash));
        }

        private static String name(String path) {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        private static String parent(String path) {
            int slash = path.lastIndexOf('/');
            return slash < 0 ? "" : name(path.substring(0, slash));
        }

        private static String plain(String value) {
            if (value.isEmpty()) {
                return "(none)";
            }
            return value.startsWith("\"") ? shown(value.substring(1)) : cut(value);
        }

        private static String shown(String text) {
            return '"' + cut(text) + '"';
        }

        private static String cut(String text) {
            return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
        }

        /// The sentences of a text that the earlier version had nowhere.
        private String news(String value) {
            var news = new StringBuilder();
            for (String sentence : sentences(value.substring(1))) {
                if (!said.contains(sentence)) {
                    news.append(sentence).append('\n');
                }
            }
            return news.toString();
        }

        private static List<String> sentences(String text) {
            List<String> all = new ArrayList<>();
            int from = 0;
            for (int i = 0; i <= text.length(); i++) {
                boolean isEnd = i == text.length() || text.charAt(i) == '\n' || isStop(text, i);
                if (isEnd) {
                    String sentence = text.substring(from, i).strip();
                    if (!sentence.isEmpty()) {
                        all.add(sentence.toLowerCase(Locale.ROOT));
                    }
                    from = i + 1;
                }
            }
            return all;
        }

        private static boolean isStop(String text, int at) {
            char c = text.charAt(at);
            boolean isMark = c == '.' || c == '!' || c == '?' || c == ';';
            return isMark && at + 1 < text.length() && text.charAt(at + 1) <= ' ';
        }
    }
}
