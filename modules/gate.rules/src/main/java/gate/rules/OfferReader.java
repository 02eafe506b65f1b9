package gate.rules;

import gate.protocol.Json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/// Takes a tool apart: one walk over its nodes, without recursion, for a peer made it.
final class OfferReader {

    /// Where the hash of what is beyond the limits stands.
    private static final String REST = "…";

    private static final int MAX_DEPTH = 256;

    private final Json json;
    private final StringBuilder path = new StringBuilder();
    private final int[] containers = new int[MAX_DEPTH];
    private final int[] lengths = new int[MAX_DEPTH];
    private final int[] indexes = new int[MAX_DEPTH];
    private final SortedMap<String, String> parts = new TreeMap<>();
    private int depth;
    private int chars;

    OfferReader(Json json) {
        this.json = json;
    }

    SortedMap<String, String> read(int tool) {
        push(tool);
        int last = json.last(tool);
        int at = tool + 1;
        while (at < last) {
            while (at >= json.last(containers[depth - 1])) {
                pop();
            }
            at = take(at);
            if (parts.size() > Offer.MAX_PARTS || chars > Offer.MAX_CHARS) {
                parts.put(REST, '"' + hash(tool));
                return parts;
            }
        }
        return parts;
    }

    /// Takes the member or element at a node.
    ///
    /// @return the node to go on with
    private int take(int at) {
        boolean isMember = json.isObject(containers[depth - 1]);
        int value = isMember ? at + 1 : at;
        if (depth == 1 && (json.textEquals(at, "icons") || json.textEquals(at, "_meta"))) {
            return json.last(value);
        }
        boolean isContainer = json.isObject(value) || json.isArray(value);
        int before = path.length();
        if (isMember) {
            step(json.string(at));
        } else if (isContainer) {
            step(Integer.toString(indexes[depth - 1]++));
        } else {
            // Of values in a list, which they are counts: `required`, `enum`.
            step(json.isString(value) ? json.string(value) : json.source(value));
        }
        if (isContainer && json.first(value) != Json.NONE && depth < MAX_DEPTH) {
            push(value);
            lengths[depth - 1] = before;
            return value + 1;
        }
        put(json.isString(value) ? '"' + (isMember ? json.string(value) : "") : json.source(value));
        path.setLength(before);
        return json.last(value);
    }

    private void put(String value) {
        parts.put(path.toString(), value);
        chars += path.length() + value.length();
    }

    private void push(int container) {
        containers[depth] = container;
        lengths[depth] = path.length();
        indexes[depth] = 0;
        depth++;
    }

    private void pop() {
        depth--;
        path.setLength(lengths[depth]);
    }

    private void step(String name) {
        if (!path.isEmpty()) {
            path.append('/');
        }
        path.append(escaped(name));
    }

    static String escaped(String name) {
        return name.indexOf('~') < 0 && name.indexOf('/') < 0
                ? name
                : name.replace("~", "~0").replace("/", "~1");
    }

    private String hash(int tool) {
        try {
            byte[] source = json.source(tool).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(source));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
