package gate.app;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What standard output leads to.
///
/// JLine would know too, but to ask costs it 85 ms, and to build a terminal writes to it.
///
/// @param columns how wide it is; 0 where nobody knows
record Stdout(boolean isTerminal, int columns) {

    /// What the launcher found out about standard output: `true` or `false`.
    static final String TTY_PROPERTY = "mcpgate.stdout.tty";

    /// The same about standard input.
    static final String STDIN_PROPERTY = "mcpgate.stdin.tty";

    /// How many columns the launcher counted, if it did.
    static final String COLUMNS_PROPERTY = "mcpgate.columns";

    static Stdout of(Map<String, String> env) {
        if (!isOnTerminal()) {
            return new Stdout(false, 0);
        }
        int columns = number(System.getProperty(COLUMNS_PROPERTY));
        if (columns == 0) {
            columns = number(env.get("COLUMNS"));
        }
        return new Stdout(true, columns == 0 ? asked() : columns);
    }

    /// Whether standard output is a terminal, without asking how wide it is.
    static boolean isOnTerminal() {
        String told = System.getProperty(TTY_PROPERTY);
        return told == null ? isTty(1) : told.equals("true");
    }

    /// Whether a screen can be drawn and keys can be read: standard input is a terminal too, and
    /// one that can move its cursor.
    static boolean isScreen(Map<String, String> env) {
        String type = env.getOrDefault("TERM", "");
        if (type.isEmpty() || type.equals("dumb")) {
            return false;
        }
        return isAsking();
    }

    /// Whether somebody can be asked: standard input is a terminal.
    static boolean isAsking() {
        String told = System.getProperty(STDIN_PROPERTY);
        return told != null ? told.equals("true") : isTty(0);
    }

    /// Whether the answer to a question is yes; no answer is none.
    static boolean isAgreed(InputStream in) throws IOException {
        String answer =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        String word = answer == null ? "" : answer.strip();
        return word.equalsIgnoreCase("y") || word.equalsIgnoreCase("yes");
    }

    @SuppressWarnings("SystemConsoleNull") // the documentation still allows null, whatever is usual
    private static boolean isTty(int descriptor) {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            Console console = System.console();
            return console != null && console.isTerminal();
        }
    }

    /// Asks `stty`, which takes 8 ms; it answers `24 80`.
    private static int asked() {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(new File("/dev/tty"))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (var answer = stty.inputReader()) {
                String line = answer.readLine();
                int blank = line == null ? -1 : line.indexOf(' ');
                return line == null || blank < 0 ? 0 : number(line.substring(blank + 1));
            }
        } catch (IOException e) {
            return 0;
        }
    }

    private static int number(@Nullable String digits) {
        if (digits == null || digits.isEmpty() || digits.length() > 5) {
            return 0;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
