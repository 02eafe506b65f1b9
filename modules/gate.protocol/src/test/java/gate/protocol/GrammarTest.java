package gate.protocol;

import static gate.protocol.Wire.utf8;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The table of `docs/GRAMMAR.md`: every class of line that peers read differently, in three
/// spellings or more, and beside it the innocent line that looks most like it.
class GrammarTest {

    private static final int MAX_MESSAGE_BYTES = 4096;

    /// @param input one character to a byte
    /// @param outcomes one for each line of it
    record Row(String input, List<String> outcomes) {

        Row(String input, String... outcomes) {
            this(input, List.of(outcomes));
        }

        @Override
        public String toString() {
            String shown = input.length() > 120 ? input.substring(0, 120) + "…" : input;
            return String.join(" ", outcomes) + " ← " + shown.replace("\r", "␍").replace("\n", "␊");
        }
    }

    static List<Row> refused() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(carriageReturns());
        rows.addAll(encodings());
        rows.addAll(syntax());
        rows.addAll(names());
        rows.addAll(surrogates());
        rows.addAll(envelopes());
        rows.addAll(separators());
        rows.addAll(ids());
        rows.addAll(limits());
        rows.addAll(batches());
        rows.addAll(noise());
        return rows;
    }

    static List<Row> carriageReturns() {
        String inner = "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"tools/call\",\"params\":{}}";
        return List.of(
                new Row(ping("{\"x\":\r" + inner + "\r}"), "bare_cr"),
                new Row(ping("{\"x\":1}") + "\r\r\n", "bare_cr"),
                new Row(ping("{\"x\":\"a\rb\"}"), "bare_cr"),
                new Row(ping("{\r\"x\":1}"), "bare_cr"),
                new Row(ping("{\"x\"\r:1}"), "bare_cr"),
                new Row(ping("{\"x\":1\r,\"y\":2}"), "bare_cr"),
                new Row("\r" + ping("{}"), "bare_cr"),
                new Row(" \t\r" + ping("{}"), "bare_cr"),
                new Row("[\r" + ping("{}") + "]", "bare_cr"),
                new Row(ping("{}") + "\r", "bare_cr"),
                new Row(ping("{}") + "\r" + inner, "bare_cr"));
    }

    static List<Row> encodings() {
        return List.of(
                new Row(ping("{\"x\":\"a\tb\"}"), "control_character"),
                new Row(ping("{\"x\":\"a\0b\"}"), "control_character"),
                new Row(ping("{\"x\":\"a\u001fb\"}"), "control_character"),
                new Row(ping("{\"a\u0001\":1}"), "control_character"),
                new Row(ping("{\u000b\"x\":1}"), "control_character"),
                new Row(ping("{\f\"x\":1}"), "control_character"),
                new Row("\f" + ping("{}"), "control_character"),
                new Row("\u00ef\u00bb\u00bf" + ping("{}"), "byte_order_mark"),
                new Row(" \u00ef\u00bb\u00bf" + ping("{}"), "byte_order_mark"),
                new Row(ping("{}") + "\u00ef\u00bb\u00bf", "byte_order_mark"),
                new Row(ping("{\u00ef\u00bb\u00bf\"x\":1}"), "byte_order_mark"),
                new Row("\u00ff\u00fe" + utf16le(ping("{}")), "wrong_encoding"),
                new Row(utf16le(ping("{}")), "wrong_encoding"),
                new Row(utf16be(ping("{}")), "wrong_encoding"),
                new Row("\u00fe\u00ff" + utf16be(ping("{}")), "wrong_encoding"),
                new Row("\0\0\u00fe\u00ff\0\0\0{\0\0\0}", "wrong_encoding"),
                new Row("\0\0\0{\0\0\0}", "wrong_encoding"),
                new Row("{\0\0\0}\0\0\0", "wrong_encoding"),
                new Row(ping("{\"x\":\"\u0080\"}"), "invalid_utf8"),
                new Row(ping("{\"x\":\"\u00ff\"}"), "invalid_utf8"),
                new Row(ping("{\"x\":\"\u00c3\"}"), "invalid_utf8"),
                new Row(ping("{\"x\":\"\u00e2\u0080\"}"), "invalid_utf8"),
                new Row(ping("{\"x\":\"\u00c3("), "invalid_utf8"),
                new Row(ping("{\"\u00fe\":1}"), "invalid_utf8"),
                new Row(ping("{\"x\":\"\u00c0\u00af\"}"), "invalid_utf8"), // overlong /
                new Row(ping("{\"x\":\"\u00c1\u00a1\"}"), "invalid_utf8"), // overlong a
                new Row(ping("{\"x\":\"\u00e0\u0080\u00af\"}"), "invalid_utf8"),
                new Row(ping("{\"x\":\"\u00f0\u0080\u0080\u00af\"}"), "invalid_utf8"),
                new Row(ping("{\"x\":\"\u00ed\u00a0\u0080\"}"), "invalid_utf8"), // U+D800
                new Row(ping("{\"x\":\"\u00ed\u00bf\u00bf\"}"), "invalid_utf8"), // U+DFFF
                new Row(ping("{\"\u00ed\u00b0\u0080\":1}"), "invalid_utf8"),
                new Row(ping("{\"x\":\"\u00f4\u0090\u0080\u0080\"}"), "invalid_utf8"), // U+110000
                new Row(ping("{\"x\":\"\u00f5\u0080\u0080\u0080\"}"), "invalid_utf8"),
                new Row("{\"x\":\"\u00f0\u009f\u0098", "invalid_utf8"));
    }

    static List<Row> syntax() {
        return List.of(
                new Row(ping("{}") + ping("{}"), "trailing"),
                new Row(ping("{}") + " " + ping("{}"), "trailing"),
                new Row(ping("{}") + "x", "trailing"),
                new Row(ping("{}") + "}", "trailing"),
                new Row(ping("{}") + ",", "trailing"),
                new Row(ping("{}") + "\u001e", "control_character"),
                new Row(ping("{}") + "\0", "wrong_encoding"),
                new Row(
                        "{\n\"jsonrpc\":\"2.0\",\n\"method\":\"x\"\n}",
                        "cut_short",
                        "noise",
                        "noise",
                        "noise"),
                new Row("{\"jsonrpc\":\"2.0\",\n\"method\":\"x\"}", "cut_short", "noise"),
                new Row("{\"jsonrpc\":\"2.0\",\"method\":\"x\ny\"}", "cut_short", "noise"),
                new Row("[{\"jsonrpc\":\"2.0\",\"method\":\"x\"},\n]", "cut_short", "noise"),
                new Row("{\"jsonrpc\":\"2.0\",\"method\":", "cut_short"),
                new Row("{\"jsonrpc\":\"2.0\",\"method\"", "cut_short"),
                new Row("{\"jsonrpc\":\"2.0\",\"meth", "cut_short"),
                new Row("{\"jsonrpc\":\"2.0\",\"x\\", "cut_short"),
                new Row(ping("{\"x\":NaN}"), "unexpected"),
                new Row(ping("{\"x\":[NaN]}"), "unexpected"),
                new Row(ping("{\"x\":nan}"), "bad_literal"),
                new Row(ping("{\"x\":Infinity}"), "unexpected"),
                new Row(ping("{\"x\":-Infinity}"), "bad_number"),
                new Row(ping("{\"x\":[1,Infinity]}"), "unexpected"),
                new Row(ping("{/**/\"x\":1}"), "unexpected"),
                new Row(ping("{\"x\":1//y}"), "unexpected"),
                new Row(ping("{\"x\":1#y}"), "unexpected"),
                new Row(ping("{}") + "//", "trailing"),
                new Row(ping("{'x':1}"), "unexpected"),
                new Row(ping("{\"x\":'y'}"), "unexpected"),
                new Row("{'jsonrpc':'2.0','id':1,'method':'ping'}", "unexpected"),
                new Row(ping("{x:1}"), "unexpected"),
                new Row(ping("{\"x\":01}"), "bad_number"),
                new Row(ping("{\"x\":-01}"), "bad_number"),
                new Row(ping("{\"x\":00}"), "bad_number"),
                new Row(ping("{\"x\":[1,007]}"), "bad_number"),
                new Row(ping("{\"x\":1.}"), "bad_number"),
                new Row(ping("{\"x\":1.e5}"), "bad_number"),
                new Row(ping("{\"x\":1e}"), "bad_number"),
                new Row(ping("{\"x\":1e+}"), "bad_number"),
                new Row(ping("{\"x\":1.2.3}"), "bad_number"),
                new Row(ping("{\"x\":0x1F}"), "bad_number"),
                new Row(ping("{\"x\":-}"), "bad_number"),
                new Row(ping("{\"x\":+1}"), "unexpected"),
                new Row(ping("{\"x\":.5}"), "unexpected"),
                new Row(ping("{\"x\":1_000}"), "unexpected"),
                new Row(ping("{\"x\":tru}"), "bad_literal"),
                new Row(ping("{\"x\":True}"), "unexpected"),
                new Row(ping("{\"x\":trueish}"), "unexpected"),
                new Row(ping("{\"x\":nul"), "bad_literal"),
                new Row(ping("{\"x\":undefined}"), "unexpected"),
                new Row(ping("{\"x\":1,}"), "unexpected"),
                new Row(ping("{\"x\":[1,]}"), "unexpected"),
                new Row(ping("{\"x\":[,1]}"), "unexpected"),
                new Row(ping("{,\"x\":1}"), "unexpected"),
                new Row(ping("{\"x\":[1 2]}"), "unexpected"),
                new Row(ping("{\"x\" 1}"), "unexpected"),
                new Row(ping("{\"x\":1]"), "unexpected"),
                new Row(ping("{\"x\":[1}"), "unexpected"),
                new Row(ping("{\"x\"}"), "unexpected"),
                new Row(ping("{\"x\":}"), "unexpected"),
                new Row(ping("{1:2}"), "unexpected"),
                new Row(ping("{\"x\":\"\\x41\"}"), "bad_escape"),
                new Row(ping("{\"x\":\"\\u12\"}"), "bad_escape"),
                new Row(ping("{\"x\":\"\\u12G4\"}"), "bad_escape"),
                new Row(ping("{\"x\":\"\\U0041\"}"), "bad_escape"),
                new Row(ping("{\"x\":\"\\'\"}"), "bad_escape"),
                new Row(ping("{\"x\":\"\\u\u00ef\u00bc\u0091234\"}"), "bad_escape"));
    }

    static List<Row> names() {
        String kelvin = utf8("to\u212aen");
        return List.of(
                // Duplicates, whatever their spelling.
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}",
                        "duplicate_member"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"\\u0069d\":2,\"method\":\"ping\"}",
                        "duplicate_member"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"method\":\"x\"}",
                        "duplicate_member"),
                new Row(call("{\"name\":\"a\",\"name\":\"b\"}"), "duplicate_member"),
                new Row(call("{\"name\":\"a\",\"n\\u0061me\":\"b\"}"), "duplicate_member"),
                new Row(
                        call("{\"name\":\"a\",\"arguments\":{\"p\":1,\"p\":1}}"),
                        "duplicate_member"),
                new Row(
                        call("{\"arguments\":{\"a\":[{\"b\":{\"c\":1,\"c\":2}}]}}"),
                        "duplicate_member"),
                new Row(call("{\"arguments\":{\"/\":1,\"\\/\":2}}"), "duplicate_member"),
                new Row(
                        call("{\"arguments\":{\"" + utf8("é") + "\":1,\"\\u00e9\":2}}"),
                        "duplicate_member"),
                new Row(
                        call("{\"arguments\":{\"" + utf8("😀") + "\":1,\"\\ud83d\\uDE00\":2}}"),
                        "duplicate_member"),
                new Row(
                        call("{\"arguments\":" + manyMembers(20, "\"n7\":0") + "}"),
                        "duplicate_member"),
                new Row(
                        call("{\"arguments\":" + manyMembers(20, "\"\\u006e7\":0") + "}"),
                        "duplicate_member"),
                new Row(result("{\"content\":[],\"content\":[]}"), "duplicate_member"),
                // Case variants of one another.
                new Row(call("{\"name\":\"a\",\"Name\":\"b\"}"), "case_variant"),
                new Row(call("{\"arguments\":{\"path\":1,\"PATH\":2}}"), "case_variant"),
                new Row(call("{\"arguments\":{\"path\":1,\"p\\u0041th\":2}}"), "case_variant"),
                new Row(call("{\"arguments\":{\"token\":1,\"" + kelvin + "\":2}}"), "case_variant"),
                new Row(call("{\"arguments\":{\"s\":1,\"" + utf8("ſ") + "\":2}}"), "case_variant"),
                new Row(
                        call("{\"arguments\":{\"" + utf8("é") + "\":1,\"" + utf8("É") + "\":2}}"),
                        "case_variant"),
                new Row(call("{\"arguments\":{\"a\":1,\"" + utf8("ａ") + "\":2}}"), "case_variant"),
                new Row(
                        call("{\"arguments\":" + manyMembers(20, "\"N7\":0") + "}"),
                        "case_variant"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x/y\",\"params\":{\"a\":1,\"A\":2}}",
                        "case_variant"),
                new Row(result("{\"vendor\":1,\"Vendor\":2}"), "case_variant"),
                // Case variants of the protocol's names.
                new Row("{\"jsonrpc\":\"2.0\",\"id\":1,\"Method\":\"ping\"}", "case_variant"),
                new Row("{\"jsonrpc\":\"2.0\",\"ID\":1,\"method\":\"ping\"}", "case_variant"),
                new Row("{\"JsonRpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", "case_variant"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\""
                                + utf8("paramſ")
                                + "\":{}}",
                        "case_variant"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"param\\u017f\":{}}",
                        "case_variant"),
                new Row(call("{\"Name\":\"a\"}"), "case_variant"),
                new Row(call("{\"name\":\"a\",\"Arguments\":{}}"), "case_variant"),
                new Row(call("{\"name\":\"a\",\"argument" + utf8("ſ") + "\":{}}"), "case_variant"),
                new Row(result("{\"Content\":[]}"), "case_variant"),
                new Row(result("{\"structuredcontent\":{}}"), "case_variant"),
                new Row(result("{\"isERROR\":true}"), "case_variant"),
                new Row(result("{\"StatusMessage\":\"x\"}"), "case_variant"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"DATA\":1}}",
                        "case_variant"),
                new Row(
                        failure("{\"code\":1,\"message\":\"a\",\"Message\":\"b\"}"),
                        "case_variant"),
                new Row(failure("{\"code\":1,\"message\":\"a\",\"CODE\":2}"), "case_variant"),
                new Row(failure("{\"code\":1,\"message\":\"a\",\"Data\":2}"), "case_variant"),
                // NUL.
                new Row(call("{\"name\\u0000\":\"a\"}"), "name_with_nul"),
                new Row(call("{\"arguments\":{\"\\u0000\":1}}"), "name_with_nul"),
                new Row(call("{\"arguments\":{\"a\":[{\"b\\u0000c\":1}]}}"), "name_with_nul"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\\u0000\":\"ping\"}",
                        "name_with_nul"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\\u0000\"}",
                        "name_with_nul"),
                new Row(call("{\"name\":\"rm\\u0000\"}"), "name_with_nul"));
    }

    static List<Row> surrogates() {
        return List.of(
                new Row(call("{\"arguments\":{\"\\ud83d\":1}}"), "lone_surrogate"),
                new Row(call("{\"arguments\":{\"a\":{\"\\udc00x\":1}}}"), "lone_surrogate"),
                new Row(call("{\"arguments\":{\"\\udc00\\ud800\":1}}"), "lone_surrogate"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\\ud83d\"}",
                        "lone_surrogate"),
                new Row("{\"jsonrpc\":\"2.0\",\"method\":\"\\udfff\"}", "lone_surrogate"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"\\ud800\",\"method\":\"ping\"}",
                        "lone_surrogate"),
                new Row(call("{\"name\":\"a\\ud83d\"}"), "lone_surrogate"),
                new Row(call("{\"name\":\"\\ude00\\ud83d\"}"), "lone_surrogate"),
                new Row(
                        result("{\"tools\":[{\"name\":\"a\"},{\"name\":\"b\\ud83d\"}]}"),
                        "lone_surrogate"));
    }

    static List<Row> envelopes() {
        return List.of(
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"x\":1}",
                        "unknown_member"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"_meta\":{}}",
                        "unknown_member"),
                new Row("{\"\":0,\"jsonrpc\":\"2.0\",\"method\":\"ping\"}", "unknown_member"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}",
                        "bad_params"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":null}",
                        "bad_params"),
                new Row("{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"params\":\"x\"}", "bad_params"),
                new Row("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}", "bad_params"),
                new Row("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[]}", "bad_params"),
                new Row("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"ok\"}", "bad_params"),
                new Row("{\"id\":1,\"method\":\"ping\"}", "wrong_version"),
                new Row("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}", "wrong_version"),
                new Row("{\"jsonrpc\":2.0,\"id\":1,\"method\":\"ping\"}", "wrong_version"),
                new Row("{\"jsonrpc\":\"2.0 \",\"id\":1,\"method\":\"ping\"}", "wrong_version"),
                new Row("{}", "wrong_version"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{\"code\":1,\"message\":\"\"}}",
                        "no_kind"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"result\":{}}",
                        "no_kind"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"error\":{}}",
                        "no_kind"),
                new Row("{\"jsonrpc\":\"2.0\",\"id\":1,\"params\":{},\"result\":{}}", "no_kind"),
                new Row("{\"jsonrpc\":\"2.0\",\"id\":1}", "no_kind"),
                new Row("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}", "bad_method"),
                new Row("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\"}", "bad_method"),
                new Row("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":null}", "bad_method"),
                new Row(failure("null"), "bad_error"),
                new Row(failure("\"no\""), "bad_error"),
                new Row(failure("{}"), "bad_error"),
                new Row(failure("{\"code\":\"1\",\"message\":\"x\"}"), "bad_error"),
                new Row(failure("{\"code\":1.0,\"message\":\"x\"}"), "bad_error"),
                new Row(failure("{\"code\":1,\"message\":null}"), "bad_error"),
                new Row(
                        failure("{\"code\":" + "9".repeat(65) + ",\"message\":\"x\"}"),
                        "bad_error"),
                new Row(failure("{\"code\":1e99999,\"message\":\"x\"}"), "bad_error"),
                new Row("\"text\"", "not_an_object"),
                new Row("42", "not_an_object"),
                new Row("null", "not_an_object"));
    }

    static List<Row> separators() {
        String nel = utf8("\u0085");
        String ls = utf8("\u2028");
        String ps = utf8("\u2029");
        String hidden = "{\\\"jsonrpc\\\":\\\"2.0\\\",\\\"method\\\":\\\"x\\\"}";
        return List.of(
                new Row(
                        call("{\"arguments\":{\"a\":\"" + ls + hidden + ls + "\"}}"),
                        "hidden_message"),
                new Row(
                        call("{\"arguments\":{\"a\":\"" + ps + hidden + ps + "\"}}"),
                        "hidden_message"),
                new Row(
                        call("{\"arguments\":{\"a\":\"" + nel + hidden + nel + "\"}}"),
                        "hidden_message"),
                new Row(
                        call(
                                "{\"arguments\":{\"a\":\""
                                        + nel
                                        + " \\t"
                                        + hidden
                                        + " "
                                        + ls
                                        + "\"}}"),
                        "hidden_message"),
                new Row(call("{\"arguments\":{\"" + ls + "{}" + ls + "\":1}}"), "hidden_message"),
                new Row(
                        call("{\"arguments\":{\"a\":\"x" + ls + "y" + ls + hidden + ps + "\"}}"),
                        "hidden_message"),
                new Row(
                        call("{\"arguments\":{\"a\":[\"" + ls + "{\",\":1}" + ls + "\"]}}"),
                        "hidden_message"),
                // Lenient readers take single quotes, bare names, duplicates and what follows.
                new Row(
                        call("{\"arguments\":{\"a\":\"" + ls + "{'method':'x'}" + ls + "\"}}"),
                        "hidden_message"),
                new Row(
                        call("{\"arguments\":{\"a\":\"" + ls + "{method:1}" + ls + "\"}}"),
                        "hidden_message"),
                new Row(
                        call(
                                "{\"arguments\":{\"a\":\""
                                        + ls
                                        + "{\\\"a\\\":1,\\\"a\\\":2}"
                                        + ls
                                        + "\"}}"),
                        "hidden_message"),
                new Row(
                        call("{\"arguments\":{\"a\":\"" + ls + hidden + " x" + ls + "\"}}"),
                        "hidden_message"),
                new Row(
                        call(
                                "{\"arguments\":{\"a\":\""
                                        + ls
                                        + "{\\n\\\"a\\\": 1\\n}"
                                        + ls
                                        + "\"}}"),
                        "hidden_message"),
                new Row(
                        call(
                                "{\"arguments\":{\"a\":\""
                                        + ls
                                        + "{\\\"a\\\\\\\"b\\\":1}"
                                        + ls
                                        + "\"}}"),
                        "hidden_message"),
                new Row(
                        result(
                                "{\"content\":[{\"type\":\"text\",\"text\":\""
                                        + ls
                                        + hidden
                                        + ls
                                        + "\"}]}"),
                        "hidden_message"));
    }

    static List<Row> ids() {
        List<Row> rows = new ArrayList<>();
        for (String id :
                List.of(
                        "null",
                        "true",
                        "{}",
                        "[1]",
                        "1.0",
                        "1e2",
                        "7.5",
                        "-0",
                        "9007199254740992",
                        "-9007199254740992",
                        "12345678901234567890123",
                        "1".repeat(65),
                        "1e99999",
                        '"' + "x".repeat(1025) + '"')) {
            rows.add(
                    new Row(
                            "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}",
                            "bad_id"));
            rows.add(new Row("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}", "bad_id"));
            rows.add(
                    new Row(
                            "{\"jsonrpc\":\"2.0\",\"id\":"
                                    + id
                                    + ",\"error\":{\"code\":1,\"message\":\"x\"}}",
                            "bad_id"));
        }
        rows.add(new Row("{\"jsonrpc\":\"2.0\",\"result\":{}}", "bad_id"));
        return rows;
    }

    static List<Row> limits() {
        String deep = "[".repeat(127) + "]".repeat(127);
        return List.of(
                new Row(ping("{\"x\":" + deep + "}"), "too_deep"),
                new Row("[".repeat(129), "noise"),
                new Row(
                        "["
                                + ping(
                                        "{\"x\":"
                                                + "{\"y\":".repeat(126)
                                                + "1"
                                                + "}".repeat(126)
                                                + "}")
                                + "]",
                        "too_deep"),
                new Row(ping("{\"" + "n".repeat(1025) + "\":1}"), "name_too_long"),
                new Row(ping("{\"x\":{\"" + "\\u00e9".repeat(171) + "\":1}}"), "name_too_long"),
                new Row(
                        call("{\"arguments\":{\"" + utf8("é").repeat(513) + "\":1}}"),
                        "name_too_long"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"" + "m".repeat(257) + "\"}",
                        "name_too_long"),
                new Row(call("{\"name\":\"" + "t".repeat(257) + "\"}"), "name_too_long"),
                new Row(ping("{\"x\":\"" + "y".repeat(MAX_MESSAGE_BYTES) + "\"}"), "oversized"),
                new Row("x".repeat(MAX_MESSAGE_BYTES + 1), "oversized"),
                new Row("{}" + " ".repeat(MAX_MESSAGE_BYTES - 1), "oversized"));
    }

    static List<Row> batches() {
        String one = ping("{}");
        return List.of(
                new Row("[]", "empty_batch"),
                new Row("[ ]", "empty_batch"),
                new Row(" [\t]", "empty_batch"),
                new Row("[1]", "not_an_object"),
                new Row("[" + one + ",null]", "not_an_object"),
                new Row("[[" + one + "]]", "not_an_object"),
                new Row(
                        "[" + one + ",{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"x\"}]",
                        "bad_id"),
                new Row(
                        "[" + one + ",{\"jsonrpc\":\"2.0\",\"id\":2,\"Method\":\"x\"}]",
                        "case_variant"),
                new Row("[{\"jsonrpc\":\"2.0\",\"method\":\"x\"},{}]", "wrong_version"),
                new Row("[" + one + "," + one + "]", "id_in_flight"),
                new Row(
                        "[" + one + ",{\"jsonrpc\":\"2.0\",\"method\":\"x\"}," + one + "]",
                        "id_in_flight"),
                new Row("[" + one + "][" + one + "]", "trailing"));
    }

    static List<Row> noise() {
        return List.of(
                new Row("Server listening on stdio", "noise"),
                new Row("[INFO] started", "noise"),
                new Row("[2026-01-01 10:00] {\"level\":\"info\"}", "noise"),
                new Row("\u001b[32mready\u001b[0m", "noise"),
                new Row("10%\r20%\r30%", "noise"),
                new Row("\u00ff\u00ff", "noise"),
                new Row(utf8("ﻀ"), "noise"), // starts with the first two bytes of a byte order mark
                new Row("'{\"jsonrpc\":\"2.0\"}'", "noise"),
                new Row("// {\"jsonrpc\":\"2.0\"}", "noise"));
    }

    static List<Row> accepted() {
        String ls = utf8("\u2028");
        String nel = utf8("\u0085");
        return List.of(
                new Row(ping("{}"), "request"),
                new Row(ping("{}") + "\n", "request"),
                new Row(ping("{}") + "\r\n", "request"),
                new Row(
                        ping("{}") + "\r\n" + ping("{}") + "\n" + ping("{}"),
                        "request",
                        "request",
                        "request"),
                new Row(" \t" + ping(" { \t } ") + "\t ", "request"),
                new Row("\n", "blank"),
                new Row("\r\n", "blank"),
                new Row(" \t \n\n" + ping("{}") + "\n", "blank", "blank", "request"),
                new Row(ping("{\"x\":\"\\r\\n\\t\\u0000\\u001f\u007f\"}"), "request"),
                new Row(ping("{\"x\":\"" + utf8("\ufeffé€😀\u0080") + "\"}"), "request"),
                new Row(
                        ping("{\"x\":\"" + utf8("\ud7ff\ue000\uffff\udbff\udfff") + "\"}"),
                        "request"),
                new Row(ping("{\"x\":\"\\ud83d\"}"), "request"), // an emoji cut in half
                new Row(ping("{\"x\":\"\\ude00\\ud83d\"}"), "request"),
                new Row(ping("{\"x\":\"\\ud83d\\ude00\"}"), "request"),
                new Row(ping("{\"\\ud83d\\ude00\":1}"), "request"),
                new Row(
                        result("{\"content\":[{\"type\":\"text\",\"text\":\"cut \\ud83d\"}]}"),
                        "result"),
                new Row(call("{\"name\":\"x\",\"arguments\":{\"name\":\"\\ud83d\"}}"), "request"),
                new Row(
                        ping("{\"x\":\"a" + ls + "b" + ls + "{" + ls + "}" + nel + "\"}"),
                        "request"),
                new Row(ping("{\"x\":\"" + ls + "{ return x; }" + ls + "\"}"), "request"),
                new Row(ping("{\"x\":\"" + ls + "see {\\\"a\\\":1}" + ls + "\"}"), "request"),
                new Row(ping("{\"x\":\"{\\\"a\\\":1}" + ls + "\"}"), "request"),
                new Row(ping("{\"x\":\"\\u2028{\\\"a\\\":1}\\u2028\"}"), "request"),
                new Row(ping("{\"x\":\"" + ls + "\",\"y\":\"" + ls + "\"}"), "request"),
                new Row(call("{\"arguments\":{\"n\":12345678901234567890123}}"), "request"),
                new Row(
                        call(
                                "{\"arguments\":{\"n\":[1.0,1e400,-0,0.1e-7,"
                                        + "9".repeat(65)
                                        + ",1e99999]}}"),
                        "request"),
                new Row(call("{\"arguments\":{\"x\":{\"a\":1,\"A\":2}}}"), "request"),
                new Row(call("{\"name\":\"x\",\"arguments\":{\"Name\":1,\"Path\":2}}"), "request"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x/y\",\"params\":{\"Name\":1}}",
                        "request"),
                new Row("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x/y\"}", "request"),
                new Row(
                        "{\"j\\u0073onrpc\":\"2.0\",\"\\u0069d\":1,\"method\":\"ping\"}",
                        "request"),
                new Row(
                        "{\"params\":{},\"method\":\"ping\",\"id\":\"\",\"jsonrpc\":\"2.0\"}",
                        "request"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":9007199254740991,\"method\":\"ping\"}",
                        "request"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":-9007199254740991,\"method\":\"ping\"}",
                        "request"),
                new Row("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"ping\"}", "request"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"id\":\""
                                + "x".repeat(1022)
                                + "\",\"method\":\"ping\"}",
                        "request"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
                        "notification"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"" + "m".repeat(256) + "\"}",
                        "notification"),
                new Row("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", "result"),
                new Row(failure("{\"code\":-32601,\"message\":\"\"}"), "failure"),
                new Row(
                        failure(
                                "{\"code\":-32601,\"message\":\"x\",\"data\":{\"Code\":1,\"code\":2}}"),
                        "failure"),
                new Row(
                        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,\"message\":\"Parse"
                                + " error\"}}",
                        "failure"),
                new Row("[" + ping("{}") + "]", "batch"),
                new Row(
                        "[" + ping("{}") + ",{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"method\":\"x\"}]",
                        "batch"),
                new Row("[" + result("{}") + ",{\"jsonrpc\":\"2.0\",\"method\":\"x\"}]", "batch"),
                new Row(ping("{\"x\":" + "[".repeat(126) + "]".repeat(126) + "}"), "request"),
                new Row(ping("{\"" + "n".repeat(1024) + "\":1}"), "request"),
                new Row(
                        ping("{}") + " ".repeat(MAX_MESSAGE_BYTES - ping("{}").length()) + "\r\n",
                        "request"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aLineThatPeersReadDifferentlyIsRefused(Row row) {
        assertEquals(row.outcomes, Wire.outcomes(row.input, MAX_MESSAGE_BYTES));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void aLineThatAllPeersReadAlikePasses(Row row) {
        assertEquals(row.outcomes, Wire.outcomes(row.input, MAX_MESSAGE_BYTES));
    }

    /// What the other faults need is a session, a line of many megabytes, or nothing at all.
    @Test
    void everyFaultOfALineStandsInTheTable() {
        Set<Fault> elsewhere =
                EnumSet.of(
                        Fault.EMPTY,
                        Fault.NOT_JSON,
                        Fault.TOO_MANY_MEMBERS,
                        Fault.TOO_MANY_VALUES,
                        Fault.BATCH_TOO_LONG,
                        Fault.BATCH_NOT_ALLOWED,
                        Fault.UNASKED,
                        Fault.TOO_MANY_IN_FLIGHT);
        Set<String> reached = new java.util.HashSet<>();
        for (Row row : refused()) {
            reached.addAll(row.outcomes);
        }
        for (Fault fault : Fault.values()) {
            assertEquals(!elsewhere.contains(fault), reached.contains(fault.id()), fault.id());
        }
    }

    private static String ping(String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":" + params + "}";
    }

    private static String call(String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":" + params + "}";
    }

    private static String result(String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}";
    }

    private static String failure(String error) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":" + error + "}";
    }

    private static String manyMembers(int count, String last) {
        var object = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            object.append("\"n").append(i).append("\":").append(i).append(',');
        }
        return object.append(last).append('}').toString();
    }

    private static String utf16le(String ascii) {
        return ascii.replaceAll("(?s)(.)", "$1\0");
    }

    private static String utf16be(String ascii) {
        return ascii.replaceAll("(?s)(.)", "\0$1");
    }
}
