package gate.rules.builtin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The strings among the arguments of a call, put together and decoded where that is plain.
final class ScriptArguments {

    private final String code;
    private final int end;
    private final Map<String, List<String>> variables;
    private final Harm harm;
    private final List<String> values = new ArrayList<>();
    private final Set<String> held = new HashSet<>();
    private boolean isJoined;
    private boolean isBase64;
    private boolean isHex;
    private boolean isPercent;
    private boolean isRotated;
    private boolean isReversed;
    private int at;

    ScriptArguments(
            String code, int from, int end, Map<String, List<String>> variables, Harm harm) {
        this.code = code;
        this.at = from;
        this.end = end;
        this.variables = variables;
        this.harm = harm;
    }

    /// Whether the code turns a text around.
    boolean isReversed() {
        return isReversed;
    }

    List<String> read() {
        while (at < end && !harm.isFound()) {
            char c = code.charAt(at);
            int before = at;
            if (c == '\'' || c == '"' || c == '`') {
                add(string(c));
            } else if (isNamePart(c)) {
                name();
            } else if (c == '+' || (c == '.' && isPhp())) {
                isJoined = !values.isEmpty();
                at++;
            } else {
                isReversed |= code.startsWith("[::-1]", at);
                isJoined &= c <= ' ';
                at++;
            }
            harm.spend(1L + at - before);
        }
        isBase64 |= values.remove("base64") || values.remove("m");
        isHex |= values.remove("hex") || values.remove("H*");
        if (isRotated) {
            for (int i = 0; i < values.size(); i++) {
                values.set(i, rotated(values.get(i)));
            }
        }
        if (isPercent) {
            for (int i = 0; i < values.size(); i++) {
                values.set(i, unquoted(values.get(i)));
            }
        }
        if (isBase64 || isHex) {
            decode();
        }
        return values;
    }

    private boolean isPhp() {
        return at + 1 < end && code.charAt(at + 1) <= ' ' && at > 0 && code.charAt(at - 1) <= ' ';
    }

    private static boolean isNamePart(char c) {
        return c == '_'
                || c == '$'
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9');
    }

    private String string(char quote) {
        int stop = at + 1;
        while (stop < end && code.charAt(stop) != quote) {
            stop += code.charAt(stop) == '\\' ? 2 : 1;
        }
        stop = Math.min(stop, end);
        String text = ShellText.unescape(code, at + 1, stop);
        at = stop + 1;
        return text;
    }

    private void add(String text) {
        // What is joined is copied: a variable that is made of itself doubles each time.
        harm.spend(1L + text.length() + (isJoined ? values.getLast().length() : 0));
        if (isJoined) {
            values.set(values.size() - 1, values.getLast().concat(text));
        } else {
            values.add(text);
        }
        isJoined = false;
    }

    private void name() {
        int from = at;
        while (at < end && isNamePart(code.charAt(at))) {
            at++;
        }
        String name = code.substring(from, at);
        switch (name) {
            case "b64decode",
                    "atob",
                    "decode64",
                    "base64_decode",
                    "decode_base64",
                    "urlsafe_b64decode" ->
                    isBase64 = true;
            case "fromhex", "unhexlify", "hex2bin" -> isHex = true;
            case "unescape", "decodeURIComponent", "decodeURI", "unquote", "urldecode" ->
                    isPercent = true;
            case "strrev", "reverse", "reversed" -> isReversed = true;
            case "chr", "fromCharCode", "fromCodePoint" -> characters();
            case "bytes", "bytearray", "rawToChar" -> {
                if (at < end && code.charAt(at) == '(') {
                    characters();
                }
            }
            case "str_rot13", "rot13", "rot_13" -> isRotated = true;
            case "homedir", "expanduser", "home", "HOME", "USERPROFILE" -> add("~");
            case "user_home", "NSHomeDirectory", "homeDirectoryForCurrentUser" -> add("~");
            case "cwd", "getcwd", "pwd", "__dirname" -> add(".");
            case "mkdtemp", "mkdtempSync", "mkstemp", "mktmpdir" -> add("/tmp/x");
            case "gettempdir", "tmpdir" -> add("/tmp");
            case "split", "rsplit", "strip", "rstrip", "lstrip", "startswith", "endswith" ->
                    skipArguments(from);
            case "partition", "rpartition", "startsWith", "endsWith" -> skipArguments(from);
            case "f", "r", "b", "u", "rb", "br", "fr", "rf" -> {}
            default -> {
                List<String> known = variables.get(name);
                if (known != null) {
                    addAll(known);
                }
            }
        }
    }

    /// Adds what a variable holds: each text once, unless it is joined to another.
    private void addAll(List<String> known) {
        for (int i = 0; i < known.size() && !harm.isFound(); i++) {
            if (isJoined || held.add(known.get(i))) {
                add(known.get(i));
            } else {
                harm.spend(1);
            }
        }
    }

    /// What parts a text is none of its parts: `x.split('/')`, not `shlex.split('rm -rf /')`.
    private void skipArguments(int name) {
        boolean isOfText =
                name > 1
                        && code.charAt(name - 1) == '.'
                        && !code.startsWith("shlex.", name - 6)
                        && !code.startsWith("re.", name - 3)
                        && !code.startsWith("str.", name - 4);
        if (isOfText && at < end && code.charAt(at) == '(') {
            int close = code.indexOf(')', at, end);
            at = close < 0 ? end : close;
        }
    }

    /// `chr(114)`, `String.fromCharCode(114, 109)`.
    private void characters() {
        var text = new StringBuilder();
        int value = -1;
        while (at < end && code.charAt(at) != ')') {
            int digit = Character.digit(code.charAt(at), 10);
            if (digit >= 0) {
                value = Math.min(0xffff, Math.max(value, 0) * 10 + digit);
            } else if (value >= 0) {
                text.append((char) value);
                value = -1;
            }
            at++;
        }
        if (value >= 0) {
            text.append((char) value);
        }
        at++;
        add(text.toString());
    }

    private static String rotated(String text) {
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            plain.append((char) Ciphers.turned(text.charAt(i), Ciphers.ROT13));
        }
        return plain.toString();
    }

    private static String unquoted(String text) {
        String plain = Percent.decode(text);
        return plain == null ? text : plain;
    }

    private void decode() {
        for (int i = 0; i < values.size(); i++) {
            String plain = isHex ? KnownText.hex(values.get(i)) : KnownText.base64(values.get(i));
            if (plain != null) {
                values.set(i, plain);
            }
        }
    }
}
