package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Commands of PowerShell and of `cmd`, which know no backslash escape and no small letters.
final class WindowsCommands {

    private static final int MAX_VARIABLES = 64;
    private static final String DISK = "erases a disk or volume";
    private static final String[] NONE = {};
    private static final String[] DISKS = {
        "format-volume", "clear-disk", "initialize-disk", "remove-partition", "reset-physicaldisk"
    };

    /// What variables of `cmd` hold on every machine.
    private static final Map<String, String> USUAL =
            Map.of(
                    "public", "C:\\Users\\Public",
                    "windir", "C:\\Windows",
                    "systemroot", "C:\\Windows",
                    "comspec", "C:\\Windows\\system32\\cmd.exe",
                    "programfiles", "C:\\Program Files",
                    "programdata", "C:\\ProgramData",
                    "allusersprofile", "C:\\ProgramData",
                    "systemdrive", "C:",
                    "os", "Windows_NT");

    /// Characters behind the name of a command that are looked at for its operands.
    private static final int MAX_OPERANDS = 256;

    private final Shell shell;
    private final Harm harm;
    private final String text;
    private final Map<String, String> variables = new HashMap<>();
    private List<String> argv = new ArrayList<>();
    private @Nullable String listed;
    private @Nullable String lastName;
    private boolean isInCallee;
    private int at;

    private WindowsCommands(Shell shell, String text) {
        this.shell = shell;
        this.harm = shell.harm;
        this.text = text;
    }

    /// Follows a script of PowerShell or `cmd`.
    static void run(Shell shell, String text) {
        if (shell.harm.isFound() || !shell.harm.enter()) {
            return;
        }
        String whole = PowerShellText.joined(text);
        String lower = whole.toLowerCase(Locale.ROOT);
        ScriptTheft.judge(shell.harm, whole, lower);
        shell.harm.found(ScriptSweep.judge(shell.harm, lower));
        String inner = PowerShellText.decoded(whole, lower);
        if (inner != null) {
            run(shell, inner);
        }
        new WindowsCommands(shell, whole).run();
        shell.harm.leave();
    }

    /// Whether a name, in small letters, is a command of Windows that is worth a second reading.
    static boolean isNamed(String name) {
        return switch (name) {
            case "ri", "rd", "rmdir", "del", "erase", "format", "cipher", "vssadmin", "wbadmin" ->
                    true;
            case "cacls", "@rmdir", "@del", "set-content", "forfiles", "." -> true;
            case "wmic", "reg", "bcdedit", "diskpart", "icacls", "takeown", "iex", "gci", "dir" ->
                    true;
            case "wevtutil", "net", "start", "call", "for", "foreach", "%", "invoke-expression" ->
                    true;
            case "get-childitem", "start-process", "invoke-command", "reset-physicaldisk" -> true;
            case "initialize-disk", "format-volume", "clear-disk", "fsutil", "schtasks", "ls" ->
                    true;
            case "&", "%0", "robocopy", "get-item", "stop-process", "set", "@echo", "manage-bde" ->
                    true;
            default ->
                    name.startsWith("remove-")
                            || name.startsWith("clear-")
                            || name.startsWith("[")
                            || name.startsWith("$");
        };
    }

