package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

/// SQL that a statement of SQL runs: strings that it executes, puts together or decodes, and the
/// code of functions that it calls. Owned by one thread, for one text.
final class SqlDynamic {

    private final Shell shell;
    private final Harm harm;
    private final SqlTokens tokens;
    private int reverse = -1;

    SqlDynamic(Shell shell, SqlTokens tokens) {
        this.shell = shell;
        this.harm = shell.harm;
        this.tokens = tokens;
    }

    /// The text of a token: of `q'[text]'`, as Oracle writes strings, what the brackets hold.
    private String text(int at) {
        String text = tokens.value(at);
        boolean isBracketed = isWord(at - 1, "Q") && text.length() > 1;
        return isBracketed ? text.substring(1, text.length() - 1) : text;
    }

    private boolean isWord(int at, String word) {
        return tokens.isWord(at, word);
    }

    /// The code of a function that the same text calls.
    @Nullable String called(int first) {
        int name = SqlRewrites.last(tokens, first);
        int most = Math.min(tokens.count(), name + SqlStatements.MAX_NAME_TOKENS);
        int code = -1;
        for (int at = name + 1; at < most && code < 0; at++) {
            code = isText(at) && tokens.value(at).indexOf(' ') >= 0 ? at : -1;
        }
        for (int at = code + 1; at < tokens.count() && code > 0; at++) {
            harm.spend(1L + tokens.value(name).length());
            boolean isOfCode = isWord(at - 1, "FUNCTION") && !isWord(at - 2, "EXECUTE");
            boolean isSame = tokens.value(at).equalsIgnoreCase(tokens.value(name));
            if (isSame && !isOfCode && tokens.isSign(at + 1, '(')) {
                return SqlStatements.judge(shell, tokens.value(code));
            }
        }
        return null;
    }

    /// Strings that a statement executes as SQL, or hands to a shell.
    @Nullable String run(int from) {
        String name = tokens.value(from);
        boolean isShell = name.equals("XP_CMDSHELL");
        int code = name.equals("DO") && isWord(from + 1, "LANGUAGE") ? from + 3 : from + 1;
        if (name.equals("DO") && !isText(code)) {
            return null;
        }
        boolean isVariable = false;
        int end = from + 1;
        for (; end < tokens.count() && !tokens.isSign(end, ';'); end++) {
            harm.spend(4);
            isVariable |= tokens.kind(end) == SqlTokens.Kind.WORD;
            isShell |= isWord(end, "XP_CMDSHELL");
            String text = text(end);
            boolean isQuoted = tokens.kind(end) == SqlTokens.Kind.NAME && text.indexOf(' ') > 0;
            if (isText(end) || isQuoted) {
                if (isShell) {
                    ArgumentJudge.command(shell, text);
                    return harm.reason();
                }
                String why = SqlStatements.judge(shell, text);
                if (why != null && isJoined(end + 1)) {
                    why = SqlStatements.judge(shell, joined(end));
                }
                if (why == null && isDecoded(from, end)) {
                    why = decoded(text);
                }
                if (why != null) {
                    return why;
                }
                isVariable = false;
            }
        }
        String why = made(from + 1, end);
        if (why == null && firstReverse() < end) {
            why = reversed(end);
        }
        return why == null && isVariable ? assigned(from) : why;
    }

    /// Whether an expression goes on with a part of the text that stands before.
    private boolean isJoined(int at) {
        return tokens.value(at).equals("||") || tokens.isSign(at, '+') || isText(at);
    }

    private boolean isText(int at) {
        return tokens.kind(at) == SqlTokens.Kind.STRING;
    }

    /// `'DELETE FROM ' || t || ' WHERE id = ' || x`, with a name for what is no string.
    private String joined(int from) {
        var all = new StringBuilder(text(from));
        int at = from + 1;
        while (isJoined(at)) {
            if (isText(at)) {
                all.append(text(at));
            } else if (!isJoined(at + 1)) {
                all.append(" t ");
                at++;
                at = tokens.isSign(at + 1, '(') ? tokens.closing(at + 1, tokens.count()) : at;
            }
            harm.spend(4);
            at++;
        }
        return all.toString();
    }

    private @Nullable String decoded(String text) {
        String plain = KnownText.base64(text);
        String why = plain == null ? null : SqlStatements.judge(shell, plain);
        String digits = why == null ? KnownText.hex(text) : null;
        return digits == null ? why : SqlStatements.judge(shell, digits);
    }

    /// Whether a function before a string turns it from base64 or hexadecimal digits.
    private boolean isDecoded(int from, int to) {
        for (int at = Math.max(from, to - 4); at < to; at++) {
            boolean isDecoder =
                    switch (tokens.kind(at) == SqlTokens.Kind.WORD ? tokens.value(at) : "") {
                        case "DECODE", "FROM_BASE64", "BASE64_DECODE", "BASE64_DECODE_STRING" ->
                                true;
                        case "UNHEX", "FROM_HEX", "HEXTORAW", "HEX_DECODE_STRING" -> true;
                        default -> false;
                    };
            if (isDecoder) {
                return true;
            }
        }
        return false;
    }

