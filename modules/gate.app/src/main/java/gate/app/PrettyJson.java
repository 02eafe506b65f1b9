package gate.app;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Lays out a message one member a line, and notes where its findings stand.
///
/// It takes whatever the log holds, also half a message or none that is JSON: it only looks for
/// strings, brackets and commas, and shows every byte between them. No recursion. Owned by one
/// thread.
final class PrettyJson {

    /// Where a finding stands, in the words of [gate.rules.Span].
    record Spot(String pointer, int start, int end) {}

    /// One line of the layout.
    ///
    /// @param indent how many blanks stand before it
    /// @param marks columns of the text in which findings stand: from, to, from, to
    record Para(int indent, SafeText text, List<Integer> marks) {}

    /// More lines than this are not laid out.
    static final int LINES = 20_000;

    /// What nests deeper is shown, no longer indented.
    static final int DEPTH = 128;

    private static final int STEP = 2;

    private final byte[] bytes;
    private final List<Spot> spots;
    private final List<Para> lines = new ArrayList<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private List<Integer> marks = new ArrayList<>();
    private final boolean[] isObject = new boolean[DEPTH];
    private final String[] names = new String[DEPTH];
    private final int[] counts = new int[DEPTH];
    private int depth;
    private int at;

    /// Whether the next string is the name of a member.
    private boolean atName;

    private PrettyJson(byte[] bytes, List<Spot> spots) {
        this.bytes = bytes;
        this.spots = spots;
    }

    static List<Para> lines(byte[] bytes, List<Spot> spots) {
        int first = 0;
        while (first < bytes.length && isBlank(bytes[first])) {
            first++;
        }
        if (first == bytes.length || (bytes[first] != '{' && bytes[first] != '[')) {
            return List.of(new Para(0, SafeText.line(ByteBuffer.wrap(bytes)), List.of()));
        }
        return new PrettyJson(bytes, spots).lines();
    }

    private List<Para> lines() {
        while (at < bytes.length && lines.size() < LINES) {
            byte b = bytes[at];
            switch (b) {
                case '{', '[' -> open(b);
                case '}', ']' -> close(b);
                case ',' -> {
                    line.write(b);
                    at++;
                    endLine();
                    if (depth > 0 && depth <= DEPTH) {
                        counts[depth - 1]++;
                        atName = isObject[depth - 1];
                    }
                }
                case ':' -> {
                    line.write(b);
                    line.write(' ');
                    at++;
                    atName = false;
                }
                case '"' -> string();
                case ' ', '\t' -> at++;
                default -> other();
            }
        }
        endLine();
        return lines;
    }

    private void open(byte b) {
        line.write(b);
        at++;
        int next = at;
        while (next < bytes.length && isBlank(bytes[next])) {
            next++;
        }
        if (next < bytes.length && bytes[next] == (b == '{' ? '}' : ']')) {
            line.write(bytes[next]);
            at = next + 1;
            return;
        }
        endLine();
        if (depth < DEPTH) {
            isObject[depth] = b == '{';
            names[depth] = "";
            counts[depth] = 0;
        }
        depth++;
        atName = b == '{';
    }

    private void close(byte b) {
        endLine();
        depth = Math.max(0, depth - 1);
        line.write(b);
        at++;
        atName = false;
    }

    private void string() {
        int start = at++;
        while (at < bytes.length && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        at = Math.min(at + 1, bytes.length);
        if (atName && depth > 0 && depth <= DEPTH) {
            names[depth - 1] = unescaped(start + 1, at - 1);
        } else if (!spots.isEmpty() && depth <= DEPTH) {
            String pointer = pointer();
            for (Spot spot : spots) {
                if (spot.pointer.equals(pointer)) {
                    mark(spot, start);
                }
            }
        }
        line.write(bytes, start, at - start);
    }

    /// A number, a word, or what has no business here.
    private void other() {
        int start = at;
        while (at < bytes.length && ",:{}[]\" \t".indexOf(bytes[at]) < 0) {
            at++;
        }
        line.write(bytes, start, at - start);
    }

    private void mark(Spot spot, int start) {
        int from = byteOf(start + 1, spot.start);
        int to = byteOf(from, spot.end - spot.start);
        if (to > from) {
            int before = cells(line.toByteArray(), 0, line.size());
            marks.add(before + cells(bytes, start, from));
            marks.add(before + cells(bytes, start, to));
        }
    }

    /// Where the string stands after so many UTF-16 units of its unescaped text.
    private int byteOf(int from, int units) {
        int i = from;
        int left = units;
        while (left > 0 && i < at - 1) {
            int b = bytes[i] & 0xff;
            if (b == '\\') {
                i += i + 1 < at && bytes[i + 1] == 'u' ? 6 : 2;
                left--;
            } else if (b < 0x80) {
                i++;
                left--;
            } else {
                i += b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc0 ? 2 : 1;
                left -= b >= 0xf0 ? 2 : 1;
            }
        }
        return Math.max(from, Math.min(i, at - 1));
    }

    /// That of the value that begins here (RFC 6901).
    private String pointer() {
        var pointer = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            pointer.append('/');
            if (isObject[i]) {
                pointer.append(names[i].replace("~", "~0").replace("/", "~1"));
            } else {
                pointer.append(counts[i]);
            }
        }
        return pointer.toString();
    }

    /// The text of a name as far as its escapes are simple; others stay as they are.
    private String unescaped(int from, int to) {
        String raw = new String(bytes, from, Math.max(0, to - from), StandardCharsets.UTF_8);
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        var text = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\' || i + 1 == raw.length()) {
                text.append(c);
                continue;
            }
            char escape = raw.charAt(++i);
            int plain = "\"\\/".indexOf(escape);
            if (escape == 'u' && i + 4 < raw.length()) {
                text.append((char) hex(raw, i + 1));
                i += 4;
            } else {
                text.append(
                        plain >= 0
                                ? escape
                                : switch (escape) {
                                    case 'n' -> '\n';
                                    case 't' -> '\t';
                                    case 'r' -> '\r';
                                    case 'b' -> '\b';
                                    case 'f' -> '\f';
                                    default -> escape;
                                });
            }
        }
        return text.toString();
    }

    private static int hex(String text, int from) {
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            value = value * 16 + Math.max(0, Character.digit(text.charAt(i), 16));
        }
        return value;
    }

    private static int cells(byte[] bytes, int from, int to) {
        return SafeText.line(ByteBuffer.wrap(bytes, from, to - from)).cells();
    }

    private void endLine() {
        if (line.size() > 0) {
            int indent = STEP * Math.min(depth, 20);
            SafeText text = SafeText.line(ByteBuffer.wrap(line.toByteArray()));
            lines.add(new Para(indent, text, List.copyOf(marks)));
            line.reset();
            marks = new ArrayList<>();
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }
}
