package gate.app;

import gate.audit.Decision;
import gate.protocol.Direction;
import gate.protocol.Frame;
import gate.protocol.FrameReader;
import gate.protocol.MessageReader;
import gate.rules.Finding;
import gate.rules.Rulebook;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// `mcpgate check`: judges messages, one a line, as `run` does, and says what it would have done.
///
/// What is there is printed before it waits for more. Owned by one thread.
final class Check {

    private static final String NAME = "check";

    private final DryRun run;
    private final @Nullable Direction from;
    private final Sender sender;
    private final FrameReader frames;
    private final boolean json;
    private final Screen screen;
    private final PrintStream err;
    private final long[] counts = new long[Decision.values().length];
    private long withheld;

    private Check(
            CheckOptions options,
            Rulebook book,
            InputStream in,
            OutputStream out,
            PrintStream err) {
        var messages = new MessageReader();
        run =
                options.isSession()
                        ? DryRun.ofSession(messages, DryRun.excerpt(options.server()), book)
                        : DryRun.ofLines(messages, options.server(), book);
        from = options.from();
        sender = new Sender(messages);
        frames = new FrameReader(in, options.maxMessageBytes());
        json = options.json();
        screen = new Screen(out);
        this.err = err;
    }

    /// Runs the command to its end.
    ///
    /// @param args what stands after `check`
    /// @return the exit code: 0 if every line would be forwarded, 1 if not, 2 if there is nothing
    ///   to read
    static int run(
            List<String> args,
            Map<String, String> env,
            InputStream stdin,
            OutputStream out,
            PrintStream err)
            throws UsageException {
        CheckOptions options = CheckOptions.parse(args);
        return Exit.of(
                NAME,
                err,
                () -> {
                    if (options.help()) {
                        return Exit.help(out, CheckOptions.HELP);
                    }
                    Rulebook book;
                    try {
                        var books = new Rulebooks(PolicyPlaces.of(env, options.policy()));
                        book = books.of(options.server());
                    } catch (PolicyException e) {
                        return PolicyCommand.refuse(NAME, e, err);
                    }
                    try (InputStream in = open(options.file(), stdin)) {
                        return new Check(options, book, in, out, err).run();
                    } catch (Screen.Gone e) {
                        throw e;
                    } catch (IOException | InvalidPathException e) {
                        Exit.say(err, NAME, "cannot read " + options.file() + ": " + Exit.why(e));
                        return Main.USAGE;
                    }
                });
    }

    private static InputStream open(String file, InputStream stdin) throws IOException {
        return file.equals(CheckOptions.STDIN) ? stdin : Files.newInputStream(Path.of(file));
    }

    private int run() throws IOException {
        long line = 0;
        while (true) {
            if (!frames.hasNext()) {
                screen.flush();
            }
            Frame frame = frames.next();
            if (frame instanceof Frame.End) {
                break;
            }
            line++;
            Judgement judgement = run.judge(frame, from == null ? sender.guess(frame) : from);
            count(judgement);
            if (json) {
                screen.write(JsonFindings.line(line, judgement));
            } else if (judgement.decision() != Decision.ALLOW) {
                print(line, judgement);
            }
        }
        screen.flush();
        if (!json) {
            sum();
        }
        return withheld == 0 ? Exit.OK : Exit.NO;
    }

    private void count(Judgement judgement) {
        if (!judgement.equals(Judgement.BLANK)) {
            counts[index(judgement.decision())]++;
            withheld += judgement.isForwarded() ? 0 : 1;
        }
    }

    private void print(long line, Judgement judgement) throws IOException {
        for (Finding finding : judgement.findings()) {
            var text = new StringBuilder();
            text.append(line).append(": ");
            text.append(judgement.decision().name()).append(' ').append(finding.ruleId());
            if (judgement.decision() == Decision.WARN && !judgement.isForwarded()) {
                text.append(" (not forwarded)");
            }
            if (!finding.span().pointer().isEmpty()) {
                text.append(" at ").append(finding.span().pointer());
            }
            if (finding.span().end() > finding.span().start()) {
                text.append(" [").append(finding.span().start());
                text.append(", ").append(finding.span().end()).append(')');
            }
            text.append(": ").append(finding.reason());
            screen.write(SafeText.line(text.toString()).utf8());
            screen.write(LINE_FEED);
        }
    }

    private static final byte[] LINE_FEED = "\n".getBytes(StandardCharsets.US_ASCII);

    private void sum() {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        Exit.say(
                err,
                NAME,
                Shown.counted(all, "message")
                        + ": "
                        + (all - withheld)
                        + " would be forwarded"
                        + ", "
                        + withheld
                        + " would not; allow "
                        + counts[index(Decision.ALLOW)]
                        + ", warn "
                        + counts[index(Decision.WARN)]
                        + ", block "
                        + counts[index(Decision.BLOCK)]);
    }

    private static int index(Decision decision) {
        return switch (decision) {
            case ALLOW -> 0;
            case WARN -> 1;
            case BLOCK -> 2;
        };
    }
}
