package gate.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Jackson at its strictest, to be asked how it reads what the gate accepts.
final class Oracle {

    private final JsonFactory strict =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private final JSON trees = JSON.std.with(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS);

    /// Fails unless Jackson reads the bytes as this tree, token by token and as a tree.
    ///
    /// @return the tree in the form that `wire/differential.py` compares
    String assertSame(byte[] bytes, Json json) throws IOException {
        String text =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
        try (JsonParser parser = strict.createParser(text)) {
            int node = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY) {
                    assertSameToken(token, parser.getText(), json, node++);
                }
            }
            assertEquals(json.count(), node, text);
        }
        Object tree = trees.anyFrom(text);
        assertSameTree(tree, json, Json.ROOT);
        var canonical = new StringBuilder();
        canonical(tree, canonical);
        return canonical.toString();
    }

    /// As the other readers write it: names sorted, texts as UTF-16, numbers as a double's bits.
    private static void canonical(@Nullable Object tree, StringBuilder out) {
        switch (tree) {
            case null -> out.append('n');
            case Boolean truth -> out.append(truth ? 't' : 'f');
            case Number number -> {
                // Jackson and Python have no -0 among whole numbers; it is the same number.
                long bits = Double.doubleToRawLongBits(number.doubleValue() + 0.0);
                out.append('#').append(HexFormat.of().toHexDigits(bits));
            }
            case String text -> text(text, out);
            case List<?> elements -> {
                out.append('[');
                for (int i = 0; i < elements.size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    canonical(elements.get(i), out);
                }
                out.append(']');
            }
            case Map<?, ?> members -> {
                out.append('{');
                Map<String, Object> sorted = new TreeMap<>();
                for (Map.Entry<?, ?> member : members.entrySet()) {
                    var name = new StringBuilder();
                    text((String) member.getKey(), name);
                    sorted.put(name.toString(), Optional.ofNullable(member.getValue()));
                }
                String before = "";
                for (Map.Entry<String, Object> member : sorted.entrySet()) {
                    out.append(before).append(member.getKey()).append(':');
                    canonical(((Optional<?>) member.getValue()).orElse(null), out);
                    before = ",";
                }
                out.append('}');
            }
            default -> throw new AssertionError("no JSON: " + tree.getClass());
        }
    }

    private static void text(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            out.append(HexFormat.of().toHexDigits(text.charAt(i)));
        }
        out.append('"');
    }

    private static void assertSameToken(JsonToken token, String text, Json json, int node) {
        switch (json.kind(node)) {
            case OBJECT -> assertEquals(JsonToken.START_OBJECT, token);
            case ARRAY -> assertEquals(JsonToken.START_ARRAY, token);
            case TRUE -> assertEquals(JsonToken.VALUE_TRUE, token);
            case FALSE -> assertEquals(JsonToken.VALUE_FALSE, token);
            case NULL -> assertEquals(JsonToken.VALUE_NULL, token);
            case NUMBER -> {
                assertTrue(token.isNumeric());
                assertEquals(text, json.source(node));
            }
            case STRING -> {
                assertEquals(JsonToken.VALUE_STRING, token);
                assertEquals(text, json.string(node));
            }
            case NAME -> {
                assertEquals(JsonToken.FIELD_NAME, token);
                assertEquals(text, json.string(node));
            }
        }
    }

    private static void assertSameTree(@Nullable Object tree, Json json, int node) {
        switch (json.kind(node)) {
            case OBJECT -> {
                Map<?, ?> members = (Map<?, ?>) tree;
                assertNotNull(members);
                int count = 0;
                for (int at = json.first(node); at != Json.NONE; at = json.next(at)) {
                    String name = json.string(at);
                    assertTrue(members.containsKey(name), name);
                    assertEquals(node, json.parent(at));
                    assertEquals(node, json.parent(at + 1));
                    assertEquals(at + 1, json.member(node, name));
                    assertEquals(name, json.nameOf(at + 1));
                    assertSameTree(members.get(name), json, at + 1);
                    count++;
                }
                assertEquals(members.size(), count);
            }
            case ARRAY -> {
                List<?> elements = (List<?>) tree;
                assertNotNull(elements);
                int count = 0;
                for (int at = json.first(node); at != Json.NONE; at = json.next(at)) {
                    assertEquals(node, json.parent(at));
                    assertSameTree(elements.get(count++), json, at);
                }
                assertEquals(elements.size(), count);
            }
            case STRING -> assertEquals(tree, json.string(node));
            case NUMBER -> assertSameNumber((Number) tree, json.source(node));
            case TRUE -> assertEquals(true, tree);
            case FALSE -> assertEquals(false, tree);
            case NULL -> assertNull(tree);
            case NAME -> throw new AssertionError("a name is no value");
        }
    }

    private static void assertSameNumber(@Nullable Number number, String source) {
        assertNotNull(number);
        if (number instanceof Double || number instanceof Float) {
            assertEquals(Double.parseDouble(source), number.doubleValue(), source);
        } else {
            assertEquals(new BigInteger(source), new BigInteger(number.toString()));
        }
    }
}
