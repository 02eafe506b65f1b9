package gate.protocol;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/// Reads one JSON text (RFC 8259) in one pass over its bytes and refuses whatever two peers might
/// read differently.
///
/// No recursion, no numbers converted, no strings built. Stricter than the RFC: UTF-8 only, no
/// duplicate members, no carriage returns, limits on depth, members, values and names. What remains
/// is checked by [MessageReader], which knows the protocol.
///
/// Owned by one thread.
final class JsonScanner {

    static final int MAX_DEPTH = 128;
    static final int MAX_MEMBERS = 100_000;
    static final int MAX_VALUES = 1_000_000;
    static final int MAX_NAME_BYTES = 1024;

    /// Digits beyond which a number is marked as absurd: no peer computes with it exactly.
    static final int MAX_DIGITS = 64;

    static final int MAX_EXPONENT_DIGITS = 4;

    private static final int FEW_NAMES = 8;
    private static final int FIRST_NAMES = 64;
    private static final int KEPT_NAMES = 4_096;
    private static final byte[] NOTHING = {};

    private static final byte PLAIN = 0;
    private static final byte QUOTE = 1;
    private static final byte BACKSLASH = 2;
    private static final byte CONTROL = 3;
    private static final byte UTF8 = 4;
    private static final byte[] CLASSES = classes();

    private final Json json = new Json();
    private final int[] open = new int[MAX_DEPTH];
    private int depth;
    private int members;
    private int separators;
    private int loneSurrogates;

    private byte[] in = NOTHING;
    private int at;
    private int end;
    private @Nullable Fault fault;

    private final int seed = ThreadLocalRandom.current().nextInt() | 1;
    private int[] names = new int[FIRST_NAMES];
    private int[] hashes = new int[FIRST_NAMES];
    private int[] table = new int[FIRST_NAMES];

    /// What the last [#scan] read; complete only if that returned null.
    Json json() {
        return json;
    }

    /// Where the last scan stopped, in bytes from the start of the array.
    int offset() {
        return at;
    }

    /// How many raw line separators (U+0085, U+2028, U+2029) stand in strings of the last text.
    int separators() {
        return separators;
    }

    /// How many halves of surrogate pairs stand in strings and names of the last text.
    int loneSurrogates() {
        return loneSurrogates;
    }

    /// Lets go of the last text, and of the memory that a huge one took.
    void forget() {
        in = NOTHING;
        json.reset(NOTHING);
        if (names.length > KEPT_NAMES) {
            names = new int[FIRST_NAMES];
            hashes = new int[FIRST_NAMES];
            table = new int[FIRST_NAMES];
        }
    }

    /// Reads `bytes[from, to)`, which holds no line feed.
    ///
    /// @return null if it is one JSON text, else what is wrong with it
    @Nullable Fault scan(byte[] bytes, int from, int to) {
        json.reset(bytes);
        in = bytes;
        at = from;
        end = to;
        depth = 0;
        members = 0;
        separators = 0;
        loneSurrogates = 0;
        fault = null;
        if (!value(Json.NONE)) {
            return fault;
        }
        while (depth > 0) {
            if (!step()) {
                return fault;
            }
        }
        skipBlanks();
        return at < end ? unexpected(Fault.TRAILING) : null;
    }

    /// One element or member of the innermost open container, or its end.
    private boolean step() {
        int node = open[depth - 1];
        boolean isObject = json.isObject(node);
        int closer = isObject ? '}' : ']';
        boolean first = json.count == node + 1;
        int next = peek();
        if (next == closer) {
            at++;
            return close(node, isObject);
        }
        if (!first) {
            if (next != ',') {
                return fail(next < 0 ? Fault.CUT_SHORT : unexpected(Fault.UNEXPECTED));
            }
            at++;
        }
        return isObject ? member(node) : value(node);
    }

    private boolean member(int object) {
        int next = peek();
        if (next != '"') {
            return fail(next < 0 ? Fault.CUT_SHORT : unexpected(Fault.UNEXPECTED));
        }
        if (++members > MAX_MEMBERS) {
            return fail(Fault.TOO_MANY_MEMBERS);
        }
        int name = json.add(Json.Kind.NAME, at, object);
        if (!string(name) || !checkName(name)) {
            return false;
        }
        next = peek();
        if (next != ':') {
            return fail(next < 0 ? Fault.CUT_SHORT : unexpected(Fault.UNEXPECTED));
        }
        at++;
        return value(object);
    }

