package gate.app;

import java.io.IOException;
import java.util.List;

/// Modes and size of the terminal on standard input, by `stty`.
///
/// A start of `stty` takes milliseconds; to link one native function at run time, as JLine's
/// terminal does for each, takes hundreds. Owned by one thread.
final class TerminalModes {

    private static final String RAW = "stty -icanon -echo -isig -iexten -icrnl -ixon min 0 time 1";

    /// A terminal that says that it is larger is taken for this large.
    private static final int MOST = 1000;

    /// What `stty -g` said: how the terminal was before.
    private final String saved;

    private int rows;
    private int columns;

    private TerminalModes(String saved, String size) {
        this.saved = saved;
        measured(size);
    }

    /// Notes how the terminal is, and has it hand on each key as it is typed, unseen, also those
    /// that are signals else. A read ends after a tenth of a second at the latest.
    static TerminalModes enter() throws IOException, InterruptedException {
        List<String> said = stty("stty -g && stty size && " + RAW);
        if (said.size() < 2) {
            throw new IOException(
                    "cannot set up the terminal: stty failed; --plain prints lines instead");
        }
        return new TerminalModes(said.get(0), said.get(1));
    }

    /// The same again, after [#restore].
    void again() throws IOException, InterruptedException {
        stty(RAW);
    }

    /// As it was before.
    void restore() throws IOException, InterruptedException {
        var plain = new StringBuilder();
        for (int i = 0; i < saved.length(); i++) {
            char c = saved.charAt(i);
            boolean isPlain = Character.isLetterOrDigit(c) || c == ':' || c == '=' || c == '-';
            plain.append(isPlain ? c : ' ');
        }
        stty("stty " + plain);
    }

    /// Asks for the size anew.
    void measure() throws IOException, InterruptedException {
        List<String> said = stty("stty size");
        if (!said.isEmpty()) {
            measured(said.getFirst());
        }
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /// @param size `24 80`
    private void measured(String size) {
        int blank = size.indexOf(' ');
        long high = blank < 0 ? -1 : Quantities.number(size.substring(0, blank));
        long wide = blank < 0 ? -1 : Quantities.number(size.substring(blank + 1).strip());
        rows = Math.clamp(high, 0, MOST);
        columns = Math.clamp(wide, 0, MOST);
    }

    private static List<String> stty(String command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("sh", "-c", command)
                        .redirectInput(ProcessBuilder.Redirect.INHERIT)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var answer = process.inputReader()) {
            List<String> lines = answer.readAllLines();
            process.waitFor();
            return lines;
        }
    }
}
