package gate.rules.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The tokens of an SQL text: comments gone, strings and quoted names told from words.
///
/// It reads what the dialects share: nested and executable comments (`/*! … */`), dollar quotes,
/// names in double quotes, backticks or brackets. Words are in capitals.
final class SqlTokens {

    /// What a token is.
    enum Kind {
        WORD,
        NAME,
        STRING,
        NUMBER,
        SIGN
    }

    /// The signs of ASCII, so that a text of signs makes no strings.
    private static final String[] SIGNS = new String[128];

    static {
        for (char c = 0; c < SIGNS.length; c++) {
            SIGNS[c] = String.valueOf(c);
        }
    }

    private final String text;
    private final Harm harm;
    private final List<String> values = new ArrayList<>();
    private final List<Kind> kinds = new ArrayList<>();
    private int at;
    private boolean isInExecutable;
    private boolean isUnclear;

    SqlTokens(String text, Harm harm) {
        this.text = text;
        this.harm = harm;
        while (at < text.length() && !harm.isFound()) {
            int before = at;
            next();
            if (at == before) {
                at++;
            }
            harm.spend(2L + at - before);
        }
    }

    int count() {
        return values.size();
    }

    /// Whether dialects may take it for other tokens: `#` and `--` are comments here and operators
    /// there, a quote behind a backslash ends a string or not, comments nest or are run.
    boolean isUnclear() {
        return isUnclear;
    }

    /// A token's text: words in capitals, strings and names without their quotes.
    String value(int token) {
        return token >= 0 && token < values.size() ? values.get(token) : "";
    }

    Kind kind(int token) {
        return token >= 0 && token < kinds.size() ? kinds.get(token) : Kind.SIGN;
    }

    boolean isWord(int token, String word) {
        return kind(token) == Kind.WORD && value(token).equals(word);
    }

    boolean isSign(int token, char sign) {
        return kind(token) == Kind.SIGN
                && value(token).length() == 1
                && value(token).charAt(0) == sign;
    }

    private void add(Kind kind, String value) {
        kinds.add(kind);
        values.add(value);
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    private void next() {
        char c = text.charAt(at);
        if (c <= ' ' || c == '\u00a0' || c == '\u3000' || c == '\\') {
            isUnclear |= c > ' ';
            at++;
        } else if (text.startsWith("${IFS}", at)) {
            at += 6;
        } else if (c == '-' && peek(1) == '-') {
            isUnclear |= peek(2) > ' ';
            line();
        } else if (c == '#' && !isNamePart(peek(1))) {
            isUnclear = true;
            line();
        } else if (c == '/' && peek(1) == '*') {
            comment();
        } else if (isInExecutable && c == '*' && peek(1) == '/') {
            isInExecutable = false;
            at += 2;
        } else if (c == '\'') {
            add(Kind.STRING, quoted('\''));
        } else if (c == '"') {
            add(Kind.NAME, quoted('"'));
        } else if (c == '`') {
            add(Kind.NAME, quoted('`'));
        } else if (c == '[') {
            bracket();
        } else if (c == '$' && dollarQuoted()) {
            return;
        } else if (c >= '0' && c <= '9') {
            number();
        } else if (isNamePart(c) || c == '@' || c == '#') {
            word();
        } else {
            sign(c);
        }
    }

    private void line() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
    }

    private void comment() {
        if (peek(2) == '!' || (peek(2) == 'M' && peek(3) == '!')) {
            isUnclear = true;
            at += peek(2) == '!' ? 3 : 4;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            isInExecutable = true;
            return;
        }
        int end = text.indexOf("*/", at + 2);
        int inner = text.indexOf("/*", at + 2);
        isUnclear |= end < 0 || (inner >= 0 && inner < end);
        at = end < 0 ? text.length() : end + 2;
    }

    private String quoted(char quote) {
        int from = at + 1;
        int end = from;
        boolean isOdd = false;
        while (end < text.length()) {
            char c = text.charAt(end);
            isUnclear |= c == '\\' && end + 1 < text.length() && isQuote(text.charAt(end + 1));
            if (c == '\\' && quote == '\'' && end + 1 < text.length()) {
                isOdd = true;
                end += 2;
                continue;
            }
            if (c == quote) {
                if (end + 1 < text.length() && text.charAt(end + 1) == quote) {
                    isOdd = true;
                    end += 2;
                    continue;
                }
                break;
            }
            end++;
        }
        isUnclear |= end >= text.length();
        end = Math.min(end, text.length());
        at = Math.min(text.length(), end + 1);
        String inner = text.substring(from, end);
        String twice = quote == '\'' ? "''" : quote == '"' ? "\"\"" : "``";
        return isOdd ? inner.replace(twice, twice.substring(1)) : inner;
    }

    private void bracket() {
        boolean mayBeName = isNamePart(peek(1)) && !(peek(1) >= '0' && peek(1) <= '9');
        int end = at + 1;
        int most = mayBeName ? Math.min(text.length(), at + 130) : end;
        while (end < most && text.charAt(end) != ']') {
            end++;
        }
        if (end < most) {
            isUnclear |= text.substring(at + 1, end).indexOf('(') >= 0;
            add(Kind.NAME, text.substring(at + 1, end));
            at = end + 1;
        } else {
            harm.spend(end - at);
            sign('[');
        }
    }

    private boolean dollarQuoted() {
        int end = at + 1;
        while (end < text.length() && isNamePart(text.charAt(end)) && text.charAt(end) != '$') {
            end++;
        }
        if (end >= text.length() || text.charAt(end) != '$') {
            return false;
        }
        String mark = text.substring(at, end + 1);
        int close = text.indexOf(mark, end + 1);
        int stop = close < 0 ? text.length() : close;
        harm.spend(stop - at);
        isUnclear = true;
        add(Kind.STRING, text.substring(end + 1, stop));
        at = Math.min(text.length(), stop + mark.length());
        return true;
    }

    private void number() {
        int from = at;
        while (at < text.length() && (isNamePart(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        add(Kind.NUMBER, text.substring(from, at));
    }

    private void word() {
        int from = at;
        at++;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        String word = text.substring(from, at);
        isUnclear |= word.charAt(0) == '#' || (isOracleQuote(word) && peek(0) == '\'');
        boolean isPrefix = at < text.length() && text.charAt(at) == '\'' && word.length() == 1;
        if (isPrefix && "nNeExXbB".indexOf(word.charAt(0)) >= 0) {
            add(Kind.STRING, quoted('\''));
        } else {
            add(Kind.WORD, word.toUpperCase(Locale.ROOT));
        }
    }

    private void sign(char c) {
        char next = peek(1);
        boolean isTwo =
                (c == '<' && (next == '=' || next == '>'))
                        || (c == '>' && next == '=')
                        || (c == '!' && next == '=')
                        || (c == '|' && next == '|')
                        || (c == '&' && next == '&')
                        || (c == '=' && next == '=')
                        || (c == ':' && next == ':');
        boolean isKnown = !isTwo && c < SIGNS.length;
        add(Kind.SIGN, isKnown ? SIGNS[c] : text.substring(at, at + (isTwo ? 2 : 1)));
        at += isTwo ? 2 : 1;
    }

    private static boolean isOracleQuote(String word) {
        return word.equalsIgnoreCase("q") || word.equalsIgnoreCase("nq");
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"' || c == '`';
    }

    private static boolean isNamePart(char c) {
        return c == '_'
                || c == '$'
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c >= 0x80 && Character.isLetterOrDigit(c));
    }
}
