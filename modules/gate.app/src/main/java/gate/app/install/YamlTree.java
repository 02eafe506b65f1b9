package gate.app.install;

import java.util.ArrayList;
import java.util.List;

/// Reads the YAML that Goose writes, and what people make of it: maps and lists in blocks or
/// brackets, texts plain or quoted, comments.
///
/// What it does not know (anchors, tags, keys with `?`, several documents) it refuses, for a file
/// that is half understood must not be changed. Owned by one thread.
final class YamlTree {

    private static final int MAX_DEPTH = 128;

    private final String source;
    private int at;
    private int depth;

    YamlTree(String source) {
        this.source = source;
    }

    Node.Table read() throws UnreadableException {
        at = Format.afterMark(source);
        nextContent();
        if (source.startsWith("---", at) && isGap(at + 3)) {
            at += 3;
            endLine();
        }
        nextContent();
        if (at == source.length()) {
            return new Node.Table(at, at, true, List.of());
        }
        Node root = block(column(at));
        nextContent();
        if (at < source.length()) {
            throw wrong("this indentation fits nothing above");
        }
        return root instanceof Node.Table table
                ? table
                : new Node.Table(root.start(), root.end(), true, List.of());
    }

    /// What begins here, in this column.
    private Node block(int column) throws UnreadableException {
        enter();
        Node read;
        if (isDash(at)) {
            read = list(column);
        } else if (keyEnd(at) >= 0) {
            read = map(column);
        } else {
            read = scalar(column - 1);
        }
        depth--;
        return read;
    }

    private Node.Table map(int column) throws UnreadableException {
        int start = at;
        int end = at;
        List<Node.Member> members = new ArrayList<>();
        while (at < source.length() && column(at) == column && !isDash(at)) {
            if (isMarker(column)) {
                throw wrong("more than one document");
            }
            int keyStart = at;
            int colon = keyEnd(at);
            if (colon < 0) {
                throw wrong("a name with a colon was expected");
            }
            String key = key(source.substring(keyStart, colon).strip());
            at = colon + 1;
            Node value = value(column, false);
            members.add(new Node.Member(key, keyStart, keyStart, value));
            end = value.end();
            nextContent();
        }
        return new Node.Table(start, end, true, List.copyOf(members));
    }

    private Node list(int column) throws UnreadableException {
        int start = at;
        int end = at;
        List<Node.Item> items = new ArrayList<>();
        while (at < source.length() && column(at) == column && isDash(at)) {
            int dash = at;
            at++;
            blanks();
            boolean isNested = !isRestEmpty(at) && (isDash(at) || keyEnd(at) >= 0);
            Node value = isNested ? block(column(at)) : value(column, true);
            items.add(new Node.Item(dash, value));
            end = value.end();
            nextContent();
        }
        return new Node.Items(start, end, true, List.copyOf(items));
    }

    /// What follows a colon or a dash.
    ///
    /// @param column that of the name or the dash
    private Node value(int column, boolean isItem) throws UnreadableException {
        int before = at;
        blanks();
        if (!isRestEmpty(at)) {
            return scalar(column);
        }
        nextContent();
        if (at < source.length() && !isMarker(column(at))) {
            boolean isListBeside = !isItem && column(at) == column && isDash(at);
            if (column(at) > column || isListBeside) {
                return block(column(at));
            }
        }
        return new Node.Other(before, before);
    }

    /// A value that begins on this line.
    ///
    /// @param column what is further right than this belongs to it
    private Node scalar(int column) throws UnreadableException {
        int start = at;
        return switch (source.charAt(at)) {
            case '[', '{', '"', '\'' -> {
                Node value = flow();
                endLine();
                yield value;
            }
            case '|', '>' -> {
                at = lineEnd(at);
                yield new Node.Other(start, continued(column, true));
            }
            case '&', '*', '!', '%', '@', '`' -> throw tagged();
            default -> {
                int end = plainEnd(at, false);
                at = end;
                endLine();
                int before = at;
                int last = continued(column, false);
                yield last > before
                        ? new Node.Other(start, last)
                        : new Node.Text(start, end, Format.text(source.substring(start, end)));
            }
        };
    }

