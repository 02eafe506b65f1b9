package gate.app;

import gate.app.SecretMarks.Edit;
import gate.rules.Finding;
import gate.rules.SecretText;
import gate.rules.Span;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A line that is no message as the log keeps it: marks in the place of secrets.
///
/// Nobody knows how such a line is meant, so it is read twice: as it stands, and with what looks
/// like escapes of JSON undone and NUL left out, which is UTF-16 for people. It is read in windows
/// that overlap, so that memory stays bounded. Owned by one thread.
final class KeptLine {

    /// How much of a line is read at once, in bytes. Windows without anything like a secret cost
    /// one fast pass.
    static final int WINDOW_BYTES = 256 << 10;

    /// Longer secrets, and pieces of base64 with one in them, may be found in part only where a
    /// window ends: in bytes, longer than the longest piece that is decoded.
    static final int OVERLAP_BYTES = 72 << 10;

    private final SecretMarks marks;
    private final byte[] bytes;
    private final int from;
    private final int to;
    private final List<Edit> edits;

    /// Of `bytes[from, to)`.
    KeptLine(byte[] bytes, int from, int to, SecretMarks marks) {
        this.marks = marks;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        List<Edit> found = new ArrayList<>();
        int at = from;
        while (at < to) {
            int end = Math.min(to, at + WINDOW_BYTES);
            look(at, end, found);
            at = end == to ? to : end - OVERLAP_BYTES;
        }
        edits = SecretMarks.merged(found);
    }

    /// Whether anything is kept otherwise than it came.
    boolean isChanged() {
        return !edits.isEmpty();
    }

    /// What is kept.
    ByteBuffer kept() {
        var out = new KeptBytes(bytes, from, to);
        for (Edit edit : edits) {
            out.replace(edit.from(), edit.to(), edit.mark());
        }
        return out.finish();
    }

    /// What was found in the line, pointing at what is kept; places in it count bytes.
    List<Finding> moved(List<Finding> findings) {
        List<Edit> inBytes = new ArrayList<>(edits.size());
        for (Edit edit : edits) {
            // A mark has two characters of two bytes each; places are counted from the start.
            inBytes.add(new Edit(edit.from() - from, edit.to() - from, edit.mark() + "  "));
        }
        List<Finding> moved = new ArrayList<>();
        for (Finding finding : findings) {
            Span span = finding.span();
            int start = SecretMarks.moved(span.start(), false, inBytes);
            int end = SecretMarks.moved(span.end(), span.end() > span.start(), inBytes);
            moved.add(
                    new Finding(
                            finding.ruleId(),
                            finding.severity(),
                            new Span(span.pointer(), start, end),
                            finding.reason()));
        }
        return moved;
    }

    private void look(int start, int end, List<Edit> found) {
        boolean hasNul = false;
        boolean hasEscapes = false;
        for (int i = start; i < end; i++) {
            hasNul |= bytes[i] == 0;
            hasEscapes |= bytes[i] == '\\';
        }
        if (!hasNul && !SecretText.mayBeIn(bytes, start, end)) {
            return;
        }
        String plain = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        for (Edit edit : marks.edits(plain, StandardCharsets.ISO_8859_1)) {
            found.add(new Edit(start + edit.from(), start + edit.to(), edit.mark()));
        }
        if (hasNul || hasEscapes) {
            lookBehindEscapes(start, end, found);
        }
    }

    private void lookBehindEscapes(int start, int end, List<Edit> found) {
        var text = new StringBuilder(end - start);
        int[] places = new int[end - start + 1];
        int at = start;
        while (at < end) {
            int width = width(at, end);
            if (bytes[at] != 0) {
                places[text.length()] = at;
                text.append(width == 1 ? (char) (bytes[at] & 0xff) : unescaped(at));
            }
            at += width;
        }
        places[text.length()] = end;
        for (Edit edit : marks.edits(text.toString(), StandardCharsets.ISO_8859_1)) {
            found.add(new Edit(places[edit.from()], places[edit.to()], edit.mark()));
        }
    }

    /// How many bytes the character at a place takes: more than one for an escape.
    private int width(int at, int end) {
        if (bytes[at] != '\\' || at + 1 >= end) {
            return 1;
        }
        return switch (bytes[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 2;
            case 'u' -> at + 6 <= end && hex(at + 2) >= 0 ? 6 : 1;
            default -> 1;
        };
    }

    private char unescaped(int at) {
        return switch (bytes[at + 1]) {
            case 'b', 'f', 'n', 'r', 't' -> ' ';
            case 'u' -> (char) hex(at + 2);
            default -> (char) bytes[at + 1];
        };
    }

    private int hex(int at) {
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            value = (value << 4) | Character.digit(bytes[i], 16);
            if (value < 0) {
                return -1;
            }
        }
        return value;
    }
}