    private boolean checkName(int name) {
        int length = at - json.starts[name] - 2;
        if (length > MAX_NAME_BYTES) {
            return fail(Fault.NAME_TOO_LONG);
        }
        if ((json.metas[name] & Json.LONE_SURROGATE) != 0) {
            return fail(Fault.LONE_SURROGATE);
        }
        boolean hasNul =
                (json.metas[name] & Json.ESCAPED) != 0 && json.string(name).indexOf('\0') >= 0;
        return hasNul ? fail(Fault.NAME_WITH_NUL) : true;
    }

    private boolean value(int parent) {
        int next = peek();
        if (next < 0) {
            return fail(json.count == 0 ? Fault.EMPTY : Fault.CUT_SHORT);
        }
        if (json.count - members >= MAX_VALUES) {
            return fail(Fault.TOO_MANY_VALUES);
        }
        return switch (next) {
            case '{' -> openContainer(Json.Kind.OBJECT, parent);
            case '[' -> openContainer(Json.Kind.ARRAY, parent);
            case '"' -> string(json.add(Json.Kind.STRING, at, parent));
            case 't' -> literal(Json.Kind.TRUE, "true", parent);
            case 'f' -> literal(Json.Kind.FALSE, "false", parent);
            case 'n' -> literal(Json.Kind.NULL, "null", parent);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(parent);
            default -> fail(unexpected(parent == Json.NONE ? Fault.NOT_JSON : Fault.UNEXPECTED));
        };
    }

    private boolean openContainer(Json.Kind kind, int parent) {
        if (depth == MAX_DEPTH) {
            return fail(Fault.TOO_DEEP);
        }
        open[depth++] = json.add(kind, at, parent);
        at++;
        return true;
    }

    private boolean close(int node, boolean isObject) {
        depth--;
        json.ends[node] = at;
        json.lasts[node] = json.count;
        return !isObject || namesDiffer(node);
    }

