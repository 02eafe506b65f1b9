package gate.app;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/// How a command ends that prints something: its exit code, and what it says then.
final class Exit {

    static final int OK = 0;

    /// The question was answered with no, or there is no such thing.
    static final int NO = 1;

    /// The log, or whatever was to be read or written, is out of reach.
    static final int UNREADABLE = 3;

    /// A command at work.
    interface Work {

        /// Does it, to the exit code.
        int run() throws IOException, UsageException;
    }

    private Exit() {}

    /// Runs a command, and says what went wrong.
    static int of(String command, PrintStream err, Work work) throws UsageException {
        try {
            return work.run();
        } catch (Screen.Gone e) {
            if (e.isPipe()) {
                return OK;
            }
            say(err, command, "cannot write to standard output: " + e.getMessage());
        } catch (IOException e) {
            say(err, command, why(e));
        }
        return UNREADABLE;
    }

    /// Prints a text of our own.
    static int help(OutputStream out, String text) throws Screen.Gone {
        var screen = new Screen(out);
        screen.write(text.getBytes(StandardCharsets.UTF_8));
        screen.flush();
        return OK;
    }

    /// What an exception says, for people: those of files say nothing but their path.
    static String why(Exception e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file: " + e.getMessage();
            case AccessDeniedException _ -> "permission denied: " + e.getMessage();
            case FileAlreadyExistsException _ -> "exists already: " + e.getMessage();
            default -> String.valueOf(e.getMessage());
        };
    }

    /// One line on stderr. It may quote names from the log and from the command line, so it is made
    /// safe.
    static void say(PrintStream err, String command, @Nullable String message) {
        byte[] line = SafeText.line("mcpgate " + command + ": " + message).utf8();
        err.write(line, 0, line.length);
        err.write('\n');
        err.flush();
    }
}
