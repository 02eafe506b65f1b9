package gate.rules;

import gate.protocol.Json;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// One thing that a server offers, taken apart so that two versions of it can be compared.
///
/// Order of members, blanks and the order of `required` do not count, nor do icons and `_meta`,
/// which change from day to day and say nothing to the model.
///
/// @param name the tool's name, or [#INSTRUCTIONS]
/// @param parts values by where they stand, `inputSchema/properties/path/type`, names escaped as in
///   a JSON pointer; a string begins with `"`, anything else is as in JSON
public record Offer(String name, SortedMap<String, String> parts) {

    /// The name of what `initialize` returns as `instructions`: no tool has an empty one.
    public static final String INSTRUCTIONS = "";

    /// Parts of one offer at most; of the rest only a hash is kept.
    public static final int MAX_PARTS = 2_000;

    /// Characters of one offer at most.
    public static final int MAX_CHARS = 128 << 10;

    public Offer {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /// A tool of `tools/list`.
    public static Offer tool(String name, Json json, int tool) {
        return new Offer(name, new OfferReader(json).read(tool));
    }

    /// The server's instructions to the model.
    public static Offer instructions(String text) {
        SortedMap<String, String> parts = new TreeMap<>();
        String kept = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
        parts.put("instructions", '"' + kept);
        return new Offer(INSTRUCTIONS, parts);
    }

    /// How people call it.
    public String label() {
        return name.equals(INSTRUCTIONS) ? "(instructions)" : name;
    }

    /// The characters that it takes.
    public int chars() {
        int chars = name.length();
        for (Map.Entry<String, String> part : parts.entrySet()) {
            chars += part.getKey().length() + part.getValue().length();
        }
        return chars;
    }

    /// Whether anything stands at this place or below it.
    boolean has(String path) {
        if (parts.containsKey(path)) {
            return true;
        }
        SortedMap<String, String> below = parts.tailMap(path + '/');
        return !below.isEmpty() && below.firstKey().startsWith(path + '/');
    }
}
