package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a POSIX shell would know while it runs a command: variables, functions, files written.
///
/// Commands are read as a shell reads them and followed without being run. What cannot be known is
/// left open; what can, such as `X=rm; $X -rf /` or `echo cm0gLXJmIC8= | base64 -d | sh`, is worked
/// out. Owned by one thread, for one argument.
final class Shell {

    /// Characters of a value that is worked out; a longer one is cut.
    static final int MAX_VALUE_CHARS = 65_536;

    /// Between the elements of an array or of `$@` in one value.
    static final String BETWEEN = "\u001f";

    /// A script takes some work before it takes any for its text.
    private static final int STEPS_PER_SCRIPT = 60;

    /// A path is taken apart and looked at by its parts.
    private static final int STEPS_PER_PATH = 24;

    /// Characters that are copied for one step.
    private static final int CHARS_PER_STEP = 512;

    /// Names that one command may set.
    private static final int MAX_NAMES = 4_096;

    final Harm harm;
    final Commands commands;
    final PrivateData data;
    private boolean isConnected;
    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, String> files = new HashMap<>();
    private final Map<String, String> aliases = new HashMap<>();
    private final Map<String, String> functions = new HashMap<>();

    Shell(Harm harm) {
        this.harm = harm;
        this.commands = new Commands(this);
        this.data = new PrivateData(this);
    }

    /// Follows a script.
    ///
    /// @return what it would print, as far as that is known; null if nothing of it is
    @Nullable String run(String script, @Nullable String input) {
        if (harm.isFound() || !harm.enter()) {
            return null;
        }
        harm.spend(STEPS_PER_SCRIPT);
        data.runs(script);
        String output = new ShellScript(this, script, input).run();
        harm.leave();
        return output;
    }

    /// Text as between double quotes: its variables and substitutions put in.
    String expand(String text) {
        if (harm.isFound() || !harm.enter()) {
            return text;
        }
        String expanded = new ShellScript(this, text, null).expandAll();
        harm.leave();
        return expanded;
    }

    @Nullable String variable(String name) {
        return variables.get(name);
    }

    void set(String name, String value) {
        put(variables, name, value);
        obeyed(name, value);
    }

    /// Gives a variable back the value that it had before a command, or none.
    void reset(String name, @Nullable String before) {
        if (before == null) {
            variables.remove(name);
        } else {
            put(variables, name, before);
        }
    }

    /// Runs or looks at what programs run that see a variable.
    void obeyed(String name, String value) {
        switch (name) {
            case "PROMPT_COMMAND", "GIT_SSH_COMMAND", "GIT_PAGER", "GIT_EDITOR" -> run(value, null);
            case "PS0", "PS1", "PS2", "PS4" -> expand(value);
            case "TF_CLI_ARGS", "TF_CLI_ARGS_apply" -> {
                if (value.contains("-destroy")) {
                    harm.found("destroys infrastructure");
                }
            }
            case "BASH_ENV", "ENV" -> {
                String script = file(value);
                if (script != null) {
                    run(script, null);
                }
            }
            case "LD_PRELOAD", "LD_AUDIT", "PYTHONSTARTUP" -> harm.taken(Footholds.loaded(value));
            case "NODE_OPTIONS", "PERL5OPT", "RUBYOPT" -> {
                int at = value.indexOf('/');
                harm.taken(at < 0 ? null : Footholds.loaded(value.substring(at)));
            }
            default -> {}
        }
    }

    /// What was written to a file, if that is known, or the marks of what a private one holds.
    @Nullable String file(String path) {
        if (path.equals("/dev/null")) {
            return "";
        }
        String content = files.get(path);
        if (content != null) {
            return content;
        }
        if (PrivateData.isSocket(path)) {
            return PrivateData.text(PrivateData.PEER);
        }
        if (!PrivateFiles.mayBe(path)) {
            return null;
        }
        harm.spend(STEPS_PER_PATH + path.length());
        int marks = PrivateFiles.of(path);
        return marks == 0 ? null : PrivateData.text(marks);
    }

    /// Whether a descriptor of this shell is a connection: `exec 3<>/dev/tcp/host/80`.
    boolean isConnected() {
        return isConnected;
    }

    void connect() {
        isConnected = true;
    }

    void write(String path, String content) {
        put(files, path, content);
    }

    /// The same, behind what is there.
    void write(String path, String content, boolean isAppended) {
        String before = isAppended ? files.get(path) : null;
        if (before == null) {
            write(path, content);
        } else if (before.length() < MAX_VALUE_CHARS) {
            harm.spend(content.length() + before.length() / CHARS_PER_STEP);
            files.put(path, before.concat(content));
        }
    }

    /// Whether a function of this name was defined before.
    boolean isFunction(String name) {
        return functions.containsKey(name);
    }

    /// Runs a function that was defined before with these arguments, unless it runs already.
    ///
    /// @return what it prints, if known
    @Nullable String call(String name, List<String> arguments, @Nullable String input) {
        String body = functions.get(name);
        if (body == null || body.isEmpty()) {
            return null;
        }
        functions.put(name, "");
        commands.builtins.positional(arguments);
        String output = run(body, input);
        functions.put(name, body);
        return output;
    }

    void define(String name, String body) {
        put(functions, name, body);
    }

    @Nullable String alias(String name) {
        return aliases.get(name);
    }

    void setAlias(String name, String value) {
        put(aliases, name, value);
    }

    int count() {
        return files.size();
    }

    private void put(Map<String, String> map, String name, String value) {
        if (map.size() < MAX_NAMES) {
            harm.spend(value.length());
            map.put(
                    name,
                    value.length() > MAX_VALUE_CHARS ? value.substring(0, MAX_VALUE_CHARS) : value);
        }
    }
}
