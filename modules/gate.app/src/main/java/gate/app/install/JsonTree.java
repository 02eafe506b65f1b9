package gate.app.install;

import java.util.ArrayList;
import java.util.List;

/// Reads JSON as clients' own files have it: comments and commas too many are allowed.
///
/// Owned by one thread.
final class JsonTree {

    private static final int MAX_DEPTH = 128;

    private final String source;
    private int at;
    private int depth;

    JsonTree(String source) {
        this.source = source;
    }

    /// The whole file; one that is empty or no object has no members.
    Node.Table read() throws UnreadableException {
        at = Format.afterMark(source);
        skip();
        if (at == source.length()) {
            return new Node.Table(at, at, false, List.of());
        }
        Node root = value();
        skip();
        if (at < source.length()) {
            throw wrong("more after the end");
        }
        return root instanceof Node.Table table
                ? table
                : new Node.Table(root.start(), root.end(), false, List.of());
    }

    private Node value() throws UnreadableException {
        return switch (peek()) {
            case '{' -> table();
            case '[' -> items();
            case '"' -> text();
            default -> other();
        };
    }

    private Node table() throws UnreadableException {
        int start = open();
        List<Node.Member> members = new ArrayList<>();
        while (peek() != '}') {
            if (peek() != '"') {
                throw wrong("a name was expected");
            }
            Node.Text key = text();
            skip();
            expect(':');
            skip();
            members.add(new Node.Member(key.value(), key.start(), key.start(), value()));
            skip();
            if (peek() != '}') {
                expect(',');
                skip();
            }
        }
        return new Node.Table(start, close(), false, List.copyOf(members));
    }

    private Node items() throws UnreadableException {
        int start = open();
        List<Node.Item> items = new ArrayList<>();
        while (peek() != ']') {
            items.add(new Node.Item(at, value()));
            skip();
            if (peek() != ']') {
                expect(',');
                skip();
            }
        }
        return new Node.Items(start, close(), false, List.copyOf(items));
    }

    private int open() throws UnreadableException {
        if (++depth > MAX_DEPTH) {
            throw wrong("nested too deeply");
        }
        int start = at++;
        skip();
        return start;
    }

    private int close() {
        depth--;
        return ++at;
    }

    private Node.Text text() throws UnreadableException {
        int start = at;
        at = Escapes.end(source, start);
        for (int i = start; i < at; i++) {
            if (source.charAt(i) < ' ') {
                throw wrong("a control character in a text");
            }
        }
        return new Node.Text(
                start, at, Escapes.decode(source, start, source.substring(start + 1, at - 1)));
    }

    private Node other() throws UnreadableException {
        int start = at;
        while (at < source.length() && isWord(source.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw wrong("a value was expected");
        }
        return new Node.Other(start, at);
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '+'
                || c == '.';
    }

    /// Moves past blanks and comments.
    private void skip() throws UnreadableException {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                at++;
            } else if (source.startsWith("//", at)) {
                int end = source.indexOf('\n', at);
                at = end < 0 ? source.length() : end;
            } else if (source.startsWith("/*", at)) {
                int end = source.indexOf("*/", at + 2);
                if (end < 0) {
                    throw wrong("a comment without its end");
                }
                at = end + 2;
            } else {
                return;
            }
        }
    }

    private void expect(char c) throws UnreadableException {
        if (peek() != c) {
            throw wrong("\"" + c + "\" was expected");
        }
        at++;
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
