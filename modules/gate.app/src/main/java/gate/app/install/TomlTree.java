package gate.app.install;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads TOML 1.0 as far as it takes to find servers in it; dates and numbers are not looked into.
///
/// Owned by one thread.
final class TomlTree {

    private static final int MAX_DEPTH = 128;

    /// A table while it is read: it may be continued further down in the file.
    private static final class Open {
        final List<Node.Member> members = new ArrayList<>();
        final List<String> names = new ArrayList<>();
        final List<Open> tables = new ArrayList<>();

        @Nullable Open table(String name) {
            int i = names.lastIndexOf(name);
            return i < 0 ? null : tables.get(i);
        }

        Open enter(String name) {
            Open table = table(name);
            return table == null ? begin(name) : table;
        }

        Open begin(String name) {
            var table = new Open();
            names.add(name);
            tables.add(table);
            return table;
        }
    }

    private record Key(List<String> names, int start, int nameStart) {}

    private final String source;
    private final Set<List<String>> headers = new HashSet<>();
    private int at;
    private int depth;

    TomlTree(String source) {
        this.source = source;
    }

    Node.Table read() throws UnreadableException {
        var root = new Open();
        Open current = root;
        at = Format.afterMark(source);
        while (true) {
            skipLines();
            if (at == source.length()) {
                return close(root, 0);
            }
            if (source.charAt(at) == '[') {
                current = header(root);
            } else {
                member(current);
            }
            endLine();
        }
    }

    private Open header(Open root) throws UnreadableException {
        boolean isArray = source.startsWith("[[", at);
        at += isArray ? 2 : 1;
        Key key = key();
        expect(isArray ? "]]" : "]");
        if (!isArray && !headers.add(key.names)) {
            throw wrong("the table " + String.join(".", key.names) + " is there twice");
        }
        Open table = root;
        int last = key.names.size() - 1;
        for (int i = 0; i < last; i++) {
            table = table.enter(key.names.get(i));
        }
        if (isArray) {
            headers.removeIf(header -> startsWith(header, key.names));
            return table.begin(key.names.get(last));
        }
        return table.enter(key.names.get(last));
    }

    private static boolean startsWith(List<String> names, List<String> begin) {
        return names.size() >= begin.size() && names.subList(0, begin.size()).equals(begin);
    }

    private void member(Open current) throws UnreadableException {
        Key key = key();
        expect("=");
        blanks();
        Node value = value();
        Open table = current;
        int last = key.names.size() - 1;
        for (int i = 0; i < last; i++) {
            table = table.enter(key.names.get(i));
        }
        table.members.add(new Node.Member(key.names.get(last), key.start, key.nameStart, value));
    }

    /// @param level how deep this table lies
    private Node.Table close(Open open, int level) throws UnreadableException {
        if (level > MAX_DEPTH) {
            throw wrong("nested too deeply");
        }
        List<Node.Member> members = new ArrayList<>(open.members);
        for (int i = 0; i < open.names.size(); i++) {
            Node.Table table = close(open.tables.get(i), level + 1);
            members.add(new Node.Member(open.names.get(i), table.start(), table.start(), table));
        }
        return new Node.Table(0, 0, true, List.copyOf(members));
    }

    private Key key() throws UnreadableException {
        List<String> names = new ArrayList<>();
        blanks();
        int start = at;
        while (true) {
            int nameStart = at;
            names.add(name());
            int end = at;
            blanks();
            if (at < source.length() && source.charAt(at) == '.') {
                at++;
                blanks();
            } else {
                at = end;
                return new Key(List.copyOf(names), start, nameStart);
            }
        }
    }

