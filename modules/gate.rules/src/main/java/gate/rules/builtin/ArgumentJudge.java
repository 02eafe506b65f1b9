package gate.rules.builtin;

import java.text.Normalizer;
import java.util.List;

/// Judges one argument that is known to be a command, code, or a query.
final class ArgumentJudge {

    private ArgumentJudge() {}

    /// A line of a shell, whichever; a script of an interpreter; or SQL.
    static void command(Shell shell, String given) {
        String text = folded(given);
        Harm harm = shell.harm;
        if (text.startsWith("#!") && isProgram(text)) {
            code(shell, text);
            return;
        }
        if (ScriptCalls.isSql(text) && !isNoun(text)) {
            String why = SqlStatements.judge(shell, text);
            if (why != null) {
                harm.found(why);
                return;
            }
        }
        shell.data.printed(shell.run(text, null));
        if (!harm.isFound() && (shell.commands.isWindows() || isOfWindows(text))) {
            WindowsCommands.run(shell, text);
        }
    }

    /// `delete ns prod`, told to a tool that is no database: SQL would go on with FROM.
    private static boolean isNoun(String text) {
        String plain = text.strip();
        if (!plain.regionMatches(true, 0, "delete", 0, 6)) {
            return false;
        }
        int at = 6;
        while (at < plain.length() && plain.charAt(at) <= ' ') {
            at++;
        }
        boolean isComment = plain.startsWith("--", at) || plain.startsWith("/*", at);
        return !isComment && !plain.regionMatches(true, at, "from", 0, 4);
    }

    private static boolean isProgram(String script) {
        int end = script.indexOf('\n');
        String line = end < 0 ? script : script.substring(0, end);
        return line.contains("python")
                || line.contains("node")
                || line.contains("perl")
                || line.contains("ruby")
                || line.contains("php");
    }

    /// Code of a programming language, which may also be a command.
    static void code(Shell shell, String given) {
        String text = folded(given);
        shell.harm.found(new ScriptCode(shell, text).judge());
    }

    /// SQL, GraphQL, or the words of another database.
    static void query(Shell shell, String given) {
        String text = folded(given);
        String why = SqlStatements.judge(shell, text);
        if (why == null) {
            why = GraphQl.judge(text);
        }
        if (why != null) {
            shell.harm.found(why);
        }
    }

    /// The words of one command.
    static void argv(Shell shell, List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            words.set(i, folded(words.get(i)));
        }
        shell.data.printed(shell.commands.run(words, null));
        if (!shell.harm.isFound() && shell.commands.isWindows()) {
            WindowsCommands.run(shell, Argv.joined(words, 0));
        }
    }

    /// Whether a command names a file as Windows does, escapes as it does (`r^m`), or says what
    /// only PowerShell knows.
    private static boolean isOfWindows(String text) {
        for (int i = 1; i < text.length(); i++) {
            boolean isOne =
                    switch (text.charAt(i)) {
                        case '\\' -> ":~%".indexOf(text.charAt(i - 1)) >= 0;
                        case '^', '`' -> isLetter(text, i - 1) && isLetter(text, i + 1);
                        case '(' -> isCalled(text, i);
                        case '%' -> text.startsWith("| ", i - 2);
                        case ':' -> text.startsWith("$env", i - 4);
                        case 'O', 'o' ->
                                text.startsWith("bject", i + 1) && text.charAt(i - 1) == '-';
                        case ' ' -> isAlias(text, i);
                        default -> false;
                    };
            if (isOne) {
                return true;
            }
        }
        return false;
    }

    /// `&(…)` of PowerShell calls what it makes; behind `&&` a POSIX shell begins another one.
    private static boolean isCalled(String text, int bracket) {
        int end = text.startsWith(" ", bracket - 1) ? bracket - 1 : bracket;
        int count = 0;
        while (text.startsWith("&", end - count - 1)) {
            count++;
        }
        return count % 2 == 1;
    }

    private static boolean isLetter(String text, int at) {
        return at < text.length() && Character.isLetter(text.charAt(at));
    }

    private static boolean isAlias(String text, int end) {
        return text.startsWith("iex", end - 3)
                || text.startsWith("gcm", end - 3)
                || text.startsWith("gci", end - 3);
    }

    /// The text without what cannot be seen, and with the plain letters of what looks like them: an
    /// agent or a server may make the same of it.
    static String folded(String text) {
        boolean isPlain = true;
        for (int i = 0; i < text.length() && isPlain; i++) {
            isPlain = text.charAt(i) < 0x80 && text.charAt(i) != 0;
        }
        if (isPlain) {
            return text;
        }
        var visible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isHidden =
                    c == 0
                            || c == 0xad
                            || (c >= 0x200b && c <= 0x200f)
                            || (c >= 0x202a && c <= 0x202e)
                            || (c >= 0x2060 && c <= 0x206f)
                            || c == 0xfeff
                            || (c >= 0xfe00 && c <= 0xfe0f)
                            || c == 0xdb40
                            || (i > 0 && text.charAt(i - 1) == 0xdb40);
            if (!isHidden) {
                visible.append(plain(c));
            }
        }
        return Normalizer.normalize(visible, Normalizer.Form.NFKC);
    }

    private static char plain(char c) {
        if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) {
            return '-';
        }
        return switch (c) {
            case '\u2018', '\u2019' -> '\'';
            case '\u201c', '\u201d' -> '"';
            case '\u2044', '\u2215', '\u29f8' -> '/';
            case '\u0085', '\u2028', '\u2029' -> '\n';
            default -> c;
        };
    }
}
