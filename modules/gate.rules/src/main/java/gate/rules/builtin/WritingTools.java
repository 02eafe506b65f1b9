package gate.rules.builtin;

/// Tells by the words of its name whether a tool changes files or only looks at them.
final class WritingTools {

    private static final int WRITES = 1;
    private static final int FILES = 2;
    private static final int READS = 4;

    /// Beside [#WRITES]: what a tool for files does, if its name says no more.
    private static final int KEEPS = 8;

    private static final int REMOVES = 16;

    private WritingTools() {}

    /// Whether the tool keeps text in files: `write_file`, `edit`, `create_or_update_file`.
    static boolean writesFiles(String tool) {
        int does = of(tool);
        return (does & WRITES) != 0
                && ((does & FILES) != 0 || ((does & KEEPS) != 0 && !hasObject(tool)));
    }

    /// Whether the tool changes what it is pointed at.
    static boolean writes(String tool) {
        return (of(tool) & WRITES) != 0;
    }

    /// Whether the tool takes away what it is pointed at: `delete_file`.
    static boolean removes(String tool) {
        return (of(tool) & REMOVES) != 0;
    }

    /// Whether the tool only looks at what it is pointed at.
    static boolean reads(String tool) {
        int does = of(tool);
        return (does & READS) != 0 && (does & (WRITES | REMOVES)) == 0;
    }

    private static int of(String tool) {
        int all = 0;
        int from = 0;
        for (int i = 1; i <= tool.length(); i++) {
            if (Words.isEnd(tool, i)) {
                all |= ofWord(Words.word(tool, from, i));
                from = i;
            }
        }
        return all;
    }

    /// Whether the name has more than one word, so that it says what it changes.
    private static boolean hasObject(String tool) {
        for (int i = 1; i < tool.length(); i++) {
            if (Words.isEnd(tool, i)) {
                return true;
            }
        }
        return false;
    }

    private static int ofWord(String word) {
        return switch (word) {
            case "write", "edit", "save", "append", "insert", "replace", "patch", "multiedit" ->
                    WRITES | KEEPS;
            case "create", "put", "modify", "overwrite", "move", "rename", "copy", "download" ->
                    WRITES;
            case "update", "touch", "export", "extract", "unzip", "init", "apply", "add" -> WRITES;
            case "delete", "remove", "unlink", "rm", "trash", "erase", "destroy", "discard" ->
                    REMOVES;
            case "file", "files", "fs", "disk", "document", "str", "block", "range", "lines" ->
                    FILES;
            case "notebook", "directory", "folder", "path", "diff" -> FILES;
            case "read", "get", "list", "search", "view", "stat", "cat", "open", "grep", "find" ->
                    READS;
            case "show", "fetch", "load", "tree", "info", "head", "tail", "glob" -> READS;
            default -> 0;
        };
    }
}