    private String name() throws UnreadableException {
        char c = peek();
        if (c == '"' || c == '\'') {
            return text() instanceof Node.Text text ? text.value() : "";
        }
        int start = at;
        while (at < source.length() && isBare(source.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw wrong("a name was expected");
        }
        return source.substring(start, at);
    }

    private Node value() throws UnreadableException {
        return switch (peek()) {
            case '"', '\'' -> text();
            case '[' -> items();
            case '{' -> inline();
            default -> other();
        };
    }

    private Node text() throws UnreadableException {
        int start = at;
        char quote = source.charAt(at);
        String three = String.valueOf(quote).repeat(3);
        if (source.startsWith(three, at)) {
            int end = at + 3;
            while (!source.startsWith(three, end)) {
                end += quote == '"' && end < source.length() && source.charAt(end) == '\\' ? 2 : 1;
                if (end >= source.length()) {
                    throw wrong("a text without its last quotes");
                }
            }
            end += 3;
            while (end < source.length() && source.charAt(end) == quote) {
                end++;
            }
            at = end;
            return new Node.Other(start, end);
        }
        int end = quote == '"' ? Escapes.end(source, start) : source.indexOf('\'', start + 1) + 1;
        String raw = end == 0 ? "\n" : source.substring(start + 1, end - 1);
        if (raw.indexOf('\n') >= 0) {
            throw wrong("a text without its last quote");
        }
        at = end;
        return new Node.Text(
                start, end, quote == '"' ? Escapes.decode(source, start, raw) : Format.text(raw));
    }

    private Node items() throws UnreadableException {
        int start = open();
        List<Node.Item> items = new ArrayList<>();
        skipLines();
        while (peek() != ']') {
            items.add(new Node.Item(at, value()));
            skipLines();
            if (peek() != ']') {
                expect(",");
                skipLines();
            }
        }
        depth--;
        return new Node.Items(start, ++at, false, List.copyOf(items));
    }

    private Node inline() throws UnreadableException {
        int start = open();
        var table = new Open();
        skipLines();
        while (peek() != '}') {
            member(table);
            skipLines();
            if (peek() != '}') {
                expect(",");
                skipLines();
            }
        }
        depth--;
        at++;
        List<Node.Member> members = close(table, depth).members();
        return new Node.Table(start, at, false, members);
    }

    private int open() throws UnreadableException {
        if (++depth > MAX_DEPTH) {
            throw wrong("nested too deeply");
        }
        return at++;
    }

    private Node other() throws UnreadableException {
        int start = at;
        while (at < source.length() && isValue(source.charAt(at))) {
            at++;
            boolean isDate = at - start == 10 && source.charAt(start + 4) == '-';
            if (isDate && at + 1 < source.length() && source.charAt(at) == ' ') {
                at += Character.isDigit(source.charAt(at + 1)) ? 1 : 0;
            }
        }
        if (at == start) {
            throw wrong("a value was expected");
        }
        return new Node.Other(start, at);
    }

    private static boolean isBare(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_';
    }

    private static boolean isValue(char c) {
        return isBare(c) || c == '+' || c == '.' || c == ':';
    }

    private void blanks() {
        while (at < source.length() && (source.charAt(at) == ' ' || source.charAt(at) == '\t')) {
            at++;
        }
    }

    /// Moves past blanks, comments and ends of lines.
    private void skipLines() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '#') {
                int end = source.indexOf('\n', at);
                at = end < 0 ? source.length() : end;
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                at++;
            } else {
                return;
            }
        }
    }

    /// Nothing but a comment may follow on the line.
    private void endLine() throws UnreadableException {
        blanks();
        if (at < source.length() && "#\r\n".indexOf(source.charAt(at)) < 0) {
            throw wrong("the end of the line was expected");
        }
    }

    private void expect(String what) throws UnreadableException {
        blanks();
        if (!source.startsWith(what, at)) {
            throw wrong("\"" + what + "\" was expected");
        }
        at += what.length();
    }

    private char peek() throws UnreadableException {
        if (at >= source.length()) {
            throw wrong("the file ends too early");
        }
        return source.charAt(at);
    }

    private UnreadableException wrong(String what) {
        return new UnreadableException(source, at, what);
    }
}
