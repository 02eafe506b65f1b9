package gate.app;

import gate.audit.AuditRecord;
import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.rules.Finding;
import gate.rules.Policy;
import gate.rules.Rulebook;
import gate.rules.Ruling;
import gate.rules.SecretText;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What of a message goes into the log: by default all of it but the secrets, for which marks
/// stand. What is forwarded never changes.
///
/// A row that is not kept as it came says so: in the place of the line's SHA-256, with which a weak
/// password could be tried out, it has the keyed digest of the line after what was done
/// (`secrets:`, `args:`, `all:`). A message with nothing to hide costs next to nothing, and its row
/// is the same object. For both pumps; one flag is shared.
final class AtRest {

    /// Before the digest, where secrets are marked and the rest is as it came.
    static final String SECRETS = label(Policy.AtRest.SECRETS);

    private final Rulebook.@Nullable Source source;
    private final SecretMarks marks;

    /// Whether a method or a tool has had a secret for a name: from then on the rows of answers are
    /// looked at too. Either pump may set it.
    private volatile boolean hasSecretNames;

    /// @param source the policy of the moment; null to keep everything as it came
    AtRest(Rulebook.@Nullable Source source, SecretMarks.Digests digests) {
        this.source = source;
        marks = new SecretMarks(digests);
    }

    /// Keeps everything as it came.
    static AtRest asItCame() {
        return new AtRest(null, (_, _, _) -> "");
    }

    /// What was done to the message of a row, `secrets:` and a digest taken apart; empty where it
    /// is kept as it came.
    static String done(@Nullable String sha256) {
        int colon = sha256 == null ? -1 : sha256.indexOf(':');
        return sha256 == null || colon < 0 ? "" : sha256.substring(0, colon + 1);
    }

    /// What is not kept of the message of a row, in words for people; empty where all of it is.
    static String note(@Nullable String sha256) {
        return switch (done(sha256)) {
            case "" -> "";
            case "secrets:" -> "a mark with a digest stands for each secret in it";
            case "args:" -> "a digest stands for what the client said in it";
            default -> "a digest stands for what it said";
        };
    }

    /// The row of a message that was judged.
    AuditRecord judged(AuditRecord row, Envelope envelope, Ruling ruling) {
        Policy.AtRest mode = mode();
        boolean isAsItCame =
                mode == Policy.AtRest.NONE
                        || (mode == Policy.AtRest.SECRETS
                                && !SecretText.mayBeIn(envelope, ruling)
                                && !hasSecretNames);
        return isAsItCame ? row : kept(row, envelope.message(), mode);
    }

    /// The row of a message that was not judged.
    AuditRecord rejected(AuditRecord row, Message message) {
        Policy.AtRest mode = mode();
        return mode == Policy.AtRest.NONE ? row : kept(row, message, mode);
    }

    /// The row of a line that is no message.
    AuditRecord unread(AuditRecord row) {
        Policy.AtRest mode = mode();
        if (mode == Policy.AtRest.NONE || !row.message().hasRemaining()) {
            return row;
        }
        ByteBuffer line = row.message();
        int from = line.arrayOffset() + line.position();
        int to = line.arrayOffset() + line.limit();
        boolean isWhole =
                mode == Policy.AtRest.ALL
                        || (mode == Policy.AtRest.ARGS && row.direction() == Direction.UPSTREAM);
        if (isWhole) {
            String mark = marks.mark("line", line.array(), from, to);
            ByteBuffer kept = ByteBuffer.wrap(mark.getBytes(StandardCharsets.UTF_8));
            return with(row, label(mode), kept, row.findings());
        }
        var kept = new KeptLine(line.array(), from, to, marks);
        return kept.isChanged() ? with(row, SECRETS, kept.kept(), kept.moved(row.findings())) : row;
    }

    /// A text that goes into the log beside messages: a name, a word of a command.
    String text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // The policy is asked last: at the start it waits for the rules.
        return SecretText.mayBeIn(bytes, 0, bytes.length) && mode() != Policy.AtRest.NONE
                ? marks.without(text)
                : text;
    }

    private Policy.AtRest mode() {
        return source == null ? Policy.AtRest.NONE : source.current().policy().atRest();
    }

    private AuditRecord kept(AuditRecord row, Message message, Policy.AtRest mode) {
        var kept =
                new KeptMessage(message, row.findings(), marks)
                        .take(message, cuts(message, row.direction(), mode));
        if (!kept.isChanged()) {
            return hasSecretNames ? with(row, null, row.message(), row.findings()) : row;
        }
        String done = kept.hasCuts() ? label(mode) : SECRETS;
        return with(row, done, kept.bytes(), kept.findings());
    }

    /// The values of a message that are not kept at all, ascending.
    private static List<Integer> cuts(Message message, Direction direction, Policy.AtRest mode) {
        int payload = message.payload();
        if (mode == Policy.AtRest.SECRETS || payload == Json.NONE) {
            return List.of();
        }
        boolean isAnswer = !message.json().isObject(payload) || isAnswer(message);
        if (mode == Policy.AtRest.ALL || (isAnswer && direction == Direction.UPSTREAM)) {
            return List.of(payload);
        }
        Json json = message.json();
        List<Integer> cuts = new ArrayList<>();
        for (int at = json.first(payload); at != Json.NONE && !isAnswer; at = json.next(at)) {
            boolean isArgument =
                    json.textEquals(at, "arguments")
                            || json.textEquals(at, "argument")
                            || json.textEquals(at, "inputResponses");
            if (isArgument) {
                cuts.add(at + 1);
            }
        }
        return cuts;
    }

    private static boolean isAnswer(Message message) {
        return message instanceof Message.Result || message instanceof Message.Failure;
    }

    /// @param done what was done to the message, or null if only names are looked at
    private AuditRecord with(
            AuditRecord row, @Nullable String done, ByteBuffer kept, List<Finding> findings) {
        ByteBuffer line = row.message();
        int from = line.arrayOffset() + line.position();
        int to = line.arrayOffset() + line.limit();
        String method = named(row.method());
        String tool = named(row.toolName());
        boolean isNamed =
                java.util.Objects.equals(method, row.method())
                        && java.util.Objects.equals(tool, row.toolName());
        hasSecretNames |= !isNamed;
        return new AuditRecord(
                row.epochNanos(),
                row.direction(),
                row.kind(),
                named(row.rpcId()),
                method,
                tool,
                row.decision(),
                row.reason(),
                findings,
                row.sizeBytes(),
                row.judgeNanos(),
                done == null ? row.sha256() : done + marks.digest(line.array(), from, to),
                kept);
    }

    private @Nullable String named(@Nullable String name) {
        return name == null ? null : marks.without(name);
    }

    private static String label(Policy.AtRest mode) {
        return mode.name().toLowerCase(Locale.ROOT) + ':';
    }
}
