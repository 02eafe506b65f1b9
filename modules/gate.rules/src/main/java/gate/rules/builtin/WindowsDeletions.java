package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What commands of Windows delete, or take from the system: files, backups, rights.
final class WindowsDeletions {

    private static final String TREE = "deletes a directory that is no build output";

    private WindowsDeletions() {}

    /// Programs that delete what Windows needs when they are told to.
    static @Nullable String system(List<String> command, String name) {
        boolean isDelete = has(command, "delete") || has(command, "/delete");
        return switch (name) {
            case "vssadmin", "wbadmin", "wmic", "fsutil", "manage-bde", "schtasks" ->
                    isDelete || has(command, "resize") ? "deletes backups or shadow copies" : null;
            case "bcdedit" ->
                    isDelete || has(command, "recoveryenabled")
                            ? "breaks the way Windows starts"
                            : null;
            case "robocopy" ->
                    (has(command, "/mir") || has(command, "/purge"))
                                    && !has(command, "/l")
                                    && !isForTests(command)
                            ? "deletes what the other side lacks"
                            : null;
            case "reg" -> isDelete ? "deletes settings of Windows" : null;
            case "net" -> isDelete || has(command, "/del") ? "deletes a user or share" : null;
            case "wevtutil" ->
                    has(command, "cl") || has(command, "clear-log") ? "deletes logs" : null;
            default -> null;
        };
    }

    /// @param listed what a command before it lists, if it has no operand of its own
    static @Nullable String remove(Harm harm, @Nullable String listed, List<String> command) {
        if (has(command, "-whatif")) {
            return null;
        }
        boolean isTree = false;
        List<String> targets = new ArrayList<>();
        for (int i = 1; i < command.size(); i++) {
            String word = command.get(i);
            String lower = word.toLowerCase(Locale.ROOT);
            if (lower.startsWith("-r") || lower.equals("/s") || lower.startsWith("/s/")) {
                isTree = true;
            } else if (isSwitch(lower)) {
                isTree |= lower.indexOf("/s") > 0;
                if (Words.isAmong("-filter -include -exclude -erroraction -ea", lower)) {
                    i++;
                }
            } else {
                targets.add(word);
            }
        }
        if (targets.isEmpty() && listed != null) {
            return FileTargets.tree(listed) == null ? null : TREE;
        }
        for (String target : targets) {
            boolean isEverything =
                    target.length() > 1 && target.charAt(1) == ':' && target.endsWith("*");
            boolean isSystem = target.toLowerCase(Locale.ROOT).startsWith("c:\\windows");
            boolean isBinaries = plain(target).equals("bin") && hasBuildOutput(targets);
            boolean isMeant = (isTree || isEverything || isSystem) && !isBinaries;
            String why = isMeant ? FileTargets.tree(target) : null;
            if (why != null) {
                return why;
            }
            if (isTree && harm.isStrict()) {
                return FileTargets.ANY_TREE;
            }
        }
        return null;
    }

    private static String plain(String path) {
        return path.startsWith(".\\") || path.startsWith("./") ? path.substring(2) : path;
    }

    private static boolean hasBuildOutput(List<String> targets) {
        for (String target : targets) {
            if (FileTargets.isBuildOutput(plain(target))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isForTests(List<String> command) {
        for (int i = 2; i < command.size(); i++) {
            if (!command.get(i).startsWith("/") && FileTargets.isThrowAway(command.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSwitch(String word) {
        if (word.startsWith("-")) {
            return true;
        }
        return word.length() >= 2
                && word.charAt(0) == '/'
                && (word.length() == 2 || word.charAt(2) == '/' || word.charAt(2) == ':');
    }

    /// `Get-ChildItem -Include bin,obj`.
    static boolean isOfBuild(List<String> command) {
        boolean isOfBuild = false;
        boolean isNames = false;
        for (String word : command) {
            if (word.startsWith("-")) {
                isNames = word.equalsIgnoreCase("-include") || word.equalsIgnoreCase("-filter");
            } else if (isNames) {
                isOfBuild = word.equals("bin") || FileTargets.isBuildOutput(word);
                if (!isOfBuild) {
                    return false;
                }
            }
        }
        return isOfBuild;
    }

    static @Nullable String target(List<String> command) {
        for (int i = 1; i < command.size(); i++) {
            if (!command.get(i).startsWith("-") && !isSwitch(command.get(i))) {
                return command.get(i);
            }
        }
        return ".";
    }

    static boolean isDrive(String word) {
        return word.length() >= 2 && word.charAt(1) == ':' && Character.isLetter(word.charAt(0));
    }

    static @Nullable String rights(List<String> command) {
        boolean isTree = has(command, "/t") || has(command, "/r") || has(command, "/deny");
        for (String word : command) {
            boolean isRoot = isDrive(word) && word.length() <= 4;
            if (isTree && (isRoot || word.toLowerCase(Locale.ROOT).startsWith("c:\\windows"))) {
                return "changes the rights of the system's files";
            }
        }
        return null;
    }

    static boolean has(List<String> command, String word) {
        for (String part : command) {
            if (part.equalsIgnoreCase(word)
                    || part.toLowerCase(Locale.ROOT).startsWith(word + ":")) {
                return true;
            }
        }
        return false;
    }
}
