package gate.protocol;

import java.nio.charset.StandardCharsets;

/// One JSON text that was read strictly: its bytes, and a flat tape of the values in them.
///
/// A node is an index into the tape, in document order, so a loop over `0 .. count()` visits every
/// value and every member name. A member is two nodes: its [Kind#NAME], then its value. Offsets
/// count bytes in [#bytes], quotes and brackets included.
///
/// Owned by one thread, and valid until its reader reads the next line: the gate keeps nothing of a
/// message but the strings that it copies out.
public final class Json {

    /// What a node is.
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL,
        /// The name of a member; its value is the node after it.
        NAME
    }

    /// No such node.
    public static final int NONE = -1;

    /// The whole value.
    public static final int ROOT = 0;

    static final int KIND_MASK = 7;
    static final int ESCAPED = 8;
    static final int NON_ASCII = 16;
    static final int LONE_SURROGATE = 32;
    static final int ABSURD = 64;
    static final int NUMBERED = 128;

    private static final Kind[] KINDS = Kind.values();
    private static final byte OBJECT = meta(Kind.OBJECT);
    private static final byte ARRAY = meta(Kind.ARRAY);
    private static final byte STRING = meta(Kind.STRING);
    private static final byte NAME = meta(Kind.NAME);
    private static final int FIRST_NODES = 256;
    private static final int KEPT_NODES = 65_536;

    byte[] bytes = new byte[0];
    int[] starts = new int[FIRST_NODES];
    int[] ends = new int[FIRST_NODES];
    int[] lasts = new int[FIRST_NODES];
    int[] parents = new int[FIRST_NODES];
    byte[] metas = new byte[FIRST_NODES];
    int count;
    int caseTwin = NONE;
    int absurdNumber = NONE;

    Json() {}

    /// The bytes that the offsets point into; the message may be a part of them only.
    public byte[] bytes() {
        return bytes;
    }

    /// How many nodes there are.
    public int count() {
        return count;
    }

    public Kind kind(int node) {
        return KINDS[metas[node] & KIND_MASK];
    }

    /// Whether the node is a string or a member name: everything that a reader of words looks at.
    public boolean isText(int node) {
        int kind = metas[node] & KIND_MASK;
        return kind == STRING || kind == NAME;
    }

    public boolean isObject(int node) {
        return node != NONE && (metas[node] & KIND_MASK) == OBJECT;
    }

    public boolean isArray(int node) {
        return node != NONE && (metas[node] & KIND_MASK) == ARRAY;
    }

    public boolean isString(int node) {
        return node != NONE && (metas[node] & KIND_MASK) == STRING;
    }

    /// Whether a text is plain ASCII without escapes: its bytes between the quotes are its
    /// characters.
    public boolean isPlain(int node) {
        return (metas[node] & (ESCAPED | NON_ASCII)) == 0;
    }

    /// Whether a text may hold other characters than those of a keyboard: bytes beyond ASCII, or
    /// escapes by number.
    public boolean hasRareCharacters(int node) {
        return (metas[node] & (NON_ASCII | NUMBERED)) != 0;
    }

    /// Whether a text holds half a surrogate pair, written as an escape.
    public boolean hasLoneSurrogate(int node) {
        return (metas[node] & LONE_SURROGATE) != 0;
    }

    /// Where the node starts, in bytes: at its quote, bracket or first character.
    public int start(int node) {
        return starts[node];
    }

    /// Where the node ends, in bytes, exclusive.
    public int end(int node) {
        return ends[node];
    }

    /// The first node after this one and everything in it: a loop `node .. last(node)` visits all
    /// that a value holds.
    public int last(int node) {
        return lasts[node];
    }

    /// The object or array that a name, an element or a member's value stands in; [#NONE] for the
    /// root.
    public int parent(int node) {
        return parents[node];
    }

    /// The first member name of an object or the first element of an array, or [#NONE].
    public int first(int node) {
        return lasts[node] > node + 1 ? node + 1 : NONE;
    }

    /// The next member name or element beside this one, or [#NONE].
    public int next(int node) {
        if (node == ROOT) {
            return NONE;
        }
        int after = kind(node) == Kind.NAME ? lasts[node + 1] : lasts[node];
        return after < lasts[parents[node]] ? after : NONE;
    }

    /// The value of the member with exactly this name, or [#NONE]; [#NONE] also where `node` is no
    /// object.
    public int member(int node, String name) {
        if (!isObject(node)) {
            return NONE;
        }
        for (int at = first(node); at != NONE; at = next(at)) {
            if (textEquals(at, name)) {
                return at + 1;
            }
        }
        return NONE;
    }

    /// The member's string, or null where there is none or it is no string.
    public @org.jspecify.annotations.Nullable String memberString(int node, String name) {
        int value = member(node, name);
        return isString(value) ? string(value) : null;
    }

    /// Whether a text, unescaped, is exactly this.
    public boolean textEquals(int node, String text) {
        if (!isPlain(node)) {
            return string(node).equals(text);
        }
        int from = starts[node] + 1;
        int length = ends[node] - 1 - from;
        if (length != text.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// A text, unescaped; a lone surrogate stays what it is.
    public String string(int node) {
        int from = starts[node] + 1;
        int length = ends[node] - 1 - from;
        if (isPlain(node)) {
            return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        }
        if ((metas[node] & ESCAPED) == 0) {
            return new String(bytes, from, length, StandardCharsets.UTF_8);
        }
        return unescaped(from, from + length, new CodePoints().over(this, node));
    }

    private String unescaped(int from, int to, CodePoints points) {
        var units = new char[to - from];
        int count = 0;
        int at = from;
        while (at < to) {
            int b = bytes[at];
            if (b >= 0 && b != '\\') {
                units[count++] = (char) b;
                at++;
            } else {
                count += Character.toChars(points.at(at), units, count);
                at = points.offset();
            }
        }
        return new String(units, 0, count);
    }

    /// A member name that differs from another of its object only in case, or [#NONE]: some peers
    /// take the two for one.
    public int caseTwin() {
        return caseTwin;
    }

    /// A number of more digits than any peer computes with, or [#NONE].
    public int absurdNumber() {
        return absurdNumber;
    }

    /// The node as it stands in the message: `"a\tb"`, `1.0`, `{"x":1}`.
    public String source(int node) {
        return new String(bytes, starts[node], ends[node] - starts[node], StandardCharsets.UTF_8);
    }

    /// The name of the member whose value this is, or null for an element or the root.
    public @org.jspecify.annotations.Nullable String nameOf(int value) {
        int parent = parents[value];
        return parent != NONE && isObject(parent) ? string(value - 1) : null;
    }

    /// The value that a JSON pointer (RFC 6901) leads to from the root, or [#NONE].
    public int find(String pointer) {
        int node = ROOT;
        int at = 0;
        while (at < pointer.length() && node != NONE) {
            if (pointer.charAt(at) != '/') {
                return NONE;
            }
            int slash = pointer.indexOf('/', at + 1);
            int end = slash < 0 ? pointer.length() : slash;
            String step = pointer.substring(at + 1, end);
            node =
                    isArray(node)
                            ? element(node, step)
                            : member(node, step.replace("~1", "/").replace("~0", "~"));
            at = end;
        }
        return node;
    }

    private int element(int array, String step) {
        int index;
        try {
            index = Integer.parseInt(step);
        } catch (NumberFormatException e) {
            return NONE;
        }
        int at = index < 0 ? NONE : first(array);
        for (int i = 0; i < index && at != NONE; i++) {
            at = next(at);
        }
        return at;
    }

    /// Where the node stands, as a JSON pointer (RFC 6901): `/params/arguments/path`. The name of a
    /// member has the pointer of its value.
    public String pointer(int node) {
        int value = kind(node) == Kind.NAME ? node + 1 : node;
        int parent = parents[value];
        if (parent == NONE) {
            return "";
        }
        String step;
        if (isObject(parent)) {
            step = string(value - 1).replace("~", "~0").replace("/", "~1");
        } else {
            int index = 0;
            for (int at = first(parent); at != value; at = next(at)) {
                index++;
            }
            step = Integer.toString(index);
        }
        return pointer(parent) + "/" + step;
    }

    /// Forgets the last text, and the memory that a huge one took.
    void reset(byte[] newBytes) {
        bytes = newBytes;
        count = 0;
        caseTwin = NONE;
        absurdNumber = NONE;
        if (starts.length > KEPT_NODES) {
            resize(FIRST_NODES);
        }
    }

    int add(Kind kind, int start, int parent) {
        if (count == starts.length) {
            resize(count * 2);
        }
        int node = count++;
        starts[node] = start;
        parents[node] = parent;
        metas[node] = meta(kind);
        lasts[node] = node + 1;
        return node;
    }

    /// The kind in the low bits of a meta byte: [#KINDS] turns it back.
    @SuppressWarnings("EnumOrdinal") // a byte on a tape that never leaves this process
    private static byte meta(Kind kind) {
        return (byte) kind.ordinal();
    }

    private void resize(int length) {
        int kept = Math.min(count, length);
        starts = copy(starts, kept, length);
        ends = copy(ends, kept, length);
        lasts = copy(lasts, kept, length);
        parents = copy(parents, kept, length);
        var newMetas = new byte[length];
        System.arraycopy(metas, 0, newMetas, 0, kept);
        metas = newMetas;
    }

    private static int[] copy(int[] from, int kept, int length) {
        var to = new int[length];
        System.arraycopy(from, 0, to, 0, kept);
        return to;
    }
}
