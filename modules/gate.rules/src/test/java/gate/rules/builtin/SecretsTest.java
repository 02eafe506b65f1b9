package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.protocol.Json;
import gate.rules.Traffic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// Keys here are put together, so that nobody's scanner takes this file for a leak.
class SecretsTest {

    static final String GITHUB = "ghp" + "_Zq3RtY8uIoP1aSdFgHjK4lZxCvBnM7wEr5Ty";
    static final String AWS = "AK" + "IAQ7WZ3NVP2KXTBH6M";

    private static List<String> found(String text) {
        List<String> found = new ArrayList<>();
        Secrets.find(
                text, (kind, start, end) -> found.add(kind + " " + text.substring(start, end)));
        return found;
    }

    @Test
    void theSpanIsTheSecretAndNothingElse() {
        assertEquals(List.of("github-token " + GITHUB), found("token=" + GITHUB + ", please"));
        assertEquals(List.of("aws-access-key " + AWS), found("\"" + AWS + "\""));
        assertEquals(
                List.of("password in a URL s3cr3tPa55"),
                found("postgres://app:s3cr3tPa55@db.internal:5432/x"));
        String pem =
                "-----BEGIN EC "
                        + "PRIVATE KEY-----\n"
                        + "MHcCAQEEIIr".repeat(6)
                        + "\n-----END EC PRIVATE KEY-----";
        assertEquals(List.of("private-key " + pem), found("key:\n" + pem + "\nend"));
    }

    @Test
    void encodedSecretsAreFound() {
        byte[] bytes = ("t=" + GITHUB).getBytes(StandardCharsets.UTF_8);
        String base64 = Base64.getEncoder().encodeToString(bytes);
        String hex = HexFormat.of().formatHex(bytes);
        String percent = GITHUB.replace("_", "%5F");

        assertEquals(List.of("github-token, encoded " + base64), found("d=" + base64 + " x"));
        assertEquals(List.of("github-token, encoded " + hex), found("d " + hex));
        assertEquals(List.of("github-token, encoded " + percent), found("?d=" + percent));
    }

    @Test
    void escapesAroundAKeyAreNotPartOfIt() {
        assertEquals(List.of("github-token " + GITHUB), found("?token%3D" + GITHUB + "&x=1"));
        assertEquals(
                List.of("github-token " + GITHUB), found("{\\\"t\\\":\\\"" + GITHUB + "\\\"}"));
        assertEquals(List.of("github-token " + GITHUB), found("one line\\n" + GITHUB + "\\nend"));
        assertEquals(List.of("github-token " + GITHUB), found("t\\u003d" + GITHUB));
    }

    @Test
    void keysThatAreEscapedLetterByLetterAreFound() {
        var percent = new StringBuilder();
        var unicode = new StringBuilder();
        var bytes = new StringBuilder();
        for (int i = 0; i < GITHUB.length(); i++) {
            char c = GITHUB.charAt(i);
            percent.append('%').append(Integer.toHexString(c));
            unicode.append("\\u00").append(Integer.toHexString(c));
            bytes.append("\\x").append(Integer.toHexString(c));
        }

        for (StringBuilder key : List.of(percent, unicode, bytes)) {
            assertEquals(List.of("github-token, encoded " + key), found("k: " + key + " x"));
            assertTrue(isWorth("k: " + key + " x"), "the first pass lets it through: " + key);
        }
    }

    @Test
    void linesThatProgramsWrapAreOneKey() {
        String lead = "the new key of the build server, for the next four weeks: ";
        String head = GITHUB.substring(0, 17);
        String tail = GITHUB.substring(17);
        String base64 =
                Base64.getMimeEncoder()
                        .encodeToString((lead + lead + GITHUB).getBytes(StandardCharsets.UTF_8));

        for (String wrap : List.of("\n", "\r\n", "=\n", "=\r\n", "\\\n")) {
            assertEquals(
                    List.of("github-token, encoded " + head + wrap + tail),
                    found(lead + head + wrap + tail + "\nbye"));
        }
        assertEquals(List.of(), found("short " + head + "\n" + tail), "no program breaks this");
        assertEquals(List.of("github-token, encoded " + base64), found(base64));
        assertTrue(base64.contains("\n"));
    }

