package gate.rules.builtin;

import gate.protocol.Json;
import gate.protocol.Message;
import gate.protocol.MessageReader;
import gate.protocol.Reading;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// JSON that stands in a string: `{"args":"[\\"-rf\\",\\"/\\"]"}`.
final class NestedJson {

    /// Longest string that is read so, in bytes.
    private static final int MAX_BYTES = 65_536;

    private NestedJson() {}

    /// Whether a string begins and ends as an object or a list does, but for blanks and line ends.
    static boolean mayBe(Json json, int node) {
        byte[] bytes = json.bytes();
        int from = json.start(node) + 1;
        int to = json.end(node) - 1;
        if (to - from > MAX_BYTES) {
            return false;
        }
        while (from < to && blankAt(bytes, from) > 0) {
            from += blankAt(bytes, from);
        }
        while (to > from && blankBefore(bytes, to) > 0) {
            to -= blankBefore(bytes, to);
        }
        return to - from > 4
                && ((bytes[from] == '{' && bytes[to - 1] == '}')
                        || (bytes[from] == '[' && bytes[to - 1] == ']'));
    }

    /// How long a blank or the escape of a line end is that stands here.
    private static int blankAt(byte[] bytes, int at) {
        return bytes[at] == ' ' ? 1 : bytes[at] == '\\' && isLineEnd(bytes[at + 1]) ? 2 : 0;
    }

    private static int blankBefore(byte[] bytes, int end) {
        boolean isEscape = isLineEnd(bytes[end - 1]) && bytes[end - 2] == '\\';
        return bytes[end - 1] == ' ' ? 1 : isEscape ? 2 : 0;
    }

    private static boolean isLineEnd(int letter) {
        return letter == 'n' || letter == 'r' || letter == 't';
    }

    /// A message whose arguments are what a text says, or null if it is no JSON.
    ///
    /// @param isCommand whether a list is the words of a command
    static @Nullable Json of(String text, boolean isCommand) {
        // Between two values a line may end, but not in a message, which is a line itself.
        String line = text.replace('\n', ' ').replace('\r', ' ').strip();
        String arguments =
                line.charAt(0) == '{'
                        ? line
                        : isCommand ? "{\"argv\":" + line + "}" : "{\"\":" + line + "}";
        byte[] bytes =
                ("{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":" + arguments + "}")
                        .getBytes(StandardCharsets.UTF_8);
        Reading reading = new MessageReader().read(bytes, 0, bytes.length);
        return reading instanceof Reading.Single single
                        && single.message() instanceof Message.Notification notification
                ? notification.json()
                : null;
    }

    /// The arguments in what [#of] made.
    static int arguments(Json json) {
        return json.member(Json.ROOT, "params");
    }
}
