package gate.rules.builtin;

import static gate.rules.builtin.ScriptCalls.Kind.OTHER;

import gate.rules.builtin.ScriptCalls.Kind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Code of Python, JavaScript, Perl, Ruby or PHP, read for the calls that delete or run commands.
///
/// One reader for all: names, strings, comments and brackets are near enough the same. A call's
/// strings are collected, with what simple assignments and decoders make of them; a deletion is
/// judged by its path, a command as a shell would run it, SQL as SQL.
final class ScriptCode {

    private static final int MAX_STRINGS = 64;
    private static final int MAX_ARGUMENT_CHARS = 65_536;

    /// How far the names reach that are imported at once.
    private static final int MAX_NAMES = 256;

    private final Shell shell;
    private final Harm harm;
    private final String code;
    private final boolean isScript;

    /// Whether `$x(…)` calls a function of that name, and not one that `$x` names.
    private final boolean isJavaScript;

    /// Whether `removeItem` is Swift's, not that of a browser's storage.
    private final boolean hasFiles;

    private final Map<String, List<String>> variables = new HashMap<>();
    private List<String> statement = new ArrayList<>();
    private String called = "";
    private int at;

    ScriptCode(Shell shell, String code) {
        this.shell = shell;
        this.harm = shell.harm;
        this.code = code;
        this.isJavaScript =
                !contains("<?php")
                        && (contains("const ") || contains("require(") || contains("let "));
        this.hasFiles = contains("FileManager");
        this.isScript =
                isJavaScript
                        || contains("=>")
                        || contains("function")
                        || contains("Deno.")
                        || contains("<?php");
    }

    private boolean contains(String text) {
        return code.indexOf(text) >= 0;
    }

    /// Why the code is destructive, or null.
    @Nullable String judge() {
        if (!harm.enter()) {
            return harm.reason();
        }
        harm.spend(code.length());
        String told = ScriptComments.without(code, isScript);
        String lower = told.toLowerCase(Locale.ROOT);
        ScriptTheft.judge(harm, told, lower);
        harm.found(ScriptSweep.judge(harm, lower));
        String why = Commands.isNamed(firstWord()) ? asCommand() : null;
        while (at < code.length() && why == null && !harm.isFound()) {
            int before = at;
            why = step();
            if (at <= before) {
                at = before + 1;
            }
            harm.spend(1L + at - before);
        }
        harm.leave();
        return why != null ? why : harm.reason();
    }

    private String firstWord() {
        int end = 0;
        while (end < code.length() && end < 32 && code.charAt(end) > ' ') {
            end++;
        }
        boolean isOption = end + 1 < code.length() && code.charAt(end + 1) == '-';
        return isOption ? code.substring(0, end) : "";
    }

    private @Nullable String asCommand() {
        shell.run(code, null);
        return harm.reason();
    }

    private @Nullable String step() {
        char c = code.charAt(at);
        if (c == '\n' || c == ';') {
            statement = new ArrayList<>();
            at++;
            return null;
        }
        if (isComment(c)) {
            skipComment();
            return null;
        }
        if (c == '\'' || c == '"') {
            statement.add(string());
            return null;
        }
        if (c == '`') {
            boolean isTagged = at > 0 && isNamePart(code.charAt(at - 1));
            String text = string();
            if (!isJavaScript || isTagged || PlainCommand.begins(text)) {
                shell.run(text, null);
            }
            if (isScript) {
                statement.add(text);
            }
            return harm.reason();
        }
        if (c == '(' && isCalled()) {
            Kind kind = ScriptCalls.kind(called);
            boolean isOther = kind == OTHER;
            return call(called, isOther ? Kind.RUNS : kind, at, c);
        }
        if (c == '[' && at + 1 < code.length() && isQuote(code.charAt(at + 1))) {
            member();
            return null;
        }
        if (c == '%' && code.startsWith("%x", at) && at + 2 < code.length()) {
            return bracketed(at + 2);
        }
        return isNameStart(c) ? name() : null;
    }

