package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Follows one script of a POSIX shell, statement by statement, in one pass.
///
/// Words are made by [ShellWords]; here they become commands, pipes, groups and redirections. There
/// is no tree: each command is handed to [Commands] as soon as it ends.
final class ShellScript {

    /// A loop that is followed turn by turn: letters of its body, and its turns.
    private static final int MAX_BODY = 256;

    private static final int MAX_TURNS = 64;

    /// Groups within groups that are followed; deeper ones are read without their output.
    private static final int MAX_GROUPS = 256;

    private static final int MAX_SOURCES = 64;

    /// Stands for a descriptor that is a connection.
    private static final String CONNECTION = "/dev/tcp/descriptor";

    private final Shell shell;
    private final Harm harm;
    private final String text;
    private final ShellWords words;
    private final List<Group> groups = new ArrayList<>();
    private final List<String> functions = new ArrayList<>();
    private List<String> argv = new ArrayList<>();
    private @Nullable String piped;
    private @Nullable String fed;
    private @Nullable String target;

    /// Files that the commands of a pipeline read so far.
    private final List<String> sources = new ArrayList<>();

    private boolean isAppending;
    private boolean isOfErrors;
    private String descriptor = "";
    private boolean isInPipe;
    private @Nullable String lastName;
    private @Nullable String lastOutput;
    private @Nullable String newFunction;
    private int bodyEnd = -1;
    private int resume = -1;

    /// What is between `{` and `}`, `do` and `done`, `(` and `)`.
    private static final class Group {
        final @Nullable String input;
        final @Nullable String function;
        final StringBuilder output = new StringBuilder();
        boolean isKnown;

        Group(@Nullable String input, @Nullable String function) {
            this.input = input;
            this.function = function;
        }
    }

    ShellScript(Shell shell, String text, @Nullable String input) {
        this.shell = shell;
        this.harm = shell.harm;
        this.text = text;
        this.words = new ShellWords(shell, text);
        groups.add(new Group(input, null));
    }

    /// Follows it to its end.
    ///
    /// @return what it prints, if known
    @Nullable String run() {
        shell.commands.begin(text);
        int end = text.length();
        while (words.at < end && !harm.isFound()) {
            int before = words.at;
            step(text.charAt(before));
            harm.spend(1L + words.at - before);
        }
        end(';');
        Group all = groups.getFirst();
        for (int i = 1; i < groups.size(); i++) {
            if (groups.get(i).isKnown) {
                all.isKnown = true;
                all.output.append(groups.get(i).output);
            }
        }
        return all.isKnown ? all.output.toString() : null;
    }

    /// The text as between double quotes.
    String expandAll() {
        String expanded = words.quotedText();
        harm.spend(text.length());
        return expanded;
    }

    private void step(char c) {
        switch (c) {
            case ' ', '\t', '\r' -> words.at++;
            case '#' -> skipLine();
            case '\n' -> {
                if (!argv.isEmpty() || !isInPipe) {
                    end(';');
                }
                words.at = words.at == bodyEnd ? resume : words.at + 1;
            }
            case ';' -> {
                end(';');
                words.at++;
            }
            case '&' -> ampersand();
            case '|' -> pipe();
            case '(' -> open();
            case ')' -> {
                end(';');
                words.at++;
                close();
            }
            case '<', '>' -> redirect();
            default -> word();
        }
    }

    private void skipLine() {
        int end = text.indexOf('\n', words.at);
        words.at = end < 0 ? text.length() : end;
    }

    private char peek(int ahead) {
        int at = words.at + ahead;
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void ampersand() {
        if (peek(1) == '>') {
            words.at++;
            redirect();
        } else if (peek(1) == '&') {
            end(';');
            words.at += 2;
        } else {
            end('&');
            words.at++;
        }
    }

    private void pipe() {
        if (peek(1) == '|') {
            end(';');
            words.at += 2;
        } else {
            end('|');
            words.at += peek(1) == '&' ? 2 : 1;
        }
    }

    private void open() {
        int after = words.at + 1;
        while (after < text.length() && text.charAt(after) == ' ') {
            after++;
        }
        boolean isEmpty = after < text.length() && text.charAt(after) == ')';
        if (isEmpty && !argv.isEmpty()) {
            newFunction = argv.getLast();
            argv.clear();
            words.at = after + 1;
            openBody();
        } else if (argv.isEmpty() && peek(1) == '(') {
            int close = text.indexOf("))", words.at + 2);
            int stop = close < 0 ? text.length() : close;
            shell.expand(text.substring(words.at + 2, stop));
            harm.spend(stop - words.at);
            words.at = Math.min(text.length(), stop + 2);
        } else {
            end(';');
            words.at++;
            push();
        }
    }

    /// `f(){rm -rf /;}` without the blank that a shell wants: meant all the same.
    private void openBody() {
        int at = words.at;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '{') {
            words.at = at + 1;
            if (newFunction != null) {
                int close = ShellText.closing(text, words.at, '}');
                harm.spend(close - at);
                shell.define(newFunction, text.substring(words.at, close));
            }
            push();
        }
    }

