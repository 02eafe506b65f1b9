package gate.rules.builtin;

import gate.protocol.Json;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Base64;

/// Reads the text that a resource may hold as base64: `{"uri": …, "blob": "SWdub3Jl…"}` (MCP
/// 2025-11-25, server/resources, "Resource Contents").
///
/// Hosts turn it back before they show it to the model. Pictures and archives are told by their
/// first bytes and left alone.
final class Blobs {

    /// What is read of one blob, in bytes of base64.
    static final int MAX_BYTES = 1 << 20;

    private static final int HEAD_BYTES = 512;

    /// So that a character cut off at the end can be read as if it were whole.
    private static final int PADDING = 8;

    private Blobs() {}

    /// Whether a node is the value of a member called `blob`.
    static boolean isBlob(Json json, int node) {
        int parent = json.parent(node);
        return json.isString(node)
                && json.isPlain(node)
                && json.isObject(parent)
                && json.textEquals(node - 1, "blob");
    }

    /// The text of a blob and [#PADDING] bytes behind it, or null where it holds none.
    static byte @Nullable [] text(Json json, int node) {
        int from = json.start(node) + 1;
        int length = Math.min(json.end(node) - 1 - from, MAX_BYTES) & ~3;
        byte[] source = Arrays.copyOfRange(json.bytes(), from, from + length);
        byte[] decoded;
        try {
            decoded = Base64.getMimeDecoder().decode(source);
        } catch (IllegalArgumentException e) {
            return null;
        }
        for (int i = 0; i < Math.min(decoded.length, HEAD_BYTES); i++) {
            int b = decoded[i];
            boolean isOfText = b < 0 || b >= ' ' || (b >= '\t' && b <= '\r');
            if (!isOfText) {
                return null;
            }
        }
        return Arrays.copyOf(decoded, decoded.length + PADDING);
    }

    /// How many bytes of what [#text] returned are text.
    static int length(byte[] text) {
        return text.length - PADDING;
    }
}
