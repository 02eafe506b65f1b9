package gate.app;

import gate.audit.AuditRow;
import gate.protocol.Fault;

import org.jspecify.annotations.Nullable;

/// What rules and faults are about, for people: what is looked for, and what to do about it.
///
/// No setting lets anything pass yet, so this does not pretend that one did.
final class RuleNotes {

    private static final String NO_SETTING = "No setting lets it pass yet.";

    private RuleNotes() {}

    /// What a rule or fault looks for.
    static String looksFor(String id) {
        return switch (id) {
            case "cross_repository_access" ->
                    "A session on GitHub or GitLab stays on the repository that it named first:"
                        + " text that the agent read in one must not make it reach into another.";
            case "injection_phrase_detected" ->
                    "No text of a server, and no member name, may hold one of the listed orders to"
                            + " the agent, however it is written.";
            case "destructive_shell_command" ->
                    "No argument of a call may hold a command that destroys data.";
            case "ambiguous_message" ->
                    "Two peers may read this differently although both read it; it was forwarded.";
            case "tool_changed" ->
                    "What a server offers may not give the model orders that it did not give when"
                            + " it was first seen. What merely widened is a warning.";
            case "tool_shadowing" ->
                    "A tool may not order what another server's tool has to do, nor have a name"
                            + " that cannot be told from another's.";
            case "credential_read" ->
                    "A session that has read what strangers write is shown when it reads"
                            + " credentials.";
            case "scope_widened" ->
                    "A session is shown when it turns to another tenant, workspace or project.";
            case "private_to_public" ->
                    "What was read from a store of credentials, or from many private messages, may"
                            + " not leave word for word by a public door.";
            case "rule_failed" ->
                    "A rule failed on this message. The gate could not decide, so it did not"
                            + " forward.";
            case "audit_unavailable" ->
                    "The message could not be recorded, and what is not recorded is not forwarded.";
            case "not_json" ->
                    "A line that is no JSON is no message; what a server prints for people belongs"
                            + " on its stderr.";
            default -> {
                Fault fault = fault(id);
                yield fault == null
                        ? "This mcpgate has no rule of that name: another version decided."
                        : "A line must be one message that every peer reads alike; this one is"
                                + " not: "
                                + fault.reason()
                                + '.';
            }
        };
    }

    /// What would let the message pass, or what the user can do.
    static String remedy(String id, AuditRow row) {
        return switch (id) {
            case "cross_repository_access" ->
                    NO_SETTING
                            + " To work on another repository, restart the client: a new session"
                            + " may name another one first.";
            case "injection_phrase_detected" ->
                    NO_SETTING
                            + " Read the text at its source: if somebody planted it, have it"
                            + " removed there; if it is harmless, use it without the agent.";
            case "destructive_shell_command" ->
                    NO_SETTING + " If the command is meant, run it yourself, outside of the agent.";
            case "tool_changed" ->
                    "See what changed: mcpgate pins diff --server "
                            + row.serverName()
                            + ". If it is meant, mcpgate pins accept --server "
                            + row.serverName()
                            + " lets it pass; then have the client list the tools anew. If it is"
                            + " not, remove the server.";
            case "tool_shadowing" ->
                    NO_SETTING
                            + " Read the description: a tool that gives orders about another server"
                            + " is best removed.";
            case "credential_read", "scope_widened" ->
                    "Nothing need be done: a warning keeps nothing back.";
            case "private_to_public" ->
                    NO_SETTING
                            + " If it is meant to be sent, send it yourself, outside of the agent.";
            case "ambiguous_message" -> "Nothing need be done: a warning keeps nothing back.";
            case "rule_failed" ->
                    NO_SETTING
                            + " Please report it, with the message if it is no secret: mcpgate show"
                            + " "
                            + row.id()
                            + " --raw > message.json";
            case "audit_unavailable" ->
                    "Make room on the disk of the log, or make its directory writable.";
            case "not_json" ->
                    "Nothing is lost for the session: the line was shown on stderr. Have the server"
                            + " log there.";
            case "oversized" -> "Start the gate with a greater --max-message, up to 512M.";
            case "batch_not_allowed" ->
                    "Only protocol revision 2025-03-26 has batches: have the sender send the"
                            + " messages one by one, or agree on that revision.";
            default -> fault(id) == null ? NO_SETTING : sender(row);
        };
    }

    private static String sender(AuditRow row) {
        String who = row.direction().equals("server_to_client") ? "server" : "client";
        return "No setting lets such a line pass. It is the "
                + who
                + " that has to send it otherwise: report it there.";
    }

    private static @Nullable Fault fault(String id) {
        for (Fault fault : Fault.values()) {
            if (fault.id().equals(id)) {
                return fault;
            }
        }
        return null;
    }
}