    @Test
    void encodingsWithinEncodingsAreUndone() {
        String base64 =
                Base64.getEncoder()
                        .encodeToString(("t=" + GITHUB).getBytes(StandardCharsets.UTF_8));
        String percent =
                base64.substring(0, 10)
                        + "%"
                        + Integer.toHexString(base64.charAt(10))
                        + base64.substring(11);

        assertEquals(List.of("github-token, encoded " + percent), found("d=" + percent));
    }

    @Test
    void headersAndCommandsHoldCredentials() {
        assertEquals(
                List.of("authorization header Zk3RtY8uIoP1aSdF"),
                found("X-Api-Key: Zk3RtY8uIoP1aSdF"));
        assertEquals(
                List.of("authorization header of a command k7-q9;w2".replace(";", "+")),
                found("curl -H 'Api-Token: k7-q9+w2' https://a.example"));
        assertEquals(
                List.of("password in a command t0pS3cr3t!x"),
                found("curl --user admin:t0pS3cr3t!x https://a.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curl -H 'Api-Key: $API_KEY_2024' x",
                "curl -H \"X-Api-Key: <your-api-key-1>\"",
                "curl -u user:password https://a.example",
                "curl --user 'name:{{password_1}}'",
                "curl -H 'Api-Key: YOUR_API_KEY_HERE'",
                "the api-key: see the manual",
                "ls -u a:b"
            })
    void whatStandsForAValueIsNone(String text) {
        assertEquals(List.of(), found(text));
    }

    @Test
    void namedValuesAreGuesses() {
        List<String> found = new ArrayList<>();
        String text =
                "db_password: q7Zk3Rt9Y8uI\nDATADOG_API_KEY='a9b2c7d4e1f6g8h3'\nmax_token = 4096\n"
                        + "password = getpass()\ntoken: ${TOKEN_V2_PROD}\nkey = a9b2c7d4e1f6";
        SecretWords.find(text, (_, start, end) -> found.add(text.substring(start, end)));

        assertEquals(List.of("q7Zk3Rt9Y8uI", "a9b2c7d4e1f6g8h3"), found);
    }

    /// What the first pass looks for, or goes by.
    private static final String[] PIECES =
            ("secret sig pwd password = \\u003d Authorization : Bearer ~ -u --user a:b @ :// // sk-"
                 + " ghp_ private_key 8Q~ . / %2F %3A % \\n"
                 + " \\\" Zk3RtY8u IoP1aSdFgHjK QUJDREVGR0g aGVsbG8gd29ybGQgdGhpcw 0x 414243444546"
                 + " é eyJ -- - base64: \\u00 \\x4 %25 AC | 1 2F d N Key")
                    .split(" ", -1);

    /// Where keys stand; `@` is the key.
    private static final String[] PLACES = {
        "k: @ x",
        "{\"key\":\"@\"}",
        "KEY=@",
        "a/@",
        "https://a.example/?k=@&b=1",
        "d=KEY%3D@",
        "{\\\"key\\\":\\\"@\\\"}",
        "one line\\n@\\nend",
        "one line\n@\nend",
        "use('@');"
    };

    /// The first pass lets through whatever the second would find: a key of each format, in each
    /// place.
    @Test
    void theFirstPassMissesNothing() {
        var random = new java.util.Random(20261126);
        int found = 0;
        int formats = 0;
        List<String> missed = new ArrayList<>();
        for (char first = 0; first < 128; first++) {
            for (SecretFormat format : SecretFormats.of(first)) {
                formats++;
                String key = key(format, random);
                int places = 0;
                for (String place : PLACES) {
                    String text = place.replace("@", key);
                    if (!found(text).isEmpty()) {
                        places++;
                        if (!isWorth(text)) {
                            missed.add(text);
                        }
                    }
                }
                found += places > 3 ? 1 : 0;
            }
        }

        assertEquals(List.of(), missed);
        assertTrue(found >= formats - 40, found + " of " + formats + " are found at all");
    }

    /// The same of keys that have no prefix, behind a line break.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIGx4q8TzRrNn2hQdO3vYc0sLwU1bXfJkE7aPm"
                        + "Zt5oAoGCCqGSM49\n",
                "APP_KEY=base64:L/oN6iEUvrQmIlh6HcBBwXzDPcOW8eTy6tUzAqc5tZM=",
                "  \"Authorization\":\t\"Bearer 9f3kQ7vT2mXw8LpZ\"",
                "Server=db.corp.example;User Id=app;Password=k7!Qz-93vT;",
                "client: k9.8Q~x3_b.TrYzUq7~hLpWcVdXsJoGn~tB5e",
                "https://a.winter:frost.KbxT424Hid@git.corp.example/web/shop.git",
                "/go?to=https%3A%2F%2Fhooks.slack.com%2Fservices%2FT0KX2EC448F%2F"
                        + "B05YK9OBJ0S%2FqW4rTy7UiO9pAsD2fGhJ5kLz&src=mail",
                "/login?return=%2Frun%3Fsource%3Damqps%253A%252F%252Fworker"
                        + "%253AqV7veYgUSc3TiDJd%2540mq.corp.example%252Fjobs",
                "type=refresh&token=1%2F%2F09bvKTPZcc6y1m9buDhZJBSBHGBOTxG"
                        + "-M0Js4LfeXPZMVN5WX7-1gNfX4lePS2jczYYEJjs&x=1"
            })
    void norOfKeysWithoutOne(String key) {
        String text = "as follows:\n" + key + "\nend";

        assertEquals(1, found(text).size());
        assertTrue(isWorth(text));
    }

    /// A credential of a header may be cut or escaped, as long as something is there.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer 9f3kQ7vT2mXw8LpZ",
                "{\\\"Authorization\\\":\\\"Bearer 9f3kQ7vT2mXw8LpZ\\\"}",
                "Authorization: Basic YWRtaW46Y2hhbmdl\nMe2+/=",
                "authorization = 'token\t9f3kQ7vT2mXw8LpZ'",
                "curl -H 'Authorization: Bearer kq7wvxRtzuBn' https://a.internal/x",
                "curl -H 'Authorization: Bearer kq@wvx!rtzu' https://a.internal/x",
                "curl -H 'Authorization: Bearer kq~wvx~rtzu' https://a.internal/x",
                "curl -H \"Authorization: Basic admin:s3cr3tPa55word\" https://a.internal/x",
                "the request of the service which was sent to it is"
                        + " {\"Authorization\":\"Bea=\nrer 9f3kQ7vT2mXw8LpZ\"}"
            })
    void theFirstPassLetsHeadersThrough(String header) {
        String text = "as follows: " + header + " end";
        assertTrue(isWorth(text));
        assertEquals(1, found(text).size());
    }

    /// The bytes of a line begin where no quote stands before them.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "frost.KbxT424Hid@a.example",
                "KbxT424Hid@a.example",
                "2FJJOsi4q1@%2FJJOsi4q1",
                "u003dKbxT424Hid",
                "253AfN7veYgU%2540"
            })
    void nothingIsReadBeforeTheFirstByte(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);

        assertFalse(SecretAnchors.isWorth(bytes, 0, bytes.length));
    }

    /// What is said of some bytes is said of them alone, whatever stands before and behind them.
    @Test
    void theFirstPassReadsNothingAround() {
        var random = new java.util.Random(20261126);
        for (int i = 0; i < 100_000; i++) {
            byte[] line = pieces(random, 1 + random.nextInt(7));
            byte[] before = pieces(random, 1);
            byte[] behind = pieces(random, 1);
            var all = new byte[before.length + line.length + behind.length];
            System.arraycopy(before, 0, all, 0, before.length);
            System.arraycopy(line, 0, all, before.length, line.length);
            System.arraycopy(behind, 0, all, before.length + line.length, behind.length);
            int end = before.length + line.length;

            assertEquals(
                    SecretAnchors.isWorth(line, 0, line.length),
                    SecretAnchors.isWorth(all, before.length, end),
                    () -> new String(all, StandardCharsets.UTF_8));
        }
    }

    private static byte[] pieces(java.util.Random random, int count) {
        var pieces = new StringBuilder();
        for (int i = 0; i < count; i++) {
            pieces.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return pieces.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// As some programs write an equals sign in JSON.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "client_secret\\u003dZk3RtY8uIoP1aSdFgHjK",
                "client_secret\\u003DZk3RtY8uIoP1aSdFgHjK",
                "Server\\u003ddb.corp.example;User Id\\u003dapp;Password\\u003dk7!Qz-93vT;"
            })
    void anEqualsSignMayBeEscaped(String source) {
        assertTrue(isSourceWorth("as follows: " + source + " end"));
    }

    /// Each of many headers and prefixes is a beginning; what stands behind is not read from each.
    @Test
    void manyBeginningsAreReadInLinearTime() {
        List<String> beginnings = new ArrayList<>(List.of("Authorization=Bea/", "-u a:b.c@"));
        for (char first = 0; first < 128; first++) {
            for (SecretFormat format : SecretFormats.of(first)) {
                beginnings.add(format.prefix());
                beginnings.add(format.prefix() + "-");
            }
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(100),
                () -> {
                    for (String beginning : beginnings) {
                        byte[] many =
                                beginning
                                        .repeat((1 << 16) / beginning.length())
                                        .getBytes(StandardCharsets.UTF_8);
                        SecretAnchors.isWorth(many, 0, many.length);
                    }
                });
    }

    /// Documentation is full of headers without one, and each would make it be read once more.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Authorization\": \"Bearer ${TOKEN}\"}",
                "Authorization: Bearer TOKEN\n",
                "-H \"Authorization: Bearer $(cat token)\"",
                "the Authorization specification",
                "see [Authorization token](auth.md)"
            })
    void butNotThoseWithoutACredential(String header) {
        assertFalse(isWorth("as follows: " + header + " end"));
        assertEquals(List.of(), found("as follows: " + header + " end"));
    }

    private static String key(SecretFormat format, java.util.Random random) {
        String alphabet =
                switch (format.body()) {
                    case HEX -> "0123456789abcdef";
                    case UPPER -> "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
                    default -> "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
                };
        var key = new StringBuilder(format.prefix());
        for (int i = 0; i < format.min(); i++) {
            boolean isCut = i == 5 && format.body().holds('/');
            key.append(isCut ? '/' : alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return key.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "azure-key Accoun¦tKey="
                    + " nSrP+0MnzhUGScyZMUdT2aPbqjITnmwn2VRMFhzk3awdphTNBB4dfNezGCfQ4U2B2iYOeC+c1KaH+AStbzH5yQ==",
                "azure-key used 9hKq2fZ0bVtX7cJmLwRs¦4DyNpEaGuTiO1xQzY5vBkHAzSeB3nWeR",
                "azure-key token =¦"
                    + " UsKFQt5pORrWKXWpWHKgbPtK0MevtGOuUTF7P2yb0So9lx6SclICJQQJ99BJACAAAAAqYMKMy5dwAZDOJWSH",
                "mailgun-key k= 5ad57543707e7aa2be23a29f60¦1600f4-939652b2-339f11fe",
                "mailchimp-key k= 8d4f00254d2a34fe4d6¦f17b9ce1efbcf-us14",
                "newrelic-key k= 2cda6824e0e81428bd7d0¦2181fa4ad4aFFFFNRAL",
                "asana-token k= 1/1223685125446038:4ef7390¦1fc574059e5bb384a494d67ef",
                "fal-key k= 411130e4-209f-4225-84ce-308bdeaf68e¦c:a3eed43367dfce98b3992239f110233b",
                "terraform-token k=¦"
                    + " ETPdhbOZQixps2.atlasv1.DgQb6w2GvBiVEXs5GS3Go9kCZYqzELkbYTyvO0QOo7bH7bjn2oqbOaqXsSUYJRHtJ88",
                "bitwarden-token k=¦"
                    + " 0.38a682e8-dc67-4d37-b323-77d80746e613.waYtgDDJXujcNxl9HutQHRFVyLpkOV:UIrugGkUKzh2vIhpUAUsrQ==",
                "salesforce-token k=¦"
                    + " 00D53ZRLBr5QVKB!AQqD7XXUcBvXDw._Q9fFBmQT4i5iiFnGLtn2PQqSjGLPJfmyk2JENuhxY3hA2YK3i36",
                "ngrok-token k= 23ppNxqvFQcMzbToYwIsfyBNO¦Ms_BXxbZyZubyBmTzyqn6Uyo"
            })
    void keysAreToldByTheirParts(String sample) {
        String whole = sample.replace("¦", ""); // which keeps scanners of this file quiet
        String text = whole.substring(whole.indexOf(' ') + 1) + " end";
        String key = whole.substring(whole.lastIndexOf(' ') + 1);

        assertTrue(found(text).getFirst().endsWith(" " + key), found(text).toString());
        assertTrue(isWorth(text), text);
        assertEquals(List.of(), found(text.replace(key, key.substring(0, key.length() - 8))));
    }

    @Test
    void secretsThatTheirNamesTell() {
        String hex = "a3b2a4212ff8884c34e0834d678d84caa09fde452cbff28e2b75462de722b47a";
        String base32 = "NI6PUPVJ6KGCZR7CSYL7LG2XTMYO4XCE";
        String signature = "w5KM7dlTi9NEcSwU16n7MNCMGLjj%2FI9vEtKLsXONPBw%3D";
        String address = "https://a.blob.core.windows.net/c?sv=2023-11-03&se=2026-12-31&sig=";
        for (String text :
                List.of(
                        "private-key PRIVATE_KEY=0x" + hex,
                        "private-key \"privateKey\": \"0x" + hex,
                        "private-key PrivateKey = zqgVQKqBYtlgITz9T9e5W7zmcvhzvbYlXNYnXzZ5bD0=",
                        "one-time-password-secret otpauth://totp/A:b?secret=" + base32,
                        "azure-signature " + address + signature)) {
            String kind = text.substring(0, text.indexOf(' '));
            String given = text.substring(kind.length() + 1);

            assertTrue(found(given).getFirst().startsWith(kind + " "), given);
            assertTrue(isWorth(given), given);
        }
        assertEquals(List.of(), found("sha256 = " + hex));
        assertEquals(List.of(), found("https://a.example/v?id=1&sig=" + signature));
    }

    private static boolean isWorth(String text) {
        return isSourceWorth(
                text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\t", "\\t")
                        .replace("\n", "\\n"));
    }

    /// @param source of a string of JSON, without quotes
    private static boolean isSourceWorth(String source) {
        Json json = Traffic.plain().returned(source).json();
        for (int node = 0; node < json.count(); node++) {
            if (json.isText(node) && SecretAnchors.isWorth(json, node)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void keysOfSmallerProvidersAreFound() {
        String body = "q7Zk3RtY8uIoP1aSdFgHjK4lZxCvBnM7wEr5TyQ2mN6bVx9LcJ0hGfDsWp8Ue3Xa1Zs4Kd";
        String hex = "3fa91c07be52d8460a7e";
        for (String key :
                List.of(
                        "neon-key napi_" + body.substring(0, 64),
                        "nvidia-key nvapi-" + body.substring(0, 64),
                        "apify-token apify_api_" + body.substring(0, 36),
                        "hubspot-token pat-eu1-3fa91c07-be52-4d84-960a-7e51c0d28b6f",
                        "elevenlabs-key sk_" + hex + hex + hex.substring(0, 8))) {
            assertEquals(List.of(key), found("k=" + key.substring(key.indexOf(' ') + 1) + ";"));
        }
        assertEquals(List.of(), found("napi_" + body.substring(0, 63)));
        assertEquals(List.of(), found("pat-eu1-the-name-of-a-branch"));
    }

    @Test
    void twoSecretsAreTwo() {
        assertEquals(
                List.of("github-token " + GITHUB, "aws-access-key " + AWS),
                found(GITHUB + "\n" + AWS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "AKIAIOSFODNN7EXAMPLE",
                "sk-...",
                "sk-your-key-here-please-replace-me-now-ok",
                "postgres://user:password@localhost:5432/db",
                "postgresql://postgres:postgres12@db",
                "Authorization: Bearer <token>",
                "Authorization: Bearer $TOKEN12345678",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN PRIVATE KEY-----\nanything\n-----END PRIVATE KEY-----",
                "https://a.example/video_box.ico-7a388b69018576d24b59331fd60aab0c.png",
                "sha512-HJKD4S/jEKK6cw+FjcyBDJFbtvxR6s39S+yUVxWqa4sK5HsnlSDOvOFOQmrh6+1ECQ5U/w==",
                "864d5c0c-9fe4-4456-8327-18ac6ef17d0d",
                "ghp_1234567890abcdef1234567890abcdef12345678"
            })
    void placeholdersAndOtherNumbersAreNone(String text) {
        assertEquals(List.of(), found(text));
    }

    /// GitHub's own example of a valid checksum is not published; this one is computed.
    @Test
    void checksumsAreRead() {
        String body = "a".repeat(30);
        var crc = new java.util.zip.CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        String digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        var check = new StringBuilder();
        long value = crc.getValue();
        for (int i = 0; i < 6; i++) {
            check.insert(0, digits.charAt((int) (value % 62)));
            value /= 62;
        }

        assertTrue(Checksums.endsWithCrc(body + check, 0, 36));
        assertEquals(1, found("ghp" + "_" + body + check).size(), "a checksum outweighs the looks");
        assertEquals(0, found("ghp" + "_" + "a".repeat(36)).size());
    }

    /// The first pass knows the beginning of every prefix, or a key would never be looked for.
    @Test
    void everyPrefixIsAnAnchor() {
        for (char first = 0; first < 128; first++) {
            for (SecretFormat format : SecretFormats.of(first)) {
                String prefix = format.prefix();
                assertTrue(
                        prefix.equals("SK")
                                || SecretTriples.isTriple(
                                        prefix.charAt(0), prefix.charAt(1), prefix.charAt(2)),
                        prefix);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ey-",
                "sk-",
                "ghp_",
                "://a:",
                "Authorization: Bearer a.",
                "-----BEGIN ",
                "%5F",
                "ops_eyJ/",
                "xoxb-1",
                "ZXlK/",
                "\\u0041",
                "\\x41%41",
                "-H 'Key: a",
                "-u a:",
                "x-a-key:",
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB\n",
                "a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6\n",
                "a=",
                "QUFB"
            })
    void workIsLinear(String unit) {
        String text = unit.repeat(200_000 / unit.length());
        long started = System.nanoTime();
        Secrets.find(text, (_, _, _) -> {});
        SecretWords.find(text, (_, _, _) -> {});

        assertTrue(System.nanoTime() - started < 10_000_000_000L);
    }
}
