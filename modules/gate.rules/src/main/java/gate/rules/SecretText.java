package gate.rules;

import gate.protocol.Json;
import gate.rules.builtin.SecretAnchors;
import gate.rules.builtin.Secrets;

import java.util.List;

/// Finds keys, tokens and passwords in texts, for whoever keeps a message: the same that the rules
/// [#RULES] find. Work is linear in the text.
public final class SecretText {

    /// The rules that report what this finds, each in the messages of one direction.
    public static final List<String> RULES = List.of("secret_in_arguments", "secret_in_result");

    /// The one that looks at all that a server sends.
    public static final String IN_RESULTS = "secret_in_result";

    /// Takes what is found.
    public interface Sink {

        /// A secret; they come in no order and may overlap.
        ///
        /// @param kind what it is, for people: `github-token`
        /// @param start its first character, in UTF-16 code units
        /// @param end after its last character, in the same unit
        void found(String kind, int start, int end);
    }

    private SecretText() {}

    /// Whether a string or a member name may hold a secret: so cheap that every message is asked.
    public static boolean mayBeIn(Json json, int node) {
        return SecretAnchors.isWorth(json, node);
    }

    /// The same of `bytes[from, to)`.
    public static boolean mayBeIn(byte[] bytes, int from, int to) {
        return SecretAnchors.isWorth(bytes, from, to);
    }

    /// Hands over each secret of a text.
    public static void find(CharSequence text, Sink sink) {
        Secrets.find(text, new Passing(sink));
    }

    /// A class, for a lambda takes milliseconds in the middle of a session.
    private record Passing(Sink sink) implements Secrets.Sink {

        @Override
        public void found(String kind, int start, int end) {
            sink.found(kind, start, end);
        }
    }
}
