package gate.rules.builtin;

import gate.protocol.Json;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Hashes of the long tokens in a text that hardly stand in another by chance: keys, passwords,
/// tokens. Words, dates, numbers and UUIDs are none.
final class Fingerprints {

    /// Tokens of one text that are kept.
    static final int MAX_TOKENS = 60;

    private static final int LEAST_CHARS = 16;
    private static final int LEAST_OF_A_KIND = 3;
    private static final int UUID_CHARS = 36;

    private Fingerprints() {}

    /// Of the strings in a value: base 36, a blank between.
    static String of(Json json, int node) {
        Set<String> all = new HashSet<>();
        var text = new StringBuilder();
        for (int at = node; at < json.last(node); at++) {
            if (json.isString(at)) {
                each(
                        json.string(at),
                        token -> {
                            if (all.size() < MAX_TOKENS && all.add(token)) {
                                text.append(text.isEmpty() ? "" : " ").append(token);
                            }
                        });
            }
        }
        return text.toString();
    }

    /// The first string in a value that holds one of these tokens, or [Json#NONE].
    ///
    /// @param known as [#of] returns it
    static int find(Json json, int node, String known) {
        Set<String> set = new HashSet<>(List.of(known.split(" ", 0)));
        boolean[] found = new boolean[1];
        for (int at = node; at < json.last(node); at++) {
            if (json.isString(at)) {
                each(json.string(at), token -> found[0] |= set.contains(token));
                if (found[0]) {
                    return at;
                }
            }
        }
        return Json.NONE;
    }

    /// Takes one hash after the other.
    private interface Taker {
        void take(String hash);
    }

    private static void each(String text, Taker taker) {
        int from = 0;
        int digits = 0;
        int letters = 0;
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? ' ' : text.charAt(i);
            boolean isDigit = c >= '0' && c <= '9';
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (isDigit || isLetter || c == '_' || c == '-' || c == '+') {
                digits += isDigit ? 1 : 0;
                letters += isLetter ? 1 : 0;
                hash = (hash ^ c) * 0x100000001b3L;
                continue;
            }
            boolean isLong = i - from >= LEAST_CHARS;
            if (isLong
                    && digits >= LEAST_OF_A_KIND
                    && letters >= LEAST_OF_A_KIND
                    && !isUuid(text, from, i)) {
                taker.take(Long.toString(hash, Character.MAX_RADIX));
            }
            from = i + 1;
            digits = 0;
            letters = 0;
            hash = 0xcbf29ce484222325L;
        }
    }

    private static boolean isUuid(String text, int from, int to) {
        return to - from == UUID_CHARS
                && text.charAt(from + 8) == '-'
                && text.charAt(from + 13) == '-'
                && text.charAt(from + 18) == '-'
                && text.charAt(from + 23) == '-';
    }
}
