package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Follows what is private from the command that reads it to the one that prints or sends it.
///
/// A value that holds such text holds a mark in its place, a character that stands for no text, and
/// so goes wherever a shell would carry the text: through variables, pipes, substitutions and
/// files. Owned by one thread, for one argument.
final class PrivateData {

    /// The text of a file of keys or tokens, which nobody may print.
    static final int KEY = 1;

    /// What may be read here, but not sent away: shell histories, the environment, accounts.
    static final int PRIVATE = 2;

    /// What a shell prints that takes its commands from outside.
    static final int SHELL = 4;

    /// What somebody on the network sends.
    static final int PEER = 8;

    /// The names of every file, key or service that there is.
    static final int EVERY = 16;

    /// What a decoder makes of a text, which is not worked out here.
    static final int HIDDEN = 32;

    /// What somebody copied, whatever it is: private only where it is fed to another machine.
    static final int COPIED = 64;

    /// A token that only the hosts of Google are meant to see.
    static final int OF_GOOGLE = 128;

    private static final char FIRST_MARK = '\ufdd0';
    private static final int MARKS = 8;

    private static final String OPENS =
            "copies a file of keys or tokens to where others may read it";

    static final String RUNS_HIDDEN =
            "runs what is packed or encrypted, so that nobody can read it";

    /// Each word is looked at by several readers.
    private static final int STEPS_PER_WORD = 9;

    /// Characters of a value that are looked at for one step.
    private static final int CHARS_PER_STEP = 16;

    /// Reading a text for orders to an agent takes longer than following a command.
    private static final long STEPS_PER_CHAR = 4;

    private final Shell shell;
    private final Harm harm;

    PrivateData(Shell shell) {
        this.shell = shell;
        this.harm = shell.harm;
    }

    /// The marks in a value.
    static int in(@Nullable String value) {
        if (value == null) {
            return 0;
        }
        int marks = 0;
        for (int at = 0; at < value.length(); at++) {
            int mark = value.charAt(at) - FIRST_MARK;
            if (mark >= 0 && mark < MARKS) {
                marks |= 1 << mark;
            }
        }
        return marks;
    }

    /// A value that holds these marks and nothing else.
    static String text(int marks) {
        var text = new StringBuilder(MARKS);
        for (int i = 0; i < MARKS; i++) {
            if ((marks & 1 << i) != 0) {
                text.append((char) (FIRST_MARK + i));
            }
        }
        return text.toString();
    }

    /// Where the command runs, if that is no working tree; else nothing.
    String directory() {
        return shell.commands.directory.name();
    }

    /// The marks of what a file holds: what was written to it, or what its name tells.
    int ofFile(String path) {
        return in(shell.file(path));
    }

    /// A command has run.
    ///
    /// @param input what it read, if known
    /// @param output what it prints, if known
    /// @return the same with the marks of what it prints besides
    @Nullable String follow(
            List<String> argv, String name, @Nullable String input, @Nullable String output) {
        int read = in(input);
        if (input != null) {
            harm.spend(input.length() / CHARS_PER_STEP);
        }
        harm.spend((long) STEPS_PER_WORD * argv.size());
        if (harm.isFound()) {
            return output; // nothing more needs reading
        }
        int words = 0;
        int files = 0;
        for (int i = 1; i < argv.size() && !harm.isFound(); i++) {
            String word = argv.get(i);
            words |= in(word);
            files |= PrivateReaders.ofOperand(this, word);
        }
        harm.taken(PrivateSenders.judge(this, argv, name, read));
        if (input != null) {
            harm.taken(PrivateSenders.ordered(this, name, input));
            harm.taken(name.equals("gh") ? Footholds.told(argv, input) : null);
        }
        if (((words | read) & EVERY) != 0 && PrivateSources.isVault(argv, name)) {
            harm.taken("reads every secret of a store");
        }
        if ((words & EVERY) != 0) {
            harm.found(EveryName.judge(argv, name));
        }
        harm.taken(Footholds.judge(argv, name));
        if (in(argv.getFirst()) != 0) {
            runs(argv.getFirst());
        }
        int marks =
                PrivateReaders.printed(argv, name, read, words, files)
                        | PrivateSources.source(argv, name);
        if (output == null && PrivateSenders.isOfPeer(argv, name)) {
            marks |= PEER;
        }
        if (output == null && input != null && PrivateReaders.unpacks(argv, name)) {
            marks |= HIDDEN;
        }
        if ((read & HIDDEN) != 0 && PrivateReaders.runsInput(argv, name)) {
            harm.found(RUNS_HIDDEN);
        }
        if (PrivateReaders.copies(name) && (files & (KEY | PRIVATE)) != 0) {
            copied(argv, files & (KEY | PRIVATE));
        }
        if (input != null && output == null && PrivateReaders.encodes(name)) {
            marks |= PrivateRequests.variable(input, true);
        }
        holds(argv.getLast(), PrivateReaders.takenOut(argv, name));
        boolean isBundle = name.equals("git") && argv.size() > 3 && argv.get(1).equals("bundle");
        if (isBundle && argv.get(2).equals("create")) {
            holds(argv.get(3), PRIVATE);
        }
        int missing = marks & ~in(output);
        if (missing == 0) {
            return output;
        }
        return output == null ? text(missing) : output.concat(text(missing));
    }

