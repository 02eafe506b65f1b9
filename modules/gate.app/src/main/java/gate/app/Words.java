package gate.app;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Walks the words of a command line, one option or operand after the other.
///
/// An option's value is the next word or stands after `=`; after `--` there are operands only, and
/// `-` is one. Owned by one thread.
final class Words {

    private final String command;
    private final List<String> args;
    private final List<String> options;
    private int at;
    private String word = "";
    private @Nullable String attached;
    private boolean isOption;
    private boolean isAfterDashes;

    /// @param command what the words follow, for messages
    /// @param options the names of all options, for a hint where one is misspelt
    Words(String command, List<String> args, List<String> options) {
        this.command = command;
        this.args = args;
        this.options = options;
    }

    /// Moves to the next option or operand; false at the end.
    boolean next() {
        if (at < args.size() && args.get(at).equals("--") && !isAfterDashes) {
            isAfterDashes = true;
            at++;
        }
        if (at == args.size()) {
            return false;
        }
        word = args.get(at++);
        attached = null;
        isOption = !isAfterDashes && word.length() > 1 && word.charAt(0) == '-';
        int equals = isOption && word.startsWith("--") ? word.indexOf('=') : -1;
        if (equals > 0) {
            attached = word.substring(equals + 1);
            word = word.substring(0, equals);
        }
        return true;
    }

    boolean isOption() {
        return isOption;
    }

    /// The option's name, `--limit`, or the operand.
    String word() {
        return word;
    }

    /// This operand and all that follows it, as it stands.
    List<String> rest() {
        return args.subList(at - 1, args.size());
    }

    /// The value of this option.
    ///
    /// @throws UsageException if there is none
    String value() throws UsageException {
        String value = attached;
        if (value != null) {
            return value;
        }
        if (at == args.size()) {
            throw wrong(word + " needs a value");
        }
        return args.get(at++);
    }

    /// True, for an option that has no value.
    ///
    /// @throws UsageException if it was given one
    boolean flag() throws UsageException {
        if (attached != null) {
            throw wrong(word + " takes no value, and got \"" + attached + '"');
        }
        return true;
    }

    /// This operand, which must be the only one.
    ///
    /// @param before what came before, or null
    String only(@Nullable String before) throws UsageException {
        if (before != null) {
            throw wrong("one too many: \"" + word + "\" after \"" + before + '"');
        }
        return word;
    }

    /// There is no such option, or no operand is taken.
    UsageException unknown() {
        if (!isOption) {
            return wrong("unexpected \"" + word + '"');
        }
        for (String option : options) {
            if (word.length() >= 4 && option.regionMatches(0, word, 0, 4)) {
                return wrong("no option " + word + "; did you mean " + option + '?');
            }
        }
        return wrong("no option " + word);
    }

    /// The words make no sense; the message says what, and where to read on.
    UsageException wrong(String what) {
        return new UsageException(command + ": " + what + "; see: mcpgate " + command + " --help");
    }
}