    private void push() {
        if (groups.size() < MAX_GROUPS) {
            String input = isInPipe ? piped : groups.getLast().input;
            groups.add(new Group(input, newFunction));
            if (newFunction != null) {
                functions.add(newFunction);
            }
        }
        newFunction = null;
        isInPipe = false;
        piped = null;
    }

    private void close() {
        if (groups.size() > 1) {
            Group group = groups.removeLast();
            lastOutput = group.isKnown ? group.output.toString() : null;
            lastName = null;
        }
    }

    private void word() {
        int before = argv.size();
        int start = words.at;
        words.read(argv);
        char next = peek(0);
        if ((next == '<' || next == '>')
                && argv.size() == before + 1
                && Words.isNumber(argv.getLast())
                && start + argv.getLast().length() == words.at) {
            descriptor = argv.removeLast();
            isOfErrors = !descriptor.equals("1");
        }
        if (words.at == start) {
            words.at++;
        }
    }

    private void redirect() {
        boolean isOther = isOfErrors;
        isOfErrors = false;
        if (peek(0) == '<') {
            if (peek(1) == '<') {
                if (peek(2) == '<') {
                    words.at += 3;
                    fed = operand();
                } else {
                    hereDocument();
                }
                return;
            }
            if (peek(1) == '(') {
                substitution(null);
                return;
            }
            boolean isCopy = peek(1) == '&';
            words.at += peek(1) == '>' || isCopy ? 2 : 1;
            while (peek(0) == ' ') {
                words.at++;
            }
            if (peek(0) == '<' && peek(1) == '(') {
                substitution(null);
                fed = shell.file(argv.removeLast());
                return;
            }
            String source = operand();
            reads(source);
            fed = isCopy ? copied(source) : shell.file(source);
            return;
        }
        if (peek(1) == '(') {
            boolean isTee = !argv.isEmpty() && argv.getFirst().equals("tee");
            substitution(isTee ? input() : null);
            return;
        }
        boolean isAdded = peek(1) == '>';
        boolean isCopy = peek(1) == '&';
        words.at += isAdded || isCopy || peek(1) == '|' ? 2 : 1;
        String file = StraightPath.of(operand());
        if (isCopy && (Words.isNumber(file) || file.equals("-"))) {
            if (!isOther && shell.isConnected()) {
                target = CONNECTION;
            }
            return;
        }
        harm.found(FileTargets.overwritten(file, isAdded));
        if (isOther) {
            shell.data.redirected(file, null);
        } else {
            isAppending = isAdded;
            target = file;
        }
    }

    /// What another descriptor gives: with a connection open, what its peer sends.
    private @Nullable String copied(String descriptor) {
        boolean isPeer = shell.isConnected() && Words.isNumber(descriptor);
        return isPeer ? PrivateData.text(PrivateData.PEER) : null;
    }

    /// `<(command)`: a file that holds what the command prints; `>(command)` reads what `tee` does.
    private void substitution(@Nullable String input) {
        int start = words.at + 2;
        int close = words.closing(start);
        String output = shell.run(text.substring(start, Math.min(close, text.length())), input);
        words.at = Math.min(text.length(), close + 1);
        String path = "/dev/fd/" + (63 + shell.count());
        if (output != null) {
            shell.write(path, output);
        }
        argv.add(path);
    }

    private String operand() {
        while (peek(0) == ' ' || peek(0) == '\t' || (peek(0) == '\\' && peek(1) == '\n')) {
            words.at += peek(0) == '\\' ? 2 : 1;
        }
        List<String> read = new ArrayList<>(1);
        char c = peek(0);
        if (c != '\n' && c != ';' && c != '&' && c != '|' && c != ')') {
            words.read(read);
        }
        return read.isEmpty() ? "" : String.join(" ", read);
    }

