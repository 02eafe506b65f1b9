package gate.app;

import gate.rules.SecretText;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What stands for a secret in the log: `«github-token:5f0c2a81d2e94b07»`, what it is and a keyed
/// digest of its characters. For any thread.
final class SecretMarks {

    /// Digits of the digest in a mark: enough to tell the secrets of one user from each other.
    private static final int DIGITS = 16;

    /// Computes keyed digests, in hex.
    interface Digests {
        String of(byte[] bytes, int from, int to);
    }

    /// Characters that give way.
    ///
    /// @param from the first, in the unit of the text: UTF-16 code units, or bytes
    /// @param to after the last, in the same unit
    record Edit(int from, int to, String mark) {}

    private static final Comparator<Edit> IN_PLACE = new InPlace();

    private final Digests digests;

    SecretMarks(Digests digests) {
        this.digests = digests;
    }

    /// The mark of some bytes.
    ///
    /// @param kind what they are, in words
    String mark(String kind, byte[] bytes, int from, int to) {
        String name = kind.replace(", ", "-").replace(' ', '-');
        return "«" + name + ':' + digests.of(bytes, from, to).substring(0, DIGITS) + '»';
    }

    /// What a row says of the whole of a line that the log has in part.
    String digest(byte[] bytes, int from, int to) {
        return digests.of(bytes, from, to);
    }

    /// The secrets of a text, ascending and disjoint.
    ///
    /// @param charset in which a secret is digested: the same bytes for the same secret
    List<Edit> edits(String text, Charset charset) {
        var found = new Collected(text, charset);
        SecretText.find(text, found);
        return merged(found.edits);
    }

    /// Those that begin first, of these the longest. A class, for making the lambdas took ten
    /// milliseconds of every start.
    private static final class InPlace implements Comparator<Edit> {

        @Override
        public int compare(Edit one, Edit other) {
            int order = Integer.compare(one.from(), other.from());
            return order != 0 ? order : Integer.compare(other.to(), one.to());
        }
    }

    /// A class, for a lambda takes milliseconds in the middle of a session.
    private final class Collected implements SecretText.Sink {

        private final String text;
        private final Charset charset;
        private final List<Edit> edits = new ArrayList<>(0);

        Collected(String text, Charset charset) {
            this.text = text;
            this.charset = charset;
        }

        @Override
        public void found(String kind, int start, int end) {
            byte[] secret = text.substring(start, end).getBytes(charset);
            edits.add(new Edit(start, end, mark(kind, secret, 0, secret.length)));
        }
    }

    /// The same edits, ascending and disjoint: of those that overlap the first stays, and takes all
    /// that they take.
    static List<Edit> merged(List<Edit> edits) {
        if (edits.size() < 2) {
            return edits;
        }
        edits.sort(IN_PLACE);
        List<Edit> merged = new ArrayList<>(edits.size());
        Edit last = edits.get(0);
        for (int i = 1; i < edits.size(); i++) {
            Edit next = edits.get(i);
            if (next.from < last.to) {
                last = new Edit(last.from, Math.max(last.to, next.to), last.mark);
            } else {
                merged.add(last);
                last = next;
            }
        }
        merged.add(last);
        return merged;
    }

    /// A text without the secrets in it; the same one where there are none.
    String without(String text) {
        List<Edit> edits = edits(text, StandardCharsets.UTF_8);
        if (edits.isEmpty()) {
            return text;
        }
        var out = new StringBuilder();
        int at = 0;
        for (Edit edit : edits) {
            out.append(text, at, edit.from).append(edit.mark);
            at = edit.to;
        }
        return out.append(text, at, text.length()).toString();
    }

    /// Where a place of a text lies once the edits are made; within one, at its mark's start or
    /// end.
    ///
    /// @param edits in the unit of the place, as the marks are
    static int moved(int place, boolean isEnd, List<Edit> edits) {
        int shift = 0;
        for (Edit edit : edits) {
            int length = edit.mark.length();
            if (place >= edit.to) {
                shift += length - (edit.to - edit.from);
            } else if (place > edit.from) {
                return edit.from + shift + (isEnd ? length : 0);
            } else {
                break;
            }
        }
        return place + shift;
    }
}
