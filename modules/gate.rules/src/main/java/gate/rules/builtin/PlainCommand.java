package gate.rules.builtin;

/// Tells a value that is a command and nothing else from prose, without knowing what it is for.
final class PlainCommand {

    private static final int MAX_FIRST_CHARS = 24;

    private PlainCommand() {}

    /// Whether the source of a JSON string may begin with such a command: cheap, and never wrong
    /// about one that does.
    static boolean mayBegin(byte[] bytes, int from, int to) {
        if (to - from < 4) {
            return false;
        }
        int b = bytes[from];
        return b < 0
                || b == '\\'
                || b == '"'
                || b == '/'
                || b == '$'
                || b == ':'
                || b == ' '
                || (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z');
    }

    /// Whether the first word is the name of a command that can destroy, or runs one that can.
    static boolean begins(String text) {
        String plain = ArgumentJudge.folded(text).strip();
        int end = 0;
        while (end < plain.length() && end < MAX_FIRST_CHARS && plain.charAt(end) > ' ') {
            end++;
        }
        String first = plain.substring(0, end);
        if (first.startsWith(":(){")) {
            return true;
        }
        return switch (Argv.name(first)) {
            case "rm", "sudo", "dd", "shred", "mkfs", "wipefs", "git", "bash", "sh", "mkfs.ext4" ->
                    true;
            case "format", "del", "rmdir", "rd", "remove-item", "powershell", "cmd", "find" -> true;
            case "drop", "truncate", "delete" -> true;
            default -> first.startsWith("mkfs.");
        };
    }

    /// Whether nothing reads as prose: one line, and no sentence.
    static boolean isOnly(String text) {
        String plain = text.strip();
        if (plain.indexOf('\n') >= 0) {
            return false;
        }
        int words = 0;
        for (int i = 0; i < plain.length(); i++) {
            words += plain.charAt(i) == ' ' ? 1 : 0;
        }
        boolean isSentence = plain.endsWith(".") && !plain.endsWith("..") && !plain.endsWith(" .");
        boolean hasProse =
                plain.contains(" is ")
                        || plain.contains(" the ")
                        || plain.contains(" a ")
                        || plain.contains(" and ")
                        || plain.contains(" to ")
                        || plain.contains(" will ")
                        || plain.contains("? ");
        return words <= 24 && !isSentence && !hasProse && !plain.endsWith("?");
    }
}