    /// A file has these marks, unless its text is known: a command that fails leaves that.
    private void holds(String file, int marks) {
        if (marks != 0 && shell.file(file) == null) {
            shell.write(file, text(marks));
        }
    }

    /// Whatever else the command names may hold now what it read.
    private void copied(List<String> argv, int marks) {
        if (isOpen(argv.getLast()) && (marks & KEY) != 0) {
            harm.taken(OPENS);
        }
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            int from = word.startsWith("of=") ? 3 : 0;
            if (!word.startsWith("-") && PrivateReaders.ofOperand(this, word) == 0) {
                shell.write(word.substring(from), text(marks));
            }
        }
    }

    private static boolean isOpen(String path) {
        return path.startsWith("/tmp") || path.startsWith("/var/") || path.startsWith("/dev/shm");
    }

    /// A text is run.
    void runs(String script) {
        int marks = in(script);
        if ((marks & PEER) != 0) {
            harm.taken(OpenDoors.SHELL);
        }
        if ((marks & HIDDEN) != 0) {
            harm.found(RUNS_HIDDEN);
        }
    }

    /// Text goes where a redirection sends it.
    void redirected(String target, @Nullable String text) {
        int marks = in(text);
        if (isSocket(target) && marks != 0) {
            harm.taken((marks & SHELL) != 0 ? OpenDoors.SHELL : PrivateSenders.why(marks));
        }
        harm.taken(Footholds.written(target, text));
        if (text != null && PathText.isPath(target)) {
            instructed(PathText.of(target), text);
        }
        if ((marks & KEY) != 0 && isOpen(target)) {
            harm.taken(OPENS);
        }
        if (text != null && Footholds.isRun(target)) {
            obeyed(target, text);
        }
    }

    /// What is written to a file that an agent may read as instructions.
    private void instructed(PathText file, String text) {
        if (AgentTexts.isInstructions(file)) {
            harm.spend(STEPS_PER_CHAR * text.length());
            if (!harm.isFound() && PoisonedMemory.keeps(text)) {
                harm.taken(Footholds.AGENT);
            }
        }
    }

    /// What is written to a file whose lines are run later, at a login or at a time.
    private void obeyed(String file, String text) {
        if (file.contains("cron")) {
            shell.commands.files.schedule(text, 6);
        } else {
            shell.run(text, null);
        }
    }

    /// Whether a path is a connection to another machine.
    static boolean isSocket(String path) {
        return path.startsWith("/dev/tcp/") || path.startsWith("/dev/udp/");
    }

    /// What is printed at the end reaches the model.
    void printed(@Nullable String output) {
        if ((in(output) & KEY) != 0) {
            harm.taken("prints a file of keys or tokens");
        }
    }
}
