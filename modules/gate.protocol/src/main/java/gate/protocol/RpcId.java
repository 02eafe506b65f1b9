package gate.protocol;

import org.jspecify.annotations.Nullable;

/// The id of a request: a string or an integer, never converted one into the other.
///
/// Two ids are equal when their types and their characters are: `1` and `"1"` are not. An integer
/// stands as its digits; none lies beyond ±(2^53-1), where JavaScript peers stop telling neighbours
/// apart (MCP 2025-11-25, basic/index, "Requests": string or integer, not null).
///
/// @param text the digits of an integer, or the unescaped string
/// @param isString whether it was written in quotes
public record RpcId(String text, boolean isString) implements Comparable<RpcId> {

    /// By text; so a map stays fast when a peer picks ids whose hashes collide.
    @Override
    public int compareTo(RpcId other) {
        int byText = text.compareTo(other.text);
        return byText != 0 ? byText : Boolean.compare(isString, other.isString);
    }

    // Written out, with hashCode and toString: what a record gets by itself is linked at run time,
    // which the first message would wait for.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RpcId id && isString == id.isString && text.equals(id.text);
    }

    @Override
    public int hashCode() {
        return 31 * text.hashCode() + (isString ? 1 : 0);
    }

    /// The id with the same characters and the other type: `"7"` of `7`.
    RpcId twin() {
        return new RpcId(text, !isString);
    }

    /// The value that an answer carries.
    Object value() {
        return isString ? text : (Object) Long.valueOf(text);
    }

    /// As JSON shows it: `7`, `"a"`. For people; the string is not escaped.
    @Override
    public String toString() {
        return isString ? "\"".concat(text).concat("\"") : text;
    }
}
