package gate.rules.builtin;

import gate.protocol.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Calls of tools that are commands of Git: `git_reset {"mode":"hard"}`.
///
/// The tool's name and its arguments are put together to the command line that does the same, which
/// is then judged as any other.
final class GitTools {

    /// Words that a command line is made of, at most.
    private static final int MAX_WORDS = 256;

    private final Json json;
    private final List<String> argv = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();
    private String verb = "";

    private GitTools(Json json) {
        this.json = json;
    }

    /// The command line that a call stands for, or null if the tool is none of Git.
    ///
    /// @param arguments the object of arguments, or [Json#NONE]
    static @Nullable List<String> command(String tool, Json json, int arguments) {
        var call = new GitTools(json);
        if (!call.isNamed(tool)) {
            return null;
        }
        if (json.isObject(arguments)) {
            call.members(arguments);
        }
        return call.verb.isEmpty() ? null : call.words();
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        words.add("git");
        words.add(verb);
        words.addAll(argv);
        if (!paths.isEmpty()) {
            words.add("--");
            words.addAll(paths);
        }
        return words;
    }

    /// Whether a name has the word `git`; the words behind it say what it does: `git_stash_drop`,
    /// `gitForcePush`.
    private boolean isNamed(String tool) {
        boolean isGit = false;
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= tool.length() && words.size() < MAX_WORDS; i++) {
            if (Words.isEnd(tool, i)) {
                String word = Words.word(tool, from, i);
                if (isGit) {
                    words.add(word);
                }
                isGit |= word.equals("git");
                from = i;
            }
        }
        for (String word : words) {
            if (verb.isEmpty() && isVerb(word)) {
                verb = word;
            }
        }
        for (String word : words) {
            if (!word.equals(verb)) {
                mode(word);
            }
        }
        return isGit;
    }

    private static boolean isVerb(String word) {
        return switch (word) {
            case "push", "reset", "clean", "branch", "checkout", "switch", "restore", "stash" ->
                    true;
            case "reflog", "worktree", "rm", "gc", "prune", "submodule" -> true;
            default -> false;
        };
    }

    /// The members of the arguments, which a server makes options and operands of.
    private void members(int arguments) {
        if (verb.isEmpty()) {
            for (String name : new String[] {"command", "subcommand", "operation", "action"}) {
                String value = json.memberString(arguments, name);
                if (value != null && isVerb(value)) {
                    verb = value;
                }
            }
        }
        for (int at = json.first(arguments); at != Json.NONE; at = json.next(at)) {
            if (argv.size() + paths.size() < MAX_WORDS) {
                member(json.string(at), at + 1);
            }
        }
    }

    private void member(String name, int value) {
        if (isTrue(value)) {
            argv.add(name.length() == 1 ? "-" + name : "--" + kebab(name));
            return;
        }
        switch (name) {
            case "mode", "operation", "action", "subcommand", "type", "command" -> {
                if (json.isString(value) && !json.string(value).equals(verb)) {
                    mode(json.string(value));
                }
            }
            case "args", "arguments", "flags", "options", "extra_args", "extraArgs" ->
                    strings(value, argv);
            case "files", "file", "paths", "pathspec", "pathspecs", "file_path", "filePath" ->
                    strings(value, paths);
            case "remote", "refspec", "refspecs", "ref", "refs", "branch", "branch_name" ->
                    strings(value, argv);
            case "branchName", "target", "commit", "name", "source_branch", "remoteBranch" ->
                    strings(value, argv);
            default -> {}
        }
    }

    /// What a word besides the verb means to it: `hard` of a reset, `drop` of a stash.
    private void mode(String word) {
        switch (verb) {
            case "stash", "reflog", "worktree", "submodule" -> argv.addFirst(word);
            default -> {
                if (word.equals("delete") || word.equals("remove")) {
                    argv.add("--delete");
                } else if (isMode(word)) {
                    argv.add("--" + word);
                }
            }
        }
    }

    private static boolean isMode(String word) {
        return switch (word) {
            case "hard", "merge", "keep", "soft", "mixed", "force", "mirror", "prune" -> true;
            default -> false;
        };
    }

    private boolean isTrue(int value) {
        String source = json.isObject(value) || json.isArray(value) ? "" : json.source(value);
        return source.equals("true") || source.equals("\"true\"");
    }

    private void strings(int value, List<String> words) {
        if (json.isString(value)) {
            words.add(json.string(value));
        } else if (json.isArray(value)) {
            for (int at = json.first(value); at != Json.NONE; at = json.next(at)) {
                if (json.isString(at) && words.size() < MAX_WORDS) {
                    words.add(json.string(at));
                }
            }
        }
    }

    /// `forceWithLease` and `force_with_lease` as Git writes it: `force-with-lease`.
    private static String kebab(String name) {
        var words = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                words.append(i == 0 ? "" : "-").append((char) (c | 0x20));
            } else {
                words.append(c == '_' ? '-' : c);
            }
        }
        return words.toString();
    }
}