    private void hereDocument() {
        words.at += 2;
        boolean isIndented = peek(0) == '-';
        if (isIndented) {
            words.at++;
        }
        while (peek(0) == ' ') {
            words.at++;
        }
        char quote = peek(0);
        boolean isQuoted = quote == '\'' || quote == '"' || quote == '\\';
        String delimiter = operand();
        int from = bodyEnd >= words.at ? resume : lineEnd(words.at);
        if (bodyEnd < words.at) {
            bodyEnd = from;
            from = Math.min(text.length(), from + 1);
        }
        int at = from;
        int stop = text.length();
        int next = stop;
        while (at < text.length()) {
            int end = lineEnd(at);
            String line = text.substring(at, end);
            if ((isIndented ? line.strip() : line.stripTrailing()).equals(delimiter)) {
                stop = at;
                next = Math.min(text.length(), end + 1);
                break;
            }
            at = end + 1;
        }
        harm.spend(next - from);
        String body = text.substring(Math.min(from, stop), stop);
        resume = next;
        fed = isQuoted ? body : shell.expand(body);
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', Math.min(from, text.length()));
        return end < 0 ? text.length() : end;
    }

    /// A command is complete.
    ///
    /// @param by what ends it: `;`, `&` or `|`
    private void end(char by) {
        boolean isDescriptor = argv.size() == 1 && argv.getFirst().equals("exec");
        if (isDescriptor && (PrivateData.in(fed) & PrivateData.PEER) != 0) {
            shell.connect();
        } else if (isDescriptor && fed != null) {
            shell.write("/dev/fd/".concat(descriptor), fed);
        }
        boolean isCopy = argv.size() == 2 && argv.getFirst().equals("cat");
        if (isCopy && target != null && argv.getLast().contains("bin/")) {
            shell.commands.becomes(target, argv.getLast());
        }
        if (!argv.isEmpty()) {
            readsFiles();
        }
        boolean isSilent = !argv.isEmpty() && isNothing(argv.getLast());
        boolean isBare = argv.isEmpty();
        String output = execute(by);
        if (target != null) {
            shell.data.redirected(target, output);
            if (isAppending) {
                harm.taken(Footholds.added(target));
            }
            boolean isEmpty = output == null ? isSilent : output.isEmpty();
            if (isEmpty && !isAppending) {
                harm.found(FileTargets.emptied(target));
                harm.found(isBare ? FileTargets.replaced(target) : null);
            }
            boolean isSource = !isAppending && sources.contains(plain(target));
            if (isSource && FileTargets.tree(target) != null) {
                harm.found("empties a file before it is read");
            }
        }
        boolean isPiped = by == '|';
        if (!isPiped) {
            sources.clear();
        }
        if (target != null && output != null && !target.startsWith("&")) {
            shell.write(target, output, isAppending);
            output = null;
        }
        if (isPiped) {
            piped = output;
        } else {
            piped = null;
            if (output != null) {
                Group group = groups.getLast();
                group.isKnown = true;
                if (group.output.length() < Shell.MAX_VALUE_CHARS) {
                    group.output.append(output);
                }
            }
        }
        isInPipe = isPiped;
        lastOutput = null;
        fed = null;
        target = null;
        isAppending = false;
        argv = new ArrayList<>();
    }

    /// The command reads the files that its operands name.
    private void readsFiles() {
        switch (Argv.name(argv.getFirst())) {
            case "cat",
                    "tac",
                    "sort",
                    "uniq",
                    "nl",
                    "cut",
                    "paste",
                    "head",
                    "tail",
                    "fold",
                    "rev",
                    "column",
                    "iconv",
                    "comm",
                    "join",
                    "diff",
                    "fmt",
                    "shuf",
                    "xmllint" ->
                    argv.subList(1, argv.size()).forEach(this::reads);
            case "grep", "egrep", "fgrep", "rg", "sed", "awk", "gawk", "jq", "yq" -> {
                // Before the files stands what is looked for, or a program.
                int operands = 0;
                for (int i = 1; i < argv.size(); i++) {
                    operands += argv.get(i).startsWith("-") ? 0 : 1;
                }
                if (operands > 1) {
                    reads(argv.getLast());
                }
            }
            default -> {}
        }
    }

    private void reads(String file) {
        if (sources.size() < MAX_SOURCES && !file.startsWith("-")) {
            sources.add(plain(file));
        }
    }

    private static String plain(String file) {
        return file.startsWith("./") ? file.substring(2) : file;
    }

