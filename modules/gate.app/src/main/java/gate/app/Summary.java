package gate.app;

import gate.audit.AuditRow;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Finds what is worth a reader's line in a message: the arguments of a call, the result of an
/// answer, else the whole of it.
///
/// It looks for the place only and decides nothing, so it takes whatever the head of a message
/// holds, also half of one.
final class Summary {

    private final ByteBuffer bytes;
    private int at;

    private Summary(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /// What to show of a row, with `…` where the log holds more.
    static SafeText of(AuditRow row) {
        if (row.keptBytes() == 0) {
            return row.sizeBytes() == 0 ? SafeText.EMPTY : SafeText.line("(not kept)");
        }
        ByteBuffer head = row.head();
        ByteBuffer part = find(head, row.kind(), row.method());
        if (part == null) {
            return row.isWhole() ? SafeText.EMPTY : cut(head);
        }
        boolean isCut = part.limit() == head.limit() && !row.isWhole();
        return isCut ? cut(part) : SafeText.line(part);
    }

    private static @Nullable ByteBuffer find(
            ByteBuffer head, String kind, @Nullable String method) {
        if (head.get(head.position()) != '{') {
            return head;
        }
        return switch (kind) {
            case "request", "notification" -> {
                ByteBuffer params = member(head, "params");
                ByteBuffer arguments =
                        params != null && "tools/call".equals(method)
                                ? member(params, "arguments")
                                : null;
                yield arguments != null ? arguments : params;
            }
            case "result" -> member(head, "result");
            case "error" -> member(head, "error");
            default -> head;
        };
    }

    /// The text of a piece that ends in the middle, without the half character at its end.
    private static SafeText cut(ByteBuffer part) {
        ByteBuffer piece = part.duplicate();
        piece.limit(wholeCharacters(piece));
        return SafeText.line(piece).plus(SafeText.line("…"));
    }

    /// Where the last whole character of a piece ends.
    static int wholeCharacters(ByteBuffer utf8) {
        int end = utf8.limit();
        for (int back = 1; back <= 3 && end - back >= utf8.position(); back++) {
            int b = utf8.get(end - back) & 0xff;
            if (b >= 0xc0) {
                int size = b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
                return size > back ? end - back : end;
            }
            if (b < 0x80) {
                return end;
            }
        }
        return end;
    }

    /// The value of a member, to its end or to the end of the bytes; null where there is none.
    private static @Nullable ByteBuffer member(ByteBuffer object, String name) {
        return new Summary(object).member(name.getBytes(StandardCharsets.US_ASCII));
    }

    private @Nullable ByteBuffer member(byte[] name) {
        at = bytes.position() + 1;
        while (isMore()) {
            skipBlanks();
            int nameStart = at;
            if (!isMore() || bytes.get(at) != '"') {
                return null;
            }
            skipString();
            boolean found = at - nameStart == name.length + 2;
            for (int i = 0; found && i < name.length; i++) {
                found = bytes.get(nameStart + 1 + i) == name[i];
            }
            skipBlanks();
            at++; // the colon
            skipBlanks();
            int start = Math.min(at, bytes.limit());
            skipValue();
            if (found) {
                return bytes.duplicate().position(start).limit(at);
            }
            skipBlanks();
            if (!isMore() || bytes.get(at) != ',') {
                return null;
            }
            at++;
        }
        return null;
    }

    private boolean isMore() {
        return at < bytes.limit();
    }

    private void skipBlanks() {
        while (isMore() && (bytes.get(at) == ' ' || bytes.get(at) == '\t')) {
            at++;
        }
    }

    private void skipString() {
        at++;
        while (isMore() && bytes.get(at) != '"') {
            at += bytes.get(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at + 1, bytes.limit());
    }

    /// To the comma or bracket after a value.
    private void skipValue() {
        int depth = 0;
        while (isMore()) {
            byte b = bytes.get(at);
            boolean ends = b == ',' || b == '}' || b == ']';
            if (depth == 0 && ends) {
                return;
            }
            if (b == '"') {
                skipString();
                continue;
            }
            if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
            }
            at++;
        }
        at = bytes.limit();
    }
}