    /// `getattr(os, 'sys' + 'tem')('rm -rf /')`: what a call returns is called.
    private boolean isCalled() {
        char before = at > 0 ? code.charAt(at - 1) : ' ';
        boolean isMember = before == ']' && ScriptCalls.kind(called) != OTHER;
        return isMember
                || (before == ')'
                        && (contains("getattr")
                                || contains("__import__")
                                || contains("globals()")));
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"';
    }

    /// `fs['rm' + 'Sync']`: a member by its name.
    private void member() {
        int end = code.indexOf(']', at);
        if (end < 0 || end - at > 128) {
            at++;
            return;
        }
        List<String> names = new ScriptArguments(code, at + 1, end, variables, harm).read();
        called = names.isEmpty() ? "" : names.getLast();
        at = end + 1;
    }

    private boolean isComment(char c) {
        if (!isScript) {
            return c == '#' && (at == 0 || code.charAt(at - 1) <= ' ');
        }
        boolean isLine = c == '/' && at + 1 < code.length() && code.charAt(at + 1) == '/';
        boolean isBlock = c == '/' && at + 1 < code.length() && code.charAt(at + 1) == '*';
        return isLine || isBlock;
    }

    private void skipComment() {
        boolean isBlock = code.startsWith("/*", at);
        int end = isBlock ? code.indexOf("*/", at + 2) : code.indexOf('\n', at);
        at = end < 0 ? code.length() : isBlock ? end + 2 : end;
    }

    private static boolean isNameStart(char c) {
        return c == '_' || c == '$' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || (c >= '0' && c <= '9');
    }