    /// `powershell -EncodedCommand …`, `cmd /c …`.
    static void launched(Shell shell, List<String> argv, String name, @Nullable String input) {
        boolean isCmd = name.equals("cmd");
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i).toLowerCase(Locale.ROOT);
            if (isCmd) {
                if (word.startsWith("/c") || word.startsWith("/k") || word.startsWith("/r")) {
                    String rest = word.length() > 2 ? argv.get(i).substring(2) + " " : "";
                    run(shell, rest + Argv.joined(argv, i + 1));
                    return;
                }
            } else if (isEncoded(word) && i + 1 < argv.size()) {
                byte[] bytes = KnownText.base64Bytes(argv.get(i + 1));
                if (bytes != null) {
                    run(shell, new String(bytes, StandardCharsets.UTF_16LE));
                }
                return;
            } else if (word.startsWith("-c") || word.startsWith("/c")) {
                run(shell, Argv.joined(argv, i + 1));
                return;
            } else if (Words.isAmong(
                    "-executionpolicy -ep -ex -exec -windowstyle -w -version", word)) {
                i++;
            } else if (!word.startsWith("-")) {
                run(shell, Argv.joined(argv, i));
                return;
            }
        }
        if (input != null) {
            run(shell, input);
        }
    }

    private static boolean isEncoded(String option) {
        return option.length() > 1
                && option.charAt(0) == '-'
                && ("-encodedcommand".startsWith(option) || option.equals("-ec"))
                && option.charAt(1) == 'e'
                && !option.equals("-ex");
    }

    private void run() {
        while (at < text.length() && !harm.isFound()) {
            int before = at;
            char c = text.charAt(at);
            switch (c) {
                case ' ', '\t', '\r' -> at++;
                case '\n', ';', '{', '}', ')' -> {
                    if (c != ')' || !isCallee()) {
                        end(false);
                    }
                    isInCallee = false;
                    at++;
                }
                case '(' -> {
                    boolean isCallee =
                            argv.isEmpty() || (argv.size() == 1 && argv.getFirst().equals("."));
                    if (isCallee && !isInCallee) {
                        argv = new ArrayList<>();
                        isInCallee = true;
                    } else if (!argv.isEmpty()
                            && argv.getLast().toLowerCase(Locale.ROOT).endsWith("::delete")) {
                        argv = new ArrayList<>(List.of("[delete]"));
                    } else {
                        end(false);
                    }
                    at++;
                }
                case '|', '&' -> {
                    boolean isCall = c == '&' && argv.isEmpty();
                    if (isCall && isHiddenCall()) {
                        harm.found(Commands.HIDDEN);
                    }
                    if (!isCall) {
                        end(c == '|' && at + 1 < text.length() && text.charAt(at + 1) != '|');
                    }
                    at++;
                }
                case '#' -> {
                    int end = text.indexOf('\n', at);
                    at = end < 0 ? text.length() : end;
                }
                case ',' -> at++;
                default -> word();
            }
            harm.spend(1L + at - before);
        }
        end(false);
    }

    /// `& ('Remo', 've-Item' -join '') -Recurse -Force`: a name that is worked out, with operands
    /// that only a deletion has.
    private boolean isHiddenCall() {
        int open = at + 1;
        while (open < text.length() && text.charAt(open) == ' ') {
            open++;
        }
        if (open >= text.length() || text.charAt(open) != '(') {
            return false;
        }
        int close = ShellText.closing(text, open + 1, ')');
        int end = Math.min(text.length(), close + MAX_OPERANDS);
        harm.spend(end - open);
        String callee = text.substring(open, close).toLowerCase(Locale.ROOT);
        String operands = text.substring(close, end).toLowerCase(Locale.ROOT);
        boolean isWorkedOut =
                callee.contains("-join")
                        || callee.contains("::join")
                        || callee.contains("+")
                        || callee.contains("-f ")
                        || callee.contains("replace")
                        || callee.contains("[char");
        boolean isTree = operands.contains(" -rec") || operands.contains(" -r ");
        return isWorkedOut && isTree && operands.contains(" -fo");
    }

    /// `.('remove-item')`, `& (gcm r*-item)`: what is in the brackets is the command.
    private boolean isCallee() {
        if (!isInCallee || argv.isEmpty()) {
            return false;
        }
        String first = argv.getFirst().toLowerCase(Locale.ROOT);
        boolean isSearch = first.equals("gcm") || first.equals("get-command");
        if (isSearch && argv.size() == 2) {
            argv.removeFirst();
        }
        return argv.size() == 1;
    }

    private void word() {
        var word = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"' || c == '\'') {
                int end = text.indexOf(c, at + 1);
                int stop = end < 0 ? text.length() : end;
                word.append(text, at + 1, stop);
                at = stop + 1;
            } else if ((c == '`' || c == '^') && at + 1 < text.length()) {
                word.append(text.charAt(at + 1));
                at += 2;
            } else if (c == '%' && endOfSlice() > at) {
                int end = endOfSlice();
                word.append(text, at, end);
                at = end;
            } else if (" \t\r\n;|&{}(),".indexOf(c) >= 0) {
                break;
            } else {
                word.append(c);
                at++;
            }
        }
        at = Math.min(at, text.length());
        String plain = word.toString();
        String made = plain.startsWith("$") ? value(plain) : expanded(plain);
        boolean isOfCmd = plain.indexOf('%') >= 0 || plain.indexOf('!') >= 0;
        if (isOfCmd && !made.equals(plain) && made.indexOf(' ') >= 0) {
            argv.addAll(List.of(made.strip().split(" ", MAX_VARIABLES)));
        } else {
            argv.add(made);
        }
    }

    /// Where `%NAME:~6,1%` ends that begins here, or -1.
    private int endOfSlice() {
        int mark = at + 1;
        while (mark < text.length() && Character.isLetterOrDigit(text.charAt(mark))) {
            mark++;
        }
        int end = text.startsWith(":~", mark) ? text.indexOf('%', mark) : -1;
        return end < 0 || end > mark + 12 ? -1 : end + 1;
    }

    /// A variable's value, if this shell or the one before has it.
    private String value(String variable) {
        String known = variables.get(variable.toLowerCase(Locale.ROOT));
        String other = known == null ? shell.variable(variable.substring(1)) : known;
        return other == null ? variable : other;
    }

    /// `%x%` and `!x!` of `cmd`.
    private String expanded(String word) {
        if (word.indexOf('%') < 0 && word.indexOf('!') < 0) {
            return word;
        }
        String whole = word;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            String name = variable.getKey();
            boolean isOfCmd = name.charAt(0) == '%' || name.charAt(0) == '!';
            long most = (long) whole.length() * (1L + variable.getValue().length());
            if (isOfCmd && most < 8L * Shell.MAX_VALUE_CHARS && whole.contains(name)) {
                whole = whole.replace(name, variable.getValue());
            }
        }
        harm.spend((long) word.length() * (1 + variables.size()));
        return whole.contains(":~") ? sliced(whole) : whole;
    }

    /// `%PUBLIC:~6,1%`: letters of a variable.
    private String sliced(String word) {
        var whole = new StringBuilder();
        int from = 0;
        int mark = word.indexOf(":~");
        while (mark >= 0 && whole.length() < Shell.MAX_VALUE_CHARS) {
            int open = word.lastIndexOf('%', mark);
            int close = word.indexOf('%', mark);
            String known = open < from || close < 0 ? null : known(word.substring(open + 1, mark));
            if (known == null) {
                break;
            }
            whole.append(word, from, open)
                    .append(
                            ShellParameter.slice(
                                    known, word.substring(mark + 2, close).replace(',', ':')));
            from = close + 1;
            mark = word.indexOf(":~", from);
        }
        return whole.append(word, from, word.length()).toString();
    }

    private @Nullable String known(String name) {
        String set = variables.get("%" + name + "%");
        return set == null ? USUAL.get(name.toLowerCase(Locale.ROOT)) : set;
    }

    private void end(boolean isPiped) {
        List<String> command = argv;
        argv = new ArrayList<>();
        if (command.isEmpty()) {
            return;
        }
        harm.spend(command.size());
        String first = command.getFirst();
        if (command.size() == 1 && first.indexOf(' ') > 0) {
            run(shell, first);
            return;
        }
        if (first.startsWith("$") && command.size() == 3 && command.get(1).equals("=")) {
            variables.put(first.toLowerCase(Locale.ROOT), command.get(2));
            return;
        }
        int equals = first.indexOf('=');
        if (first.startsWith("$") && equals > 0 && command.size() == 1) {
            variables.put(
                    first.substring(0, equals).toLowerCase(Locale.ROOT),
                    first.substring(equals + 1));
            return;
        }
        String name = name(first);
        if (name.equals("set") && command.size() > 1 && variables.size() < MAX_VARIABLES) {
            int sign = command.get(1).indexOf('=');
            if (sign > 0) {
                String variable = command.get(1).substring(0, sign);
                String value = Argv.joined(command, 1).substring(sign + 1);
                variables.put("%" + variable + "%", value);
                variables.put("!" + variable + "!", value);
            }
        }
        if (name.equals("%0") && (isPiped || "%0".equals(lastName))) {
            harm.found("starts copies of itself until the machine stops: a fork bomb");
        }
        lastName = name;
        String why = judge(command, name);
        if (why != null) {
            harm.found(why);
        }
        if (!isPiped) {
            listed = null;
        }
    }

    /// What a command is called, behind the signs that call it.
    private String name(String word) {
        int from = 0;
        while (from < word.length() - 1 && "@.&".indexOf(word.charAt(from)) >= 0) {
            from++;
        }
        String called = word.substring(from);
        String known =
                called.startsWith("$") ? variables.get(called.toLowerCase(Locale.ROOT)) : null;
        String name = Argv.name(known == null ? called : known);
        String alias = variables.get("\0" + name);
        return alias == null ? name : alias;
    }

    private @Nullable String judge(List<String> command, String name) {
        if (command.getLast().equals("/?")) {
            return null;
        }
        boolean isPattern = name.indexOf('*') > 0 || name.indexOf('?') > 0;
        if (isPattern && ShellText.globMatches(name, "remove-item")) {
            return WindowsDeletions.remove(harm, listed, command);
        }
        for (String each : isPattern ? DISKS : NONE) {
            if (ShellText.globMatches(name, each)) {
                return DISK;
            }
        }
        return switch (name) {
            case "remove-item", "ri", "rm", "del", "erase", "rd", "rmdir" ->
                    WindowsDeletions.remove(harm, listed, command);
            case "get-childitem", "gci", "ls", "dir", "get-item" -> {
                listed =
                        WindowsDeletions.isOfBuild(command)
                                ? null
                                : WindowsDeletions.target(command);
                yield null;
            }
            case "format-volume", "clear-disk", "initialize-disk", "remove-partition" -> DISK;
            case "reset-physicaldisk", "remove-virtualdisk", "remove-storagepool" -> DISK;
            case "format" ->
                    command.size() > 1 && WindowsDeletions.isDrive(command.get(1)) ? DISK : null;
            case "cipher" -> WindowsDeletions.has(command, "/w") ? DISK : null;
            case "diskpart" -> WindowsDeletions.has(command, "clean") ? DISK : null;
            case "icacls", "cacls", "takeown" -> WindowsDeletions.rights(command);
            case "[delete]" -> command.size() > 1 ? FileTargets.tree(command.get(1)) : null;
            case "set-mppreference", "add-mppreference" -> {
                harm.taken("switches off the protection of a system");
                yield null;
            }
            case "sal", "set-alias", "new-alias", "nal" -> {
                if (command.size() > 2 && variables.size() < MAX_VARIABLES) {
                    variables.put(
                            "\0" + command.get(1).toLowerCase(Locale.ROOT),
                            Argv.name(command.get(2)));
                }
                yield null;
            }
            case "iex", "invoke-expression" -> {
                run(shell, Argv.joined(command, 1));
                yield null;
            }
            case "powershell", "pwsh", "cmd" -> {
                launched(shell, command, name, null);
                yield null;
            }
            default -> {
                String why = WindowsDeletions.system(command, name);
                yield why == null ? other(command, name) : why;
            }
        };
    }

    private @Nullable String other(List<String> command, String name) {
        if (name.startsWith("remove-")) {
            String noun = name.substring(7);
            boolean isLost =
                    noun.startsWith("az")
                            || noun.startsWith("ad")
                            || noun.startsWith("vm")
                            || noun.startsWith("s3")
                            || noun.startsWith("ec2")
                            || noun.startsWith("rds")
                            || noun.startsWith("mailbox")
                            || noun.startsWith("localuser")
                            || noun.startsWith("mg")
                            || noun.startsWith("sql");
            return isLost ? "deletes something of a cloud, cluster or service" : null;
        }
        if (name.startsWith("clear-eventlog")) {
            return "deletes logs";
        }
        for (int i = 1; i < command.size(); i++) {
            String given = command.get(i);
            String word = Argv.name(given.startsWith("@") ? given.substring(1) : given);
            boolean isRunner =
                    switch (name) {
                        case "start-process",
                                "start",
                                "call",
                                "for",
                                "sudo",
                                "runas",
                                "foreach-object" ->
                                true;
                        case "invoke-command", "%", "if", "@", "cmd.exe" -> true;
                        default -> i > 0 && command.get(i - 1).equalsIgnoreCase("do");
                    };
            if (isRunner && isDeleter(word)) {
                return judge(command.subList(i, command.size()), word);
            }
            if (isRunner && command.get(i).indexOf(' ') > 0) {
                run(shell, command.get(i));
            }
        }
        return null;
    }

    private static boolean isDeleter(String name) {
        return switch (name) {
            case "remove-item", "ri", "rm", "del", "erase", "rd", "rmdir", "format", "powershell" ->
                    true;
            case "pwsh", "cmd", "vssadmin", "cipher", "reg", "format-volume", "clear-disk" -> true;
            default -> false;
        };
    }
}
