package gate.rules.builtin;

import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Pins;
import gate.rules.Rule;
import gate.rules.Severity;
import gate.rules.Span;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Finds tools that speak for others: a description that orders what another server's tool has to
/// do, and names that are made to be taken for another's.
///
/// See `docs/rules/tool_shadowing.md`.
public final class ToolShadowing implements Rule {

    private static final String ID = "tool_shadowing";

    /// For the service loader.
    public ToolShadowing() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public void judge(Envelope envelope, Memory memory, Consumer<Finding> findings) {
        Json json = envelope.json();
        int tools = Offered.tools(envelope);
        if (tools != Json.NONE) {
            var names = new OfferedNames(envelope.session(), memory.pins(), json, tools);
            judgeTexts(json, tools, names, findings);
            judgeNames(json, tools, memory.pins(), findings);
            return;
        }
        int instructions = Offered.instructions(envelope);
        if (instructions != Json.NONE && mayName(json, instructions)) {
            var names = new OfferedNames(envelope.session(), memory.pins(), json, Json.NONE);
            judgeText(json, instructions, names, findings);
        }
    }

    private static void judgeTexts(
            Json json, int tools, OfferedNames names, Consumer<Finding> findings) {
        int last = json.last(tools);
        for (int at = tools; at < last; at++) {
            if (json.isString(at) && mayName(json, at)) {
                judgeText(json, at, names, findings);
            }
        }
    }

    /// Shorter texts hold no order that names a tool.
    private static final int SHORTEST_BYTES = 24;

    /// Whether a text may hold the name of a tool as [Orders] knows one: an underscore in a word, a
    /// capital behind a small letter, or what may look like them. Most descriptions hold none.
    private static boolean mayName(Json json, int node) {
        byte[] bytes = json.bytes();
        int from = json.start(node) + 1;
        int to = json.end(node) - 1;
        if (to - from < SHORTEST_BYTES) {
            return false;
        }
        boolean isSmall = false;
        for (int at = from; at < to; at++) {
            int b = bytes[at];
            if (b < 0 || b == '_' || (isSmall && b >= 'A' && b <= 'Z')) {
                return true;
            }
            if (b == '\\' && at + 1 < to && bytes[at + 1] == 'u') {
                return true;
            }
            isSmall = b >= 'a' && b <= 'z';
        }
        return false;
    }

    private static void judgeText(
            Json json, int node, OfferedNames names, Consumer<Finding> findings) {
        String text = json.string(node);
        Orders orders = new Orders(names).read(text);
        if (orders.isShadowing()) {
            findings.accept(
                    finding(
                            json,
                            node,
                            text.length(),
                            Severity.HIGH,
                            "orders what another server's tool has to do"));
        } else if (orders.mayShadow()) {
            findings.accept(
                    finding(
                            json,
                            node,
                            text.length(),
                            Severity.LOW,
                            "says how another server's tool is to be used"));
        }
    }

    /// Looks for names that look like that of another tool of the list, or of another server of
    /// this user: `read_file` with a Cyrillic letter, or in other case, or as `read_fi1e`.
    private static void judgeNames(Json json, int tools, Pins pins, Consumer<Finding> findings) {
        Map<String, String> bySkeleton = new HashMap<>();
        for (int at = json.first(tools); at != Json.NONE; at = json.next(at)) {
            int node = json.member(at, "name");
            if (!json.isString(node)) {
                continue;
            }
            String name = json.string(node);
            String other = bySkeleton.putIfAbsent(skeleton(name), name);
            String plain = plain(name);
            if (other != null && !other.equals(name)) {
                boolean isDisguise = !isAscii(name) || !isAscii(other);
                boolean isAlike =
                        other.equalsIgnoreCase(name)
                                || !plain.equals(name)
                                || !plain(other).equals(other);
                if (isDisguise || isAlike) {
                    String what =
                            isDisguise
                                    ? "a name that cannot be told from another tool's"
                                    : "a name that differs from another tool's in case only, or in"
                                            + " a digit that looks like a letter";
                    findings.accept(named(json, node, name, isDisguise, what));
                }
            } else if (!plain.equals(name) && pins.isOfAnother(plain)) {
                String what = "a name that looks like " + plain + ", a tool of another server";
                findings.accept(named(json, node, name, !isAscii(name), what));
            }
        }
    }

    private static Finding named(
            Json json, int node, String name, boolean isDisguise, String what) {
        Severity severity = isDisguise ? Severity.HIGH : Severity.LOW;
        return finding(json, node, name.length(), severity, what);
    }

    /// The name as somebody would write it who means what it looks like: letters of other scripts
    /// as English ones, `0` and `1` between letters and `I` at the end of a word as `o` and `l`.
    private static String plain(String name) {
        var plain = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); ) {
            int point = name.codePointAt(i);
            int next = i + Character.charCount(point);
            boolean isEnd = next == name.length() || name.charAt(next) == '_';
            boolean isInside = i > 0 && isLetter(name.charAt(i - 1));
            boolean isBetween = isInside && !isEnd && isLetter(name.charAt(next));
            if (point >= 0x80) {
                addFolded(point, plain);
            } else if ((point == '1' && isBetween) || (point == 'I' && isEnd && isInside)) {
                plain.append('l');
            } else {
                plain.append(point == '0' && isBetween ? 'o' : (char) point);
            }
            i = next;
        }
        return plain.toString();
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    /// The name as the eye takes it, case apart.
    private static String skeleton(String name) {
        var seen = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); ) {
            int point = name.codePointAt(i);
            i += Character.charCount(point);
            if (point < 0x80) {
                char lower = Character.toLowerCase((char) point);
                // As `Letters` folds the first two.
                seen.append(lower == 'l' || lower == '1' ? 'i' : lower == '0' ? 'o' : lower);
                continue;
            }
            addFolded(point, seen);
        }
        return seen.toString();
    }

    /// Adds a letter beyond ASCII as the English one that it looks like, if it does.
    private static void addFolded(int point, StringBuilder into) {
        int letter = Letters.fold(point);
        if (letter == Letters.NONE || letter == Letters.FOREIGN) {
            into.appendCodePoint(point);
        } else if (letter != Letters.IGNORED) {
            into.append((char) letter);
        }
    }

    private static boolean isAscii(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static Finding finding(Json json, int node, int end, Severity severity, String reason) {
        return new Finding(ID, severity, new Span(json.pointer(node), 0, end), reason);
    }
}