    private boolean literal(Json.Kind kind, String word, int parent) {
        int node = json.add(kind, at, parent);
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= end || in[at + i] != word.charAt(i)) {
                return fail(Fault.BAD_LITERAL);
            }
        }
        at += word.length();
        json.ends[node] = at;
        return true;
    }

    private boolean number(int parent) {
        int node = json.add(Json.Kind.NUMBER, at, parent);
        if (in[at] == '-') {
            at++;
        }
        int digits = at;
        if (at < end && in[at] == '0') {
            at++;
        } else if (digits() == 0) {
            return fail(Fault.BAD_NUMBER);
        }
        int significant = at - digits;
        if (at < end && in[at] == '.') {
            at++;
            int fraction = digits();
            significant += fraction;
            if (fraction == 0) {
                return fail(Fault.BAD_NUMBER);
            }
        }
        int exponent = 0;
        if (at < end && (in[at] == 'e' || in[at] == 'E')) {
            at++;
            if (at < end && (in[at] == '+' || in[at] == '-')) {
                at++;
            }
            exponent = digits();
            if (exponent == 0) {
                return fail(Fault.BAD_NUMBER);
            }
        }
        if (at < end && continuesNumber(in[at])) {
            return fail(Fault.BAD_NUMBER);
        }
        if (significant > MAX_DIGITS || exponent > MAX_EXPONENT_DIGITS) {
            json.metas[node] |= Json.ABSURD;
            json.absurdNumber = node;
        }
        json.ends[node] = at;
        return true;
    }

    private int digits() {
        int from = at;
        while (at < end && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        return at - from;
    }

    private static boolean continuesNumber(byte b) {
        return (b >= '0' && b <= '9') || b == '.' || b == 'x' || b == 'X' || b == 'e' || b == 'E';
    }

    /// Reads the string that starts at the quote `at`, into `node`.
    private boolean string(int node) {
        byte[] bytes = in;
        byte[] classes = CLASSES;
        int limit = end;
        int i = at + 1;
        while (true) {
            while (i + 8 <= limit && isPlain8(bytes, i, classes)) {
                i += 8;
            }
            while (i < limit && classes[bytes[i] & 0xff] == PLAIN) {
                i++;
            }
            at = i;
            if (i >= limit) {
                return fail(Fault.CUT_SHORT);
            }
            switch (classes[bytes[i] & 0xff]) {
                case QUOTE -> {
                    at = i + 1;
                    json.ends[node] = at;
                    return true;
                }
                case BACKSLASH -> {
                    json.metas[node] |= Json.ESCAPED;
                    if (!escape(node)) {
                        return false;
                    }
                    i = at;
                }
                case UTF8 -> {
                    json.metas[node] |= Json.NON_ASCII;
                    do {
                        i = utf8(bytes, i, limit);
                    } while (i > 0 && i < limit && bytes[i] < 0);
                    if (i < 0) {
                        return fail(Fault.INVALID_UTF8);
                    }
                }
                default -> {
                    return fail(bytes[i] == '\r' ? Fault.BARE_CR : Fault.CONTROL_CHARACTER);
                }
            }
        }
    }

    private static boolean isPlain8(byte[] bytes, int i, byte[] classes) {
        return (classes[bytes[i] & 0xff]
                        | classes[bytes[i + 1] & 0xff]
                        | classes[bytes[i + 2] & 0xff]
                        | classes[bytes[i + 3] & 0xff]
                        | classes[bytes[i + 4] & 0xff]
                        | classes[bytes[i + 5] & 0xff]
                        | classes[bytes[i + 6] & 0xff]
                        | classes[bytes[i + 7] & 0xff])
                == PLAIN;
    }

    private boolean escape(int node) {
        if (at + 1 >= end) {
            return fail(Fault.CUT_SHORT);
        }
        switch (in[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at += 2;
            case 'u' -> {
                int unit = unit(at);
                if (unit < 0) {
                    return fail(Fault.BAD_ESCAPE);
                }
                at += 6;
                json.metas[node] |= (byte) Json.NUMBERED;
                if (Character.isHighSurrogate((char) unit)
                        && Character.isLowSurrogate((char) Math.max(0, unit(at)))) {
                    at += 6;
                } else if (Character.isSurrogate((char) unit)) {
                    json.metas[node] |= Json.LONE_SURROGATE;
                    loneSurrogates++;
                }
            }
            default -> {
                return fail(Fault.BAD_ESCAPE);
            }
        }
        return true;
    }

    /// The UTF-16 code unit that an escape `\\uXXXX` at `from` stands for, or -1.
    private int unit(int from) {
        return from + 6 <= end && in[from] == '\\' && in[from + 1] == 'u'
                ? CodePoints.hex4(in, from + 2)
                : -1;
    }

    /// Steps over one UTF-8 sequence of two to four bytes (RFC 3629, table 3-7 of Unicode).
    ///
    /// @return where it ends, or -1 if it is none
    private int utf8(byte[] bytes, int from, int limit) {
        int lead = bytes[from] & 0xff;
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4 || from + length > limit) {
            return -1;
        }
        int second = bytes[from + 1] & 0xff;
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < low || second > high) {
            return -1;
        }
        if (length > 2 && (bytes[from + 2] & 0xc0) != 0x80) {
            return -1;
        }
        if (length > 3 && (bytes[from + 3] & 0xc0) != 0x80) {
            return -1;
        }
        if (lead == 0xc2 && second == 0x85) {
            separators++;
        } else if (lead == 0xe2 && second == 0x80 && (bytes[from + 2] & 0xfe) == 0xa8) {
            separators++;
        }
        return from + length;
    }

    /// The next byte that is no blank, or -1 at the end.
    private int peek() {
        skipBlanks();
        return at < end ? in[at] & 0xff : -1;
    }

    private void skipBlanks() {
        while (at < end && (in[at] == ' ' || in[at] == '\t')) {
            at++;
        }
    }

    /// Names the byte at [#at] more exactly than "unexpected" where that says more.
    private Fault unexpected(Fault otherwise) {
        int here = in[at] & 0xff;
        int next = at + 1 < end ? in[at + 1] & 0xff : -1;
        if (here == '\r') {
            return Fault.BARE_CR;
        }
        if (here == 0xef && next == 0xbb && at + 2 < end && in[at + 2] == (byte) 0xbf) {
            return Fault.BYTE_ORDER_MARK;
        }
        boolean isUtf16Mark = (here == 0xff && next == 0xfe) || (here == 0xfe && next == 0xff);
        if (isUtf16Mark || here == 0 || next == 0) {
            return Fault.WRONG_ENCODING;
        }
        return here < ' ' ? Fault.CONTROL_CHARACTER : otherwise;
    }

    private boolean fail(Fault why) {
        fault = why;
        return false;
    }

    /// Whether no two members of an object share a name. Notes names that differ only in case.
    private boolean namesDiffer(int object) {
        int count = 0;
        for (int at = json.first(object); at != Json.NONE; at = json.next(at)) {
            if (count == names.length) {
                names = Arrays.copyOf(names, count * 2);
                hashes = Arrays.copyOf(hashes, count * 2);
            }
            names[count++] = at;
        }
        if (count < 2) {
            return true;
        }
        return count <= FEW_NAMES
                ? fewDiffer(count)
                : manyDiffer(count, false) && manyDiffer(count, true);
    }

    private boolean fewDiffer(int count) {
        for (int i = 0; i < count; i++) {
            hashes[i] = sketch(names[i]);
            for (int j = 0; j < i; j++) {
                if (hashes[i] != hashes[j]) {
                    continue;
                }
                if (sameName(names[i], names[j])) {
                    at = json.starts[names[i]];
                    return fail(Fault.DUPLICATE_MEMBER);
                }
                if (sameFolded(names[i], names[j])) {
                    json.caseTwin = names[i];
                }
            }
        }
        return true;
    }

    /// Looks for equal names, or for names that are equal but for case, of which only the first
    /// stays in the table. The seed is secret and the steps are counted, so that no set of names
    /// makes this slow.
    private boolean manyDiffer(int count, boolean folded) {
        int size = Integer.highestOneBit(count) * 4;
        if (table.length < size) {
            table = new int[size];
        }
        Arrays.fill(table, 0, size, -1);
        int budget = 64 + 32 * count;
        for (int i = 0; i < count; i++) {
            hashes[i] = hash(names[i], folded);
            int slot = (hashes[i] * 0x9e3779b1) >>> 1 & size - 1;
            boolean isTwin = false;
            while (table[slot] >= 0 && !isTwin) {
                int other = table[slot];
                if (--budget == 0) {
                    return fail(Fault.TOO_MANY_MEMBERS);
                }
                if (hashes[i] == hashes[other]) {
                    if (!folded && sameName(names[i], names[other])) {
                        at = json.starts[names[i]];
                        return fail(Fault.DUPLICATE_MEMBER);
                    }
                    isTwin = folded && sameFolded(names[i], names[other]);
                }
                slot = slot + 1 & size - 1;
            }
            if (isTwin) {
                json.caseTwin = names[i];
            } else {
                table[slot] = i;
            }
        }
        return true;
    }

    private boolean sameName(int name, int other) {
        if (!json.isPlain(name) || !json.isPlain(other)) {
            return json.string(name).equals(json.string(other));
        }
        return Arrays.equals(
                in, json.starts[name], json.ends[name], in, json.starts[other], json.ends[other]);
    }

    private boolean sameFolded(int name, int other) {
        if (!json.isPlain(name) || !json.isPlain(other)) {
            return MemberNames.foldCase(json.string(name))
                    .equals(MemberNames.foldCase(json.string(other)));
        }
        int length = json.ends[name] - json.starts[name];
        if (length != json.ends[other] - json.starts[other]) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lower(in[json.starts[name] + i]) != lower(in[json.starts[other] + i])) {
                return false;
            }
        }
        return true;
    }

    /// A cheap hash, equal for names that are equal but for case: length, first and last letter.
    private int sketch(int name) {
        if (!json.isPlain(name)) {
            String folded = MemberNames.foldCase(json.string(name));
            int length = folded.length();
            return length == 0 ? 0 : sketch(length, folded.charAt(0), folded.charAt(length - 1));
        }
        int first = json.starts[name] + 1;
        int last = json.ends[name] - 2;
        return last < first ? 0 : sketch(last + 1 - first, in[first], in[last]);
    }

    private static int sketch(int length, int first, int last) {
        return length << 16 ^ (first | 0x20) << 8 ^ (last | 0x20);
    }

    private int hash(int name, boolean folded) {
        int value = seed;
        if (json.isPlain(name)) {
            int to = json.ends[name] - 1;
            for (int i = json.starts[name] + 1; i < to; i++) {
                value = (value ^ (folded ? lower(in[i]) : in[i])) * 0x01000193 + seed;
            }
        } else {
            String text = json.string(name);
            String unescaped = folded ? MemberNames.foldCase(text) : text;
            for (int i = 0; i < unescaped.length(); i++) {
                value = (value ^ unescaped.charAt(i)) * 0x01000193 + seed;
            }
        }
        return value ^ value >>> 15;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    private static byte[] classes() {
        var classes = new byte[256];
        Arrays.fill(classes, 0, 0x20, CONTROL);
        Arrays.fill(classes, 0x80, 0x100, UTF8);
        classes['"'] = QUOTE;
        classes['\\'] = BACKSLASH;
        return classes;
    }
}