    /// A string, unescaped; `at` moves behind it.
    private String string() {
        char quote = code.charAt(at);
        boolean isTriple =
                at + 2 < code.length()
                        && code.charAt(at + 1) == quote
                        && code.charAt(at + 2) == quote;
        if (isTriple && quote != '`') {
            int end = code.indexOf(code.substring(at, at + 3), at + 3);
            int stop = end < 0 ? code.length() : end;
            String text = code.substring(Math.min(at + 3, stop), stop);
            at = Math.min(code.length(), stop + 3);
            return text;
        }
        int end = at + 1;
        while (end < code.length() && code.charAt(end) != quote) {
            end += code.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(end, code.length());
        String text = ShellText.unescape(code, at + 1, end);
        at = end + 1;
        return text;
    }

    private @Nullable String bracketed(int from) {
        char open = code.charAt(from);
        char close = open == '(' ? ')' : open == '{' ? '}' : open == '[' ? ']' : open;
        int end = code.indexOf(close, from + 1);
        int stop = end < 0 ? code.length() : end;
        String text = code.substring(from + 1, Math.max(from + 1, stop));
        at = Math.min(code.length(), stop + 1);
        shell.run(text, null);
        return harm.reason();
    }

    private @Nullable String name() {
        int from = at;
        while (at < code.length() && isNamePart(code.charAt(at))) {
            at++;
        }
        String name = code.substring(from, at);
        if (name.equals("qx") && at < code.length() && !isNamePart(code.charAt(at))) {
            return bracketed(at);
        }
        int next = at;
        while (next < code.length() && (code.charAt(next) == ' ' || code.charAt(next) == '\t')) {
            next++;
        }
        char sign = next < code.length() ? code.charAt(next) : '\0';
        char after = next + 1 < code.length() ? code.charAt(next + 1) : '\0';
        if (sign == '=' && after != '=' && after != '>') {
            assign(name, next + 1);
            return null;
        }
        if (sign == '<' && after == '-') { // of R
            assign(name, next + 2);
            return null;
        }
        Kind kind = isOther(name, from, sign) ? OTHER : ScriptCalls.kind(name);
        if (name.equals("getattr") && sign == '(') {
            int close = closing(next + 1);
            List<String> names = new ScriptArguments(code, next + 1, close, variables, harm).read();
            called = names.isEmpty() ? "" : names.getLast();
            at = Math.min(code.length(), close + 1);
            return null;
        }
        if (name.equals("file") && code.startsWith("delete ", next)) {
            int stop = lineEnd(next);
            int last = code.lastIndexOf(' ', stop) + 1;
            return FileTargets.tree(code.substring(Math.min(last, stop), stop));
        }
        boolean isVariable = name.charAt(0) == '$' && name.length() > 1 && sign == '(';
        boolean isNamed = !isJavaScript || variables.containsKey(name);
        if (isVariable && kind == OTHER && isNamed) {
            return call(name, Kind.RUNS, next, sign);
        }
        if (kind == OTHER) {
            List<String> known = variables.get(name);
            if (known != null) {
                statement.addAll(known);
            }
            return null;
        }
        if (kind == Kind.FORK) {
            boolean isLoop = contains("while") || contains("loop") || contains("for(;;)");
            return isLoop ? "starts copies of itself until the machine stops: a fork bomb" : null;
        }
        return call(name, kind, next, sign);
    }

    /// Whether a name that deletes elsewhere is something else here: `del x["a_b"]` of Python,
    /// `localStorage.removeItem("x")`, `{ rimraf }`, `this.fork()`.
    private boolean isOther(String name, int from, char sign) {
        boolean isMember = from > 0 && code.charAt(from - 1) == '.';
        return switch (name) {
            case "del", "cancel" -> !isMember && sign != '(';
            case "removeItem" -> !hasFiles;
            case "fork" ->
                    sign == '.'
                            || code.startsWith("this.", from - 5)
                            || code.startsWith("self.", from - 5);
            default -> sign == '}' || (sign == ',' && isImported(from));
        };
    }

    /// `const { rimraf, x } = require('rimraf')`.
    private boolean isImported(int from) {
        int end = code.indexOf('}', from, Math.min(code.length(), from + MAX_NAMES));
        return end >= 0
                && (code.startsWith("} = require(", end) || code.startsWith("} from ", end));
    }

    private void assign(String name, int from) {
        int end = from;
        int most = Math.min(code.length(), from + MAX_ARGUMENT_CHARS);
        while (end < most && code.charAt(end) != '\n' && code.charAt(end) != ';') {
            char c = code.charAt(end);
            end++;
            if (c == '\'' || c == '"') {
                while (end < code.length() && code.charAt(end) != c) {
                    end += code.charAt(end) == '\\' ? 2 : 1;
                }
                end++;
            }
        }
        end = Math.min(end, code.length());
        harm.spend(end - from);
        if (end - from < MAX_ARGUMENT_CHARS) {
            List<String> values = new ScriptArguments(code, from, end, variables, harm).read();
            if (!values.isEmpty() && variables.size() < MAX_STRINGS * 4) {
                variables.put(name, values);
            }
        }
    }

    private @Nullable String call(String name, Kind kind, int next, char sign) {
        boolean hasBrackets = sign == '(';
        int from = hasBrackets ? next + 1 : next;
        int end = hasBrackets ? closing(from) : lineEnd(from);
        if (end - from > MAX_ARGUMENT_CHARS) {
            end = from + MAX_ARGUMENT_CHARS;
        }
        var arguments = new ScriptArguments(code, from, end, variables, harm);
        List<String> values = arguments.read();
        if (values.isEmpty()) {
            values = statement;
        }
        if (values.size() > MAX_STRINGS) {
            values = values.subList(0, MAX_STRINGS);
        }
        String why = ScriptCalls.judge(shell, name, kind, values, code.substring(from, end));
        if (why == null && arguments.isReversed()) {
            List<String> back = new ArrayList<>();
            for (String value : values) {
                back.add(KnownText.reversed(value).strip());
            }
            why = ScriptCalls.judge(shell, name, kind, back, code.substring(from, end));
        }
        return why;
    }

    /// The bracket that closes the arguments that begin here.
    private int closing(int from) {
        int depth = 0;
        int end = from;
        while (end < code.length()) {
            char c = code.charAt(end);
            if (c == '\'' || c == '"') {
                end++;
                while (end < code.length() && code.charAt(end) != c) {
                    end += code.charAt(end) == '\\' ? 2 : 1;
                }
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                if (depth == 0) {
                    break;
                }
                depth--;
            }
            end++;
        }
        harm.spend(end - from);
        return Math.min(end, code.length());
    }

    private int lineEnd(int from) {
        int end = from;
        while (end < code.length() && code.charAt(end) != '\n' && code.charAt(end) != ';') {
            end++;
        }
        harm.spend(end - from);
        return end;
    }
}
