package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Commands of a pipeline that print what they read, or what they make of it.
final class Filters {

    private final Shell shell;
    private final Commands commands;
    private final Harm harm;

    Filters(Shell shell, Commands commands) {
        this.shell = shell;
        this.commands = commands;
        this.harm = shell.harm;
    }

    @Nullable String printf(List<String> argv) {
        if (argv.size() > 2 && argv.get(1).equals("-v")) {
            shell.set(argv.get(2), KnownText.printf(argv, 3, harm));
            return null;
        }
        boolean isMarked = argv.size() > 1 && argv.get(1).equals("--");
        return KnownText.printf(argv, isMarked ? 2 : 1, harm);
    }

    /// Commands that print what they read; `tee` writes it to files, too.
    @Nullable String passed(List<String> argv, String name, @Nullable String input) {
        String text = input;
        boolean isOwn = false;
        String out = name.equals("sort") ? output(argv) : "";
        if (!out.isEmpty()) {
            harm.found(FileTargets.overwritten(out, false));
            harm.found(argv.contains("/dev/null") ? FileTargets.cleared(out) : null);
        }
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            if (word.startsWith("-")) {
                continue;
            }
            if (name.equals("tee")) {
                harm.found(FileTargets.overwritten(word, Argv.hasOption(argv, 'a', "--append")));
                shell.data.redirected(word, input);
                harm.taken(Footholds.added(word));
                if (input != null) {
                    shell.write(word, input);
                }
                continue;
            }
            String content = shell.file(word);
            if (content != null) {
                String before = name.equals("cat") && isOwn ? text : null;
                boolean isShort = before != null && before.length() < Shell.MAX_VALUE_CHARS;
                harm.spend(before == null ? 0 : before.length() / 8);
                text = before != null && isShort ? before.concat(content) : content;
                isOwn = true;
            }
        }
        return text;
    }

    /// The file that `sort` writes, if it is told one.
    private static String output(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            if (argv.get(i - 1).equals("-o")) {
                return word;
            }
            if (word.startsWith("--output=") || (word.startsWith("-o") && word.length() > 2)) {
                return word.substring(word.startsWith("-o") ? 2 : "--output=".length());
            }
        }
        return "";
    }

    /// `sed '1e rm -rf /'`: GNU's `e` runs a command.
    private void sedRuns(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String script = argv.get(i);
            int at = 0;
            while (at < script.length() && "0123456789$".indexOf(script.charAt(at)) >= 0) {
                at++;
            }
            if (script.startsWith("e ", at)) {
                shell.run(script.substring(at + 2), null);
            }
        }
    }

    @Nullable String decoded(List<String> argv, String name, @Nullable String input) {
        int out = name.equals("openssl") ? argv.indexOf("-out") : -1;
        if (out > 0 && out + 1 < argv.size() && FileTargets.isDevice(argv.get(out + 1))) {
            harm.found(FileTargets.overwritten(argv.get(out + 1), false));
        }
        harm.found(FileCommands.judge(commands, argv, name));
        if (name.equals("sed")) {
            sedRuns(argv);
        }
        String text = input;
        for (int i = 1; i < argv.size() && text == null; i++) {
            text = shell.file(argv.get(i));
        }
        if (text == null) {
            return null;
        }
        harm.spend(text.length());
        return switch (name) {
            case "base64" ->
                    Argv.hasOption(argv, 'd', "--decode") || Argv.hasOption(argv, 'D', "-d")
                            ? KnownText.base64(text)
                            : null;
            case "openssl" ->
                    Argv.hasOption(argv, '\0', "-d")
                                    && Argv.hasWord(argv, "base64", "-base64", "-a")
                                    && !Argv.hasPart(argv, "pass")
                                    && !Argv.hasPrefix(argv, "-aes")
                            ? KnownText.base64(text)
                            : null;
            case "xxd" -> Argv.hasOption(argv, 'r', "-r") ? KnownText.hex(text) : null;
            case "rev" -> KnownText.reversed(text);
            case "tr" -> KnownText.translated(text, argv);
            case "iconv" -> text;
            case "sed" ->
                    Argv.hasOption(argv, 'i', "--in-place")
                            ? null
                            : Substitution.sed(text, argv, harm);
            default -> null;
        };
    }

    /// `awk 'BEGIN{system("rm -rf /")}'`.
    @Nullable String awk(List<String> argv, @Nullable String input) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            if (word.indexOf("system") >= 0 || word.indexOf('|') >= 0) {
                harm.found(new ScriptCode(shell, word).judge());
            }
        }
        boolean isOfAll = (PrivateData.in(input) & PrivateData.EVERY) != 0;
        String field = isOfAll ? PrivateData.text(PrivateData.EVERY) : "$FIELD";
        String made = argv.size() > 1 ? madeByAwk(argv.get(1), field) : null;
        return argv.size() == 2 ? made : null;
    }

    /// `{ print "rm -f " $0 }`: a command that is meant to be run, with a stand-in for what was
    /// read; null where it is none, or where another word than the one `print` decides what is
    /// printed.
    private @Nullable String madeByAwk(String program, String field) {
        harm.spend(program.length());
        int open = program.indexOf('{');
        int print = program.indexOf("print");
        String before = program.substring(0, Math.max(0, open)).strip();
        boolean isPlain = before.isEmpty() || before.equals("BEGIN");
        boolean isFirst = open >= 0 && print > open && program.substring(open + 1, print).isBlank();
        if (!isPlain || !isFirst || program.indexOf("print", print + 1) > 0) {
            return null;
        }
        boolean isFormat = program.startsWith("printf", print);
        var line = new StringBuilder();
        var numbers = new StringBuilder();
        int at = isFormat ? print + 6 : print + 5;
        while (at < program.length() && ";}|>?".indexOf(program.charAt(at)) < 0) {
            char c = program.charAt(at);
            if (c == '"') {
                int end = at + 1;
                while (end < program.length() && program.charAt(end) != '"') {
                    end += program.charAt(end) == '\\' ? 2 : 1;
                }
                end = Math.min(end, program.length());
                line.append(ShellText.unescape(program, at + 1, end));
                at = end;
            } else if (c == '$' && !isFormat) {
                line.append(field);
            } else if (isFormat) {
                numbers.append(c);
            }
            at++;
        }
        if (isShell(program, at)) {
            shell.run(line.toString(), null);
            return null;
        }
        boolean isEnd = at < program.length() && program.charAt(at) == '}';
        if (!isEnd || !program.substring(at + 1).isBlank()) {
            return null;
        }
        String text =
                isFormat ? formatted(line.toString(), numbers.toString(), field) : line.toString();
        int blank = text.indexOf(' ');
        return blank > 0 && Commands.isNamed(text.substring(0, blank)) ? text : null;
    }

    /// Whether what is printed goes to a shell: `| "sh"`.
    private static boolean isShell(String program, int pipe) {
        int quote = program.indexOf('"', pipe);
        int end = quote + 1;
        while (end < program.length() && " \"".indexOf(program.charAt(end)) < 0) {
            end++;
        }
        boolean isPipe = pipe < program.length() && program.charAt(pipe) == '|';
        return isPipe
                && quote > pipe
                && program.substring(pipe + 1, quote).isBlank()
                && PrivateSenders.isShell(Argv.name(program.substring(quote + 1, end)));
    }

    /// `"%c%c", 114, 109`: numbers as the letters that they stand for, and a stand-in for all else.
    private static String formatted(String format, String arguments, String field) {
        var text = new StringBuilder();
        int read = 0;
        int at = 0;
        while (at < format.length()) {
            if (format.charAt(at) != '%' || at + 1 >= format.length()) {
                text.append(format.charAt(at));
                at++;
                continue;
            }
            int comma = arguments.indexOf(',', read);
            int next = comma < 0 ? -1 : arguments.indexOf(',', comma + 1);
            int end = next < 0 ? arguments.length() : next;
            String argument = comma < 0 ? "" : arguments.substring(comma + 1, end).strip();
            read = end;
            String letter = format.charAt(at + 1) == 'c' ? KnownText.character(argument) : "";
            text.append(letter.isEmpty() ? field : letter);
            at += 2;
        }
        return text.toString();
    }
}