    private UnreadableException tagged() {
        return wrong("an anchor, alias or tag, which the gate does not read");
    }

    /// Moves past the lines that stand further right, and returns where the last of them ends.
    ///
    /// @param isBlock whether a line with a comment belongs to them
    private int continued(int column, boolean isBlock) {
        int end = at;
        while (true) {
            int line = source.indexOf('\n', at);
            int first = line + 1;
            while (line >= 0 && first < source.length() && source.charAt(first) == ' ') {
                first++;
            }
            if (line < 0 || first >= source.length()) {
                break;
            }
            char c = source.charAt(first);
            if (c == '\r' || c == '\n') {
                at = first;
            } else if (first - line - 1 > column && (isBlock || c != '#')) {
                at = lineEnd(first);
                end = at;
            } else {
                break;
            }
        }
        at = end;
        return end;
    }

    private Node flow() throws UnreadableException {
        return switch (peek()) {
            case '[' -> flowList();
            case '{' -> flowMap();
            case '"', '\'' -> quoted();
            case '&', '*', '!', '|', '>', '%', '@', '`' -> throw tagged();
            default -> {
                int start = at;
                at = plainEnd(at, true);
                if (at == start) {
                    throw wrong("a value was expected");
                }
                yield new Node.Text(start, at, Format.text(source.substring(start, at)));
            }
        };
    }

    private Node flowList() throws UnreadableException {
        enter();
        int start = at++;
        List<Node.Item> items = new ArrayList<>();
        skip();
        while (peek() != ']') {
            items.add(new Node.Item(at, flow()));
            skip();
            separator(']');
        }
        depth--;
        return new Node.Items(start, ++at, false, List.copyOf(items));
    }

    private Node flowMap() throws UnreadableException {
        enter();
        int start = at++;
        List<Node.Member> members = new ArrayList<>();
        skip();
        while (peek() != '}') {
            int keyStart = at;
            if (!(flow() instanceof Node.Text key)) {
                throw wrong("a name was expected");
            }
            skip();
            if (peek() != ':') {
                throw wrong("a colon was expected");
            }
            at++;
            skip();
            Node value = peek() == ',' || peek() == '}' ? new Node.Other(at, at) : flow();
            members.add(new Node.Member(key.value(), keyStart, keyStart, value));
            skip();
            separator('}');
        }
        depth--;
        return new Node.Table(start, ++at, false, List.copyOf(members));
    }

    private void separator(char close) throws UnreadableException {
        if (peek() == ',') {
            at++;
            skip();
        } else if (peek() != close) {
            throw wrong("a comma was expected");
        }
    }

    private Node quoted() throws UnreadableException {
        int start = at;
        boolean isDouble = source.charAt(at) == '"';
        at = isDouble ? Escapes.end(source, start) : singleEnd(start);
        String raw = source.substring(start + 1, at - 1);
        if (raw.indexOf('\n') >= 0) {
            return new Node.Other(start, at);
        }
        return new Node.Text(
                start,
                at,
                isDouble
                        ? Escapes.decode(source, start, raw)
                        : Format.text(raw.replace("''", "'")));
    }

    private int singleEnd(int open) throws UnreadableException {
        for (int i = open + 1; i < source.length(); i++) {
            if (source.charAt(i) == '\'') {
                if (!source.startsWith("''", i)) {
                    return i + 1;
                }
                i++;
            }
        }
        throw wrong("a text without its last quote");
    }

    private String key(String raw) throws UnreadableException {
        if (raw.isEmpty() || "?&*![{|>%@`".indexOf(raw.charAt(0)) >= 0 || raw.equals("<<")) {
            throw wrong("a name that the gate does not read");
        }
        if (raw.charAt(0) == '"') {
            return Escapes.decode(source, at, raw.substring(1, raw.length() - 1));
        }
        return raw.charAt(0) == '\''
                ? Format.text(raw.substring(1, raw.length() - 1).replace("''", "'"))
                : Format.text(raw);
    }

