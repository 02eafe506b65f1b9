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
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Whatever the gate accepts, Jackson at its strictest reads as the same tree.
class OracleTest {

    private static final int ROUNDS = 30_000;

    private final JsonFactory strict =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private final JSON trees = JSON.std.with(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS);
    private final JsonScanner scanner = new JsonScanner();
    private final RandomJson random = new RandomJson(20_260_728);

    @Test
    void everyCleanTextIsReadAsJacksonReadsIt() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] text = random.text();

            assertNull(scanner.scan(text, 0, text.length), () -> shown(text));
            assertSameAsJackson(text);
        }
    }

    @Test
    void noDamagePassesThatJacksonReadsDifferently() throws IOException {
        int accepted = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] text = random.damaged(random.text());
            if (scanner.scan(text, 0, text.length) == null) {
                assertSameAsJackson(text);
                accepted++;
            } else {
                refused++;
            }
        }

        assertTrue(accepted > 3_000, "accepted only " + accepted);
        assertTrue(refused > 15_000, "refused only " + refused);
    }

    /// What stands around a text in its array must not matter.
    @Test
    void aTextIsReadAloneWhereverItStands() {
        for (int round = 0; round < 5_000; round++) {
            byte[] text = random.damaged(random.text());
            var inside = new byte[text.length + 2];
            System.arraycopy(text, 0, inside, 1, text.length);
            inside[0] = '"';
            inside[text.length + 1] = '}';

            Fault alone = scanner.scan(text, 0, text.length);
            int offset = scanner.offset();
            Fault within = scanner.scan(inside, 1, text.length + 1);

            assertEquals(alone, within, () -> shown(text));
            assertEquals(offset, scanner.offset() - 1, () -> shown(text));
        }
    }

    private void assertSameAsJackson(byte[] bytes) throws IOException {
        String text =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
        Json json = scanner.json();
        try (JsonParser parser = strict.createParser(text)) {
            int node = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY) {
                    assertSameToken(token, parser.getText(), json, node++);
                }
            }
            assertEquals(json.count(), node, text);
        }
        assertSameTree(trees.anyFrom(text), json, Json.ROOT);
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

    private static String shown(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
