package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Makes the words of a shell script: quotes, escapes, variables, substitutions, braces.
///
/// A variable that is not known stays in the word as it was written, unless the word makes a
/// command's name or option without it: a fresh shell has not set it either.
final class ShellWords {

    /// Around what is not known, and the twins of braces and commas that were quoted.
    private static final char OPEN = '\uE000';

    private static final char CLOSE = '\uE001';
    private static final int QUOTED = 0xE100;
    private static final int MAX_WORD_CHARS = 1 << 20;
    private static final int MAX_NAME_CHARS = 256;

    int at;
    private final Shell shell;
    private final String text;
    private final StringBuilder word = new StringBuilder();
    private boolean isWord;
    private boolean isOdd;
    private boolean hasBrace;
    private @Nullable List<String> sink;

    ShellWords(Shell shell, String text) {
        this.shell = shell;
        this.text = text;
    }

    /// Reads the word that begins here, which may become several or none.
    void read(List<String> into) {
        sink = into;
        begin();
        while (at < text.length() && !shell.harm.isFound()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ';' || c == '&') {
                break;
            }
            if (c == '|' || c == '<' || c == '>' || c == ')') {
                break;
            }
            if (c == '(' && !isArray()) {
                break;
            }
            piece(c);
        }
        finish();
        sink = null;
    }

    /// The whole text, as between double quotes.
    String quotedText() {
        begin();
        while (at < text.length() && !shell.harm.isFound()) {
            quotedPiece(text.charAt(at));
        }
        return shell.harm.isFound() ? "" : plain(word, false); // nothing more needs making
    }

    /// Where the `=` of an assignment stands in a word, or -1.
    static int assignment(CharSequence word) {
        int most = Math.min(word.length(), MAX_NAME_CHARS);
        for (int i = 0; i < most; i++) {
            char c = word.charAt(i);
            if (c == '=') {
                return i;
            }
            boolean isName = c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean isLater = (c >= '0' && c <= '9') || "+-.[]".indexOf(c) >= 0;
            if (!isName && !(isLater && i > 0)) {
                return -1;
            }
        }
        return -1;
    }

    private void begin() {
        word.setLength(0);
        isWord = false;
        isOdd = false;
        hasBrace = false;
    }

    private void finish() {
        if (!isWord && word.isEmpty()) {
            begin();
            return;
        }
        List<String> into = sink;
        if (into != null) {
            if (hasBrace) {
                for (String expanded : Braces.expand(word.toString(), shell.harm)) {
                    into.add(plain(expanded, true));
                }
            } else {
                into.add(isOdd ? plain(word, true) : word.toString());
            }
        }
        begin();
    }

    private void piece(char c) {
        switch (c) {
            case '\\' -> {
                if (at + 1 < text.length() && text.charAt(at + 1) != '\n') {
                    append(text.charAt(at + 1));
                }
                at += 2;
            }
            case '\'' -> singleQuoted();
            case '"' -> doubleQuoted();
            case '$' -> dollar(false);
            case '`' -> backquoted(false);
            case '(' -> array();
            case '{' -> {
                hasBrace = true;
                word.append(c);
                at++;
            }
            default -> {
                if (c >= OPEN && c <= '\uF8FF') {
                    c = '\uFFFD';
                }
                word.append(c);
                at++;
            }
        }
        at = Math.min(at, text.length());
    }

    /// Takes a character that no brace expansion may touch.
    private void append(char c) {
        isWord = true;
        if (c == '{' || c == '}' || c == ',') {
            word.append((char) (QUOTED + c));
            isOdd = true;
        } else if (word.length() < MAX_WORD_CHARS) {
            word.append(c >= OPEN && c <= '\uF8FF' ? '\uFFFD' : c);
        }
    }

    private void append(String value) {
        for (int i = 0; i < value.length(); i++) {
            append(value.charAt(i));
        }
        shell.harm.spend(value.length());
    }

    private void singleQuoted() {
        isWord = true;
        int end = text.indexOf('\'', at + 1);
        int stop = end < 0 ? text.length() : end;
        for (int i = at + 1; i < stop; i++) {
            append(text.charAt(i));
        }
        at = stop + 1;
    }

    private void doubleQuoted() {
        isWord = true;
        at++;
        while (at < text.length() && text.charAt(at) != '"' && !shell.harm.isFound()) {
            quotedPiece(text.charAt(at));
        }
        at++;
    }

    private void quotedPiece(char c) {
        switch (c) {
            case '\\' -> {
                char next = at + 1 < text.length() ? text.charAt(at + 1) : '\\';
                if (next == '"' || next == '\\' || next == '$' || next == '`') {
                    append(next);
                } else if (next != '\n') {
                    append('\\');
                    append(next);
                }
                at += 2;
            }
            case '$' -> dollar(true);
            case '`' -> backquoted(true);
            default -> {
                append(c);
                at++;
            }
        }
        at = Math.min(at, text.length());
    }

    private boolean isArray() {
        int length = word.length();
        return length > 1 && word.charAt(length - 1) == '=' && assignment(word) > 0;
    }

    /// `x=(rm -rf /)`: its elements, in one value.
    private void array() {
        int end = closing(at + 1);
        List<String> elements = new ArrayList<>();
        var inner = new ShellWords(shell, text.substring(at + 1, Math.min(end, text.length())));
        while (inner.at < inner.text.length() && !shell.harm.isFound()) {
            int before = inner.at;
            inner.read(elements);
            inner.at += inner.at == before ? 1 : 0;
        }
        append(String.join(Shell.BETWEEN, elements));
        at = end + 1;
    }

    private void dollar(boolean isQuoted) {
        char next = at + 1 < text.length() ? text.charAt(at + 1) : '\0';
        if (next == '(') {
            substituted(isQuoted);
        } else if (next == '{') {
            int end = ShellText.closing(text, at + 2, '}');
            shell.harm.spend(end - at);
            String inner = text.substring(at + 2, Math.min(end, text.length()));
            at = end + 1;
            put(ShellParameter.value(shell, inner), inner, isQuoted);
        } else if (next == '\'' && !isQuoted) {
            ansiQuoted();
        } else if (next == '"' && !isQuoted) {
            at++;
        } else {
            int end = at + 1;
            while (end < text.length() && isNamePart(text.charAt(end))) {
                end++;
            }
            if (end == at + 1 && end < text.length() && "@*#?$!-_".indexOf(next) >= 0) {
                end++;
            } else if (next >= '0' && next <= '9') {
                end = at + 2;
            }
            if (end == at + 1) {
                append('$');
                at++;
                return;
            }
            String name = text.substring(at + 1, end);
            at = end;
            put(ShellParameter.value(shell, name), name, isQuoted);
        }
    }

    private static boolean isNamePart(char c) {
        return c == '_'
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9');
    }

    private void substituted(boolean isQuoted) {
        if (text.startsWith("$((", at)) {
            int end = closing(at + 3);
            String sum = shell.expand(text.substring(at + 3, Math.min(end, text.length())));
            at = Math.min(text.length(), end + 1);
            if (at < text.length() && text.charAt(at) == ')') {
                at++;
            }
            append(new ShellArithmetic(shell, sum).value());
            return;
        }
        int end = closing(at + 2);
        String output = shell.run(text.substring(at + 2, Math.min(end, text.length())), null);
        at = end + 1;
        put(output == null ? null : output.stripTrailing(), "(…)", isQuoted);
    }

    private void backquoted(boolean isQuoted) {
        var inner = new StringBuilder();
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '`') {
            if (text.charAt(end) == '\\' && end + 1 < text.length()) {
                end++;
            }
            inner.append(text.charAt(end));
            end++;
        }
        at = end + 1;
        shell.harm.spend(inner.length());
        String output = shell.run(inner.toString(), null);
        put(output == null ? null : output.stripTrailing(), "(…)", isQuoted);
    }

    private void ansiQuoted() {
        isWord = true;
        int end = at + 2;
        while (end < text.length() && text.charAt(end) != '\'') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(end, text.length());
        append(ShellText.unescape(text, at + 2, end));
        at = end + 1;
    }

    /// Puts in the value of a variable or substitution, or what stands for an unknown one.
    private void put(@Nullable String value, String name, boolean isQuoted) {
        if (value == null) {
            isWord = true;
            isOdd = true;
            word.append(OPEN).append('$').append(name).append(CLOSE);
            return;
        }
        boolean isList = name.equals("@") || name.endsWith("[@]");
        if ((isQuoted && !isList) || sink == null || isAssignment()) {
            isWord |= isQuoted;
            append(sink == null ? value.replace(Shell.BETWEEN, " ") : value);
            return;
        }
        boolean isCommand = word.isEmpty() && sink.isEmpty() && !isList;
        if (isCommand && isScript(value)) {
            shell.run(value, null);
        }
        String separators = shell.variable("IFS");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean isBlank = !isQuoted && (c == ' ' || c == '\t' || c == '\n');
            if (isBlank || c == '\u001f' || (separators != null && separators.indexOf(c) >= 0)) {
                finish();
            } else {
                append(c);
            }
        }
        shell.harm.spend(value.length());
    }

    /// Whether a value holds more than words. A shell would take its signs for letters, but whoever
    /// wrote `X='a | b'; $X` meant it otherwise.
    private static boolean isScript(String value) {
        boolean hasBlank = false;
        boolean hasSign = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            hasBlank |= c == ' ';
            hasSign |= c == '|' || c == '>' || c == ';' || c == '&' || c == '\'' || c == '"';
        }
        return hasBlank && hasSign;
    }

    /// Whether the word so far assigns a variable, for only words before a command's name do.
    private boolean isAssignment() {
        if (assignment(word) <= 0) {
            return false;
        }
        List<String> before = sink == null ? List.of() : sink;
        if (before.isEmpty()) {
            return true;
        }
        return switch (before.getFirst()) {
            case "export", "local", "declare", "readonly", "typeset", "alias", "env" -> true;
            default -> assignment(before.getLast()) > 0;
        };
    }

    /// The end of a substitution or group whose inside starts here: its closing bracket.
    int closing(int from) {
        int end = ShellText.closing(text, from, ')');
        shell.harm.spend(end - from);
        return end;
    }

    /// A finished word, without the marks of this class.
    private static String plain(CharSequence word, boolean mayDrop) {
        var known = new StringBuilder(word.length());
        var all = new StringBuilder(word.length());
        boolean isUnknown = false;
        boolean hasUnknown = false;
        boolean isPositional = true;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == OPEN || c == CLOSE) {
                isUnknown = c == OPEN;
                hasUnknown = true;
                if (isUnknown && i + 2 < word.length()) {
                    isPositional &= "@*123456789".indexOf(word.charAt(i + 2)) >= 0;
                }
                continue;
            }
            char plain = c >= QUOTED && c < QUOTED + 0x80 ? (char) (c - QUOTED) : c;
            all.append(plain);
            if (!isUnknown) {
                known.append(plain);
            }
        }
        if (mayDrop && hasUnknown && !known.isEmpty()) {
            String rest = known.toString();
            boolean isOption = rest.charAt(0) == '-' && rest.indexOf('=') < 0;
            if (isOption || isPositional || Commands.isNamed(rest)) {
                return rest;
            }
        }
        return all.toString();
    }
}