    /// A command that prints nothing.
    private static boolean isNothing(String name) {
        return name.equals(":") || name.equals("true") || name.equals("false");
    }

    private @Nullable String execute(char by) {
        reserved();
        Map<String, @Nullable String> before = assign();
        if (argv.isEmpty()) {
            return lastOutput == null ? (target == null ? null : "") : lastOutput;
        }
        String printed = run(by);
        before.forEach(shell::reset);
        return printed;
    }

    private @Nullable String run(char by) {
        String name = argv.getFirst();
        if (functions.contains(name)) {
            boolean isOwn = false;
            for (int i = 0; i < groups.size() && !isOwn; i++) {
                isOwn = name.equals(groups.get(i).function);
            }
            if (isOwn && (by == '&' || (isInPipe && name.equals(lastName)))) {
                harm.found("starts copies of itself until the machine stops: a fork bomb");
            }
            lastName = name;
            String printed = isOwn ? null : shell.call(name, argv.subList(1, argv.size()), input());
            argv.removeFirst();
            if (argv.size() > 1) {
                shell.commands.run(argv, input());
            }
            return printed;
        }
        lastName = name;
        return shell.commands.run(argv, input());
    }

    private @Nullable String input() {
        if (fed != null) {
            return fed;
        }
        return isInPipe ? piped : groups.getLast().input;
    }

    /// Words of the grammar that stand before a command.
    private void reserved() {
        int count = 0;
        while (count < argv.size()) {
            String next = count + 1 < argv.size() ? argv.get(count + 1) : "";
            switch (argv.get(count)) {
                case "then", "elif", "else", "do", "!", "coproc", "&&", "||" -> {}
                case "{", "if", "while", "until" -> push();
                case "time" -> {
                    if (next.isEmpty() || next.startsWith("-")) {
                        argv.subList(0, count).clear();
                        return;
                    }
                }
                case "for", "select" -> {
                    argv.subList(0, count).clear();
                    loop();
                    push();
                    return;
                }
                case "case" -> {
                    argv.clear();
                    push();
                    return;
                }
                case "function" -> {
                    newFunction = next.isEmpty() ? null : next;
                    count++;
                }
                case "}", "fi", "done", "esac" -> close();
                default -> {
                    argv.subList(0, count).clear();
                    return;
                }
            }
            count++;
        }
        argv.clear();
    }

    private void loop() {
        if (argv.size() > 3 && argv.get(2).equals("in")) {
            StringBuilder values = new StringBuilder();
            for (int i = 3; i < argv.size() && values.length() < Shell.MAX_VALUE_CHARS; i++) {
                values.append(i > 3 ? " " : "").append(argv.get(i));
            }
            gather(argv.get(1), argv.subList(3, argv.size()));
            shell.set(argv.get(1), values.toString());
        }
        argv.clear();
    }

    /// `for w in r m; do c+=$w; done`: what a loop that only adds puts together.
    private void gather(String name, List<String> values) {
        int from = words.at;
        while (from < text.length() && from < words.at + 2 && text.charAt(from) != 'd') {
            from++;
        }
        int most = Math.min(text.length(), from + MAX_BODY);
        int end = text.startsWith("do ", from) ? text.substring(from, most).indexOf("done") : -1;
        if (end < 3 || values.size() > MAX_TURNS) {
            return;
        }
        end += from;
        String body = text.substring(from + 3, end);
        if (body.contains("+=") && body.indexOf('(') < 0) {
            for (String value : values) {
                shell.set(name, value);
                shell.run(body, null);
            }
        }
    }

    /// Sets the variables before a command, which keep their values if none follows.
    ///
    /// @return what they were before
    private Map<String, @Nullable String> assign() {
        Map<String, @Nullable String> befores = new HashMap<>(0);
        int count = 0;
        while (count < argv.size()) {
            String word = argv.get(count);
            int equals = ShellWords.assignment(word);
            if (equals < 0) {
                break;
            }
            boolean isAdded = equals > 0 && word.charAt(equals - 1) == '+';
            String name = word.substring(0, isAdded ? equals - 1 : equals);
            String value = word.substring(equals + 1);
            String before = shell.variable(name);
            if (!befores.containsKey(name)) {
                befores.put(name, before);
            }
            shell.set(name, isAdded && before != null ? before + value : value);
            count++;
        }
        if (count > 0) {
            argv.subList(0, count).clear();
        }
        return befores;
    }
}