    /// Where the colon after the name is that begins here, or -1 if none does.
    private int keyEnd(int from) throws UnreadableException {
        char first = source.charAt(from);
        int i = from;
        if (first == '"' || first == '\'') {
            i = first == '"' ? Escapes.end(source, from) : singleEnd(from);
            while (i < source.length() && source.charAt(i) == ' ') {
                i++;
            }
            return i < source.length() && source.charAt(i) == ':' && isGap(i + 1) ? i : -1;
        }
        if (first == '[' || first == '{') {
            return -1;
        }
        for (; i < source.length() && source.charAt(i) != '\n'; i++) {
            if (source.charAt(i) == ':' && isGap(i + 1)) {
                return i;
            }
            if (source.charAt(i) == '#' && i > from && isBlank(source.charAt(i - 1))) {
                return -1;
            }
        }
        return -1;
    }

    /// Where a plain text ends.
    private int plainEnd(int from, boolean isFlow) throws UnreadableException {
        int end = from;
        for (int i = from; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\n' || c == '\r' || (c == '#' && i > from && isBlank(source.charAt(i - 1)))) {
                break;
            }
            if (isFlow && ",[]{}".indexOf(c) >= 0) {
                break;
            }
            if (c == ':'
                    && (isGap(i + 1) || (isFlow && ",[]{}".indexOf(source.charAt(i + 1)) >= 0))) {
                if (isFlow) {
                    break;
                }
                throw wrong("a second colon on the line");
            }
            if (!isBlank(c)) {
                end = i + 1;
            }
        }
        return end;
    }

    private boolean isDash(int i) {
        return source.charAt(i) == '-' && isGap(i + 1);
    }

    /// Whether a document begins or ends here.
    private boolean isMarker(int column) {
        return column == 0
                && (source.startsWith("---", at) || source.startsWith("...", at))
                && isGap(at + 3);
    }

    /// Whether a name or a dash ends before this: at a blank, the end of the line or of the file.
    private boolean isGap(int i) {
        return i >= source.length() || " \t\r\n".indexOf(source.charAt(i)) >= 0;
    }

    /// Whether the line says nothing from here, which follows a blank.
    private boolean isRestEmpty(int i) {
        if (i >= source.length() || "\r\n".indexOf(source.charAt(i)) >= 0) {
            return true;
        }
        return source.charAt(i) == '#' && i > 0 && isBlank(source.charAt(i - 1));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private int column(int i) {
        int line = source.lastIndexOf('\n', i - 1) + 1;
        return i - Math.max(line, line == 0 ? Format.afterMark(source) : 0);
    }

    private int lineEnd(int i) {
        int end = source.indexOf('\n', i);
        int stop = end < 0 ? source.length() : end;
        return stop > i && source.charAt(stop - 1) == '\r' ? stop - 1 : stop;
    }

    private void blanks() {
        while (at < source.length() && isBlank(source.charAt(at))) {
            at++;
        }
    }

    /// Moves to the next line with something on it, from the end of one.
    private void nextContent() throws UnreadableException {
        while (at < source.length()) {
            int start = at;
            blanks();
            if (at == source.length()) {
                return;
            }
            char c = source.charAt(at);
            if (c == '#') {
                at = lineEnd(at);
            } else if (c == '\r' || c == '\n') {
                at++;
            } else {
                if (source.substring(start, at).indexOf('\t') >= 0) {
                    throw wrong("a tab in the indentation");
                }
                return;
            }
        }
    }

    /// Moves past blanks, comments and ends of lines between brackets.
    private void skip() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '#' && at > 0 && " \t\n".indexOf(source.charAt(at - 1)) >= 0) {
                at = lineEnd(at);
            } else if (isBlank(c) || c == '\n' || c == '\r') {
                at++;
            } else {
                return;
            }
        }
    }

    private void endLine() throws UnreadableException {
        int end = at;
        blanks();
        boolean isComment = at < source.length() && source.charAt(at) == '#' && at > end;
        if (at < source.length() && "\r\n".indexOf(source.charAt(at)) < 0 && !isComment) {
            throw wrong("the end of the line was expected");
        }
        if (isComment) {
            at = lineEnd(at);
        }
    }

    private void enter() throws UnreadableException {
        if (++depth > MAX_DEPTH) {
            throw wrong("nested too deeply");
        }
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
