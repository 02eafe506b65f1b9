package gate.rules.builtin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

    /// How many words are kept at hand, so that a text that repeats itself makes few strings.
    private static final int AT_HAND = 64;

    private final String text;
    private final Harm harm;
    private final String[] atHand = new String[AT_HAND];
    private final List<String> values = new ArrayList<>();
    private final List<Kind> kinds = new ArrayList<>();

    /// Where each token begins.
    private int[] starts = new int[16];

    private int at;
    private boolean isInExecutable;
    private boolean isUnclear;
    private int begin;

    SqlTokens(String text, Harm harm) {
        this.text = text;
        this.harm = harm;
        while (at < text.length() && !harm.isFound()) {
            int before = at;
            begin = at;
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
    /// there, a quote behind a backslash ends a string or not, comments nest or are run, brackets
    /// hold names or elements, a number ends where a word begins.
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

    /// Where a bracket is closed, or `end` if it is not closed before.
    int closing(int open, int end) {
        int level = 0;
        for (int i = open; i < end; i++) {
            if (isSign(i, '(')) {
                level++;
            } else if (isSign(i, ')') && --level == 0) {
                return i;
            }
        }
        return end;
    }

    private void add(Kind kind, String value) {
        if (values.size() == starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
        }
        starts[values.size()] = begin;
        kinds.add(kind);
        values.add(value);
    }

    /// A word as it is written.
    String spelling(int token) {
        int start = starts[token];
        return text.substring(start, start + values.get(token).length());
    }

    /// Whether a name stands between quotes: of MySQL, or of the standard.
    boolean isQuoted(int token) {
        char first = kind(token) == Kind.NAME ? text.charAt(starts[token]) : ' ';
        return first == '`' || first == '"';
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
        } else if (c == '#' && !isNamePart(peek(1)) && !isPathOperator()) {
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
        } else if (isNamePart(c) || c == '@' || (c == '#' && isNamePart(peek(1)))) {
            word();
        } else {
            sign(c);
        }
    }

    /// PostgreSQL's `#-`, `#>` and `#>>`, with a path behind.
    private boolean isPathOperator() {
        int behind = at + 1;
        while (behind < text.length()
                && (text.charAt(behind) == '-' || text.charAt(behind) == '>')) {
            behind++;
        }
        int path = behind;
        while (path < text.length() && text.charAt(path) == ' ') {
            path++;
        }
        return behind > at + 1
                && behind < at + 4
                && path < text.length()
                && text.charAt(path) == '\'';
    }

    private void line() {
        int end = text.indexOf('\n', at);
        int stop = end < 0 ? text.length() : end;
        int other = text.indexOf('\r', at, stop);
        isUnclear |= other >= 0 && other < stop - 1; // ends the comment as well, for some
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
        isUnclear |= peek(1) == quote && peek(2) == quote;
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
        isUnclear |= isOpen();
        if (end < most) {
            add(Kind.NAME, text.substring(at + 1, end));
            at = end + 1;
        } else {
            harm.spend(end - at);
            sign('[');
        }
    }

    /// Whether what stands in brackets may end elsewhere, as a name or as elements.
    private boolean isOpen() {
        int end = at + 1;
        int most = Math.min(text.length(), at + 512);
        boolean isInString = false;
        while (end < most && text.charAt(end) != ']') {
            char c = text.charAt(end);
            isInString ^= c == '\'';
            boolean isComment = (c == '-' && text.charAt(end - 1) == '-') || c == '"' || c == '`';
            if (isComment || (c == '*' && text.charAt(end - 1) == '/')) {
                return true;
            }
            end++;
        }
        boolean isTwice = end + 1 < text.length() && text.charAt(end + 1) == ']';
        harm.spend(end - at);
        boolean isNameWithCall = isName(end) && text.substring(at, end).indexOf('(') >= 0;
        return end == most || isInString || isTwice || isNameWithCall;
    }

    /// Whether brackets up to a place are read as a name.
    private boolean isName(int end) {
        char first = peek(1);
        return end - at <= 130 && isNamePart(first) && !(first >= '0' && first <= '9');
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
        String number = text.substring(from, at);
        isUnclear |= !isWhole(number);
        add(Kind.NUMBER, number);
    }

    /// Whether a number has no letters behind it that some read as a word: `1FROM`.
    private static boolean isWhole(String number) {
        boolean isOther =
                number.startsWith("0x") || number.startsWith("0X") || number.startsWith("0b");
        boolean isExponent = false;
        for (int i = isOther ? 2 : 0; i < number.length(); i++) {
            char c = number.charAt(i);
            boolean isDigit = (c >= '0' && c <= '9') || (c == '.' && !isExponent);
            if (isOther ? Character.digit(c, 16) < 0 : !isDigit) {
                boolean isMark = (c == 'e' || c == 'E') && i > 0 && !isExponent && !isOther;
                if (!isMark) {
                    return false;
                }
                isExponent = true;
            }
        }
        return true;
    }

    private void word() {
        int from = at;
        at++;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        String word = inCapitals(from);
        isUnclear |= isUnclear(word);
        boolean isPrefix = at < text.length() && text.charAt(at) == '\'' && word.length() == 1;
        if (isPrefix && "NEXB".indexOf(word.charAt(0)) >= 0) {
            add(Kind.STRING, quoted('\''));
        } else {
            add(Kind.WORD, word);
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
        isUnclear |= c >= SIGNS.length;
        int from = at;
        at += isTwo ? 2 : 1;
        add(Kind.SIGN, isTwo || c >= SIGNS.length ? inCapitals(from) : SIGNS[c]);
    }

    private boolean isUnclear(String word) {
        char next = peek(0);
        if (word.charAt(0) == '$') {
            for (int i = 1; i < word.length(); i++) {
                if (word.charAt(i) < '0' || word.charAt(i) > '9') {
                    return true;
                }
            }
        }
        boolean isOracle = word.equalsIgnoreCase("q") || word.equalsIgnoreCase("nq");
        boolean isUnicode = word.equalsIgnoreCase("u") && next == '&' && isQuote(peek(1));
        return word.charAt(0) == '#' || word.equals("$") || isUnicode || (isOracle && next == '\'');
    }

    /// What stands from a place on, in capitals: letters of ASCII only, databases do not fold
    /// others.
    private String inCapitals(int from) {
        int hash = 0;
        for (int i = from; i < at; i++) {
            hash = hash * 31 + capital(text.charAt(i));
        }
        int place = (hash ^ hash >>> 6) & AT_HAND - 1;
        String word = atHand[place];
        if (word == null || !isSame(word, from)) {
            var capitals = new char[at - from];
            for (int i = 0; i < capitals.length; i++) {
                capitals[i] = capital(text.charAt(from + i));
            }
            word = new String(capitals);
            atHand[place] = word;
        }
        return word;
    }

    /// Whether a word in capitals is the one that stands from a place on.
    private boolean isSame(String word, int from) {
        if (word.length() != at - from) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != capital(text.charAt(from + i))) {
                return false;
            }
        }
        return true;
    }

    private static char capital(char c) {
        return c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
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
