package gate.protocol;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// Finds the id in a line that is no message, so that whoever waits for an answer gets one.
///
/// It looks for the members `id` and `method` of the outermost object, tolerantly, and gives up on
/// an id that stands there twice or is neither a plain string nor a plain integer. What it finds
/// serves to answer, never to forward. Fed in pieces of any size; owned by one thread.
public final class Sniff {

    private static final int MAX_TOKEN_BYTES = 256;

    private final byte[] token = new byte[MAX_TOKEN_BYTES];
    private int length;
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean isValue;
    private String name = "";
    private int ids;
    private @Nullable RpcId id;
    private boolean hasMethod;

    Sniff() {}

    /// The id, if exactly one clean one was found.
    public @Nullable RpcId id() {
        return ids == 1 ? id : null;
    }

    /// Whether the object has a member `method`: a request or notification, not an answer.
    public boolean hasMethod() {
        return hasMethod;
    }

    Sniff feed(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            take(bytes[i]);
        }
        return this;
    }

    private void take(byte b) {
        if (inString) {
            keep(b);
            if (escaped) {
                escaped = false;
            } else if (b == '\\') {
                escaped = true;
            } else if (b == '"') {
                inString = false;
            }
            return;
        }
        switch (b) {
            case '"' -> {
                inString = true;
                keep(b);
            }
            case '{', '[' -> {
                depth++;
                keep(b);
            }
            case '}', ']' -> {
                if (depth == 1) {
                    endMember();
                }
                depth--;
            }
            case ':' -> {
                if (depth == 1 && !isValue) {
                    name = takeToken();
                    isValue = true;
                }
            }
            case ',' -> {
                if (depth == 1) {
                    endMember();
                }
            }
            case ' ', '\t', '\r', '\n' -> {}
            default -> keep(b);
        }
    }

    private void keep(byte b) {
        if (depth == 1) {
            if (length < MAX_TOKEN_BYTES) {
                token[length] = b;
            }
            length++;
        } else if (depth == 2 && (b == '{' || b == '[')) {
            length = MAX_TOKEN_BYTES + 1;
        }
    }

    private String takeToken() {
        int kept = length;
        length = 0;
        return kept > MAX_TOKEN_BYTES ? "" : new String(token, 0, kept, StandardCharsets.UTF_8);
    }

    private void endMember() {
        String value = takeToken();
        if (isValue && name.equals("\"id\"")) {
            ids++;
            id = MessageReader.cleanId(value);
        } else if (isValue && name.equals("\"method\"")) {
            hasMethod = true;
        }
        isValue = false;
        name = "";
    }
}