    /// `SET @s = 'DROP TABLE t'; EXEC(@s)`: the strings before.
    @Nullable String assigned(int before) {
        String why = null;
        for (int at = 0; at < before && why == null; at++) {
            harm.spend(4);
            String text = text(at);
            if (isText(at) && ScriptCalls.isSql(text)) {
                why = SqlStatements.judge(shell, isJoined(at + 1) ? joined(at) : whole(text));
            } else if (tokens.kind(at) == SqlTokens.Kind.NUMBER && text.startsWith("0x")) {
                String plain = KnownText.hex(text.substring(2));
                why = plain == null ? null : SqlStatements.judge(shell, plain.replace("\0", ""));
            }
        }
        int from = 0;
        for (int at = 1; at < before && why == null; at++) {
            if (tokens.isSign(at, '=') || tokens.isSign(at, ';')) {
                from = at + 1;
            } else if (tokens.isSign(at + 1, ';') || at + 1 == before) {
                why = made(from, at + 1);
            }
        }
        return why == null ? made(0, before) : why;
    }

    /// The first call of `REVERSE`, looked for once for all that is executed.
    private int firstReverse() {
        if (reverse < 0) {
            reverse = 0;
            while (reverse < tokens.count() && !isWord(reverse, "REVERSE")) {
                reverse++;
            }
            harm.spend(reverse);
        }
        return reverse;
    }

    /// What the strings before are when they are read backwards.
    private @Nullable String reversed(int before) {
        String why = null;
        for (int at = 0; at < before && why == null && !harm.isFound(); at++) {
            String text = text(at);
            harm.spend(1L + text.length());
            if (isText(at)) {
                String back = new StringBuilder(text).reverse().append(" t").toString();
                why = ScriptCalls.isSql(back) ? SqlStatements.judge(shell, back) : null;
            }
        }
        return why;
    }

    /// What the strings of an expression make together: joined, and by `CHR`, `REPLACE`, `REVERSE`.
    private @Nullable String made(int from, int to) {
        var all = new StringBuilder();
        for (int at = from; at < to && all.length() < Shell.MAX_VALUE_CHARS; at++) {
            harm.spend(2);
            boolean isCall = tokens.isSign(at + 1, '(');
            String text = tokens.value(at + 2);
            boolean isCode = isCall && (isWord(at, "CHAR") || isWord(at, "CHR"));
            if (isCode && tokens.kind(at + 2) == SqlTokens.Kind.NUMBER) {
                all.append(KnownText.character(text));
            } else if (isCall && isWord(at, "REPLACE") && isTriple(at + 2)) {
                String part = tokens.value(at + 4);
                all.append(replaced(text, part, tokens.value(at + 6)));
                at += 7;
            } else if (isCall && isWord(at, "FORMAT")) {
                at = filled(at + 2, to, all);
            } else if (isCall && isWord(at, "REVERSE")) {
                all.append(new StringBuilder(text).reverse());
                at += 3;
            } else if (isText(at)) {
                all.append(text(at));
            }
        }
        String text = all.toString();
        return ScriptCalls.isSql(text) ? SqlStatements.judge(shell, whole(text)) : null;
    }

    /// `format('%s TABLE %I', 'DROP', 'users')`, with what it knows put in.
    ///
    /// @return where its brackets close
    private int filled(int template, int to, StringBuilder all) {
        String text = tokens.value(template);
        int at = template + 1;
        while (isText(at) && text.length() < Shell.MAX_VALUE_CHARS) { // joined without a sign
            text = text.concat(tokens.value(at));
            harm.spend(text.length());
            at++;
        }
        int first = at;
        int from = 0;
        var argument = new StringBuilder();
        int level = 1;
        for (; at < to && level > 0; at++) {
            harm.spend(2);
            level += tokens.isSign(at, '(') ? 1 : tokens.isSign(at, ')') ? -1 : 0;
            boolean isEnd = level == 0 || (level == 1 && tokens.isSign(at, ','));
            boolean isQuoted = tokens.kind(at) == SqlTokens.Kind.NAME && tokens.isSign(at - 1, ',');
            if (isText(at) || isQuoted) {
                argument.append(tokens.value(at));
            } else if (isEnd && at > first) {
                int sign = text.indexOf('%', from);
                if (sign >= 0 && sign + 2 <= text.length()) {
                    all.append(text, from, sign).append(argument.isEmpty() ? "t" : argument);
                    harm.spend(sign - from);
                    from = sign + 2;
                }
                argument.setLength(0);
            }
            if (all.length() > Shell.MAX_VALUE_CHARS) {
                break;
            }
        }
        harm.spend(text.length());
        all.append(text.substring(from).replace("`", ""));
        return at - 1;
    }

    /// What is too long to be worked out stays as it is.
    private String replaced(String text, String part, String by) {
        boolean isShort = (long) text.length() * (1L + by.length()) < Shell.MAX_VALUE_CHARS;
        harm.spend(text.length());
        return isShort && !part.isEmpty() ? text.replace(part, by) : text;
    }

    /// Three strings with commas between.
    private boolean isTriple(int at) {
        return isText(at)
                && isText(at + 2)
                && isText(at + 4)
                && tokens.isSign(at + 1, ',')
                && tokens.isSign(at + 3, ',');
    }

    /// With a name at the end where a variable's would follow.
    private static String whole(String text) {
        return text.endsWith(" ") ? text.concat("t") : text;
    }

    /// `COPY t FROM PROGRAM 'rm -rf /'`.
    @Nullable String copy(int from) {
        int most = Math.min(tokens.count(), from + SqlStatements.MAX_NAME_TOKENS);
        for (int at = from + 1; at + 1 < most; at++) {
            if (isWord(at, "PROGRAM") && isText(at + 1)) {
                shell.run(tokens.value(at + 1), null);
            }
        }
        return harm.reason();
    }
}
