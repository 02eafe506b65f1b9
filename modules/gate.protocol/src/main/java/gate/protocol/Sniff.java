package gate.protocol;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// Finds the id in a line that is no message, so that whoever waits for an answer gets one.
///
/// It looks for the members `id` and `method` of the outermost object, tolerantly, and gives up on
/// an id that stands there twice, that an escaped name might double, or that is neither a plain
/// string nor a plain integer. What it finds serves to answer, never to forward. Fed in pieces of
/// any size and number; owned by one thread.
public final class Sniff {

    private static final int MAX_TOKEN_BYTES = 256;
    private static final int NO_TOKEN = MAX_TOKEN_BYTES + 1;

    /// What the member whose value is being read is called.
    private enum Name {
        NONE,
        ID,
        METHOD,
        OTHER
    }

    private final byte[] token = new byte[MAX_TOKEN_BYTES];
    private int length;
    private int depth;
    private boolean inObject;
    private boolean inString;
    private boolean escaped;
    private Name name = Name.NONE;
    private boolean hasId;
    private boolean isUnclear;
    private @Nullable RpcId id;
    private boolean hasMethod;

    Sniff() {}

    /// The id, if exactly one clean one was found.
    public @Nullable RpcId id() {
        return isUnclear ? null : id;
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
            case '{', '[' -> open(b);
            case '}', ']' -> close();
            case ':' -> {
                if (depth == 1 && name == Name.NONE) {
                    endName();
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

    private void open(byte bracket) {
        if (depth == 0) {
            inObject = bracket == '{';
            length = 0;
            name = Name.NONE;
        } else {
            length = NO_TOKEN;
        }
        depth = Math.min(depth, Integer.MAX_VALUE - 1) + 1;
    }

    private void close() {
        if (depth == 1) {
            endMember();
        }
        depth = Math.max(depth, 1) - 1;
    }

    /// A token is kept of the outermost object only, and only while it is short.
    private void keep(byte b) {
        if (depth != 1 || !inObject) {
            return;
        }
        if (length < MAX_TOKEN_BYTES) {
            token[length++] = b;
        } else {
            length = NO_TOKEN;
        }
    }

    private void endName() {
        if (isToken("\"id\"")) {
            isUnclear |= hasId;
            hasId = true;
            name = Name.ID;
        } else if (isToken("\"method\"")) {
            hasMethod = true;
            name = Name.METHOD;
        } else {
            isUnclear |= mayHideName();
            name = Name.OTHER;
        }
        length = 0;
    }

    private void endMember() {
        if (name == Name.ID && length < NO_TOKEN) {
            id = MessageReader.cleanId(new String(token, 0, length, StandardCharsets.UTF_8));
        }
        length = 0;
        name = Name.NONE;
    }

    private boolean isToken(String text) {
        if (length != text.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (token[i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the name holds an escape, and so may be another spelling of `id`.
    private boolean mayHideName() {
        for (int i = 0; i < Math.min(length, MAX_TOKEN_BYTES); i++) {
            if (token[i] == '\\') {
                return true;
            }
        }
        return false;
    }
}
