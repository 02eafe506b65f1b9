package gate.app;

import gate.audit.AuditRow;
import gate.protocol.Fault;
import gate.rules.Finding;
import gate.rules.ToolLists;

import org.jspecify.annotations.Nullable;

/// What rules and faults are about, for people: what is looked for, and what to do about it.
final class RuleNotes {

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
            case "injection_suspected" ->
                    "No text of a server may order the agent about, in whatever words, also"
                            + " encoded. What is only likely is a warning.";
            case "poisoned_tool_description" ->
                    "What a server says of itself may describe, and not order the agent about."
                            + " What is only likely is a warning.";
            case "poisoned_memory" ->
                    "No call may write an order where an agent will obey it later: into a file of"
                        + " instructions, or into its memory. What is only likely is a warning.";
            case "destructive_shell_command" ->
                    "No argument of a call may hold a command that destroys data.";
            case "exfiltrating_shell_command" ->
                    "No command may print or send what is private, hand a shell to another"
                            + " machine, or plant what lets somebody in again.";
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
                    "A session is shown when it turns to another tenant, workspace or project, or"
                            + " to a schema of credentials.";
            case "access_widened" ->
                    "A call that opens something to everybody, or gives somebody all rights, is"
                            + " shown.";
            case "elicited_secret" ->
                    "A server may not ask the user for a password, a key or a code in a form.";
            case "outside_scope" ->
                    "Where a policy lists tables, paths or hosts, no call may name another.";
            case "private_to_public" ->
                    "What was read from a store of credentials, or from many private messages, may"
                            + " not leave word for word by a public door.";
            case "hidden_unicode" ->
                    "No text may hold characters that nobody sees and a model reads, or that show"
                            + " it in another order.";
            case "terminal_escape" ->
                    "No text of a server may hide text on a terminal, write its clipboard or make"
                            + " it type.";
            case "secret_in_arguments" ->
                    "No key or token may leave with a call to a tool that did not ask for it.";
            case "secret_in_result" ->
                    "A key or a token in what a server sends is shown: the model knows it now.";
            case "protected_path" ->
                    "No call may read the user's keys, or write what agents, shells and systems"
                            + " obey.";
            case "path_escape" ->
                    "No path may climb into a directory of the system, or hide that it climbs.";
            case "option_injection" ->
                    "No option of a program may stand where a name, a path or an address belongs.";
            case "shell_metacharacters" ->
                    "No command may stand in an argument that names something.";
            case "ssrf_target" ->
                    "No URL may make a server fetch a cloud's credentials, or offer a login that is"
                            + " no page.";
            case "url_exfiltration" ->
                    "No image may have a place for data in its URL; text in disguise in a URL is"
                            + " shown.";
            case "rule_failed" ->
                    "A rule failed on this message. The gate could not decide, so it did not"
                            + " forward.";
            case "audit_unavailable" ->
                    "The message could not be recorded, and what is not recorded is not forwarded.";
            case ToolLists.ID -> "The policy does not let this tool be called.";
            case ToolLists.HIDDEN ->
                    "The policy does not let these tools be called, so they were left out of the"
                            + " list that the client got.";
            case Recorder.POLICY_CHANGED ->
                    "A policy file was written while the session ran: the new policy holds from"
                            + " here on.";
            case Recorder.POLICY_REJECTED ->
                    "A policy file was written while the session ran, with a mistake in it: the old"
                            + " policy holds.";
            case Recorder.AUDIT_GAP ->
                    "The log was unavailable, and the policy forwards messages all the same; this"
                            + " row counts them.";
            case "not_json" ->
                    "A line that is no JSON is no message; what a server prints for people belongs"
                            + " on its stderr.";
            default -> {
                Fault fault = fault(id);
                yield fault == null
                        ? "This mcpgate has no rule of that name: a policy brought it along, or"
                                + " another version decided."
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
                    "To work on another repository, restart the client: a new session may name"
                            + " another one first. "
                            + exception(id, row);
            case "injection_phrase_detected", "injection_suspected", "poisoned_tool_description" ->
                    "Read the text at its source: if somebody planted it, have it removed there. "
                            + exception(id, row);
            case "poisoned_memory" ->
                    "If the text is meant, write it yourself, outside of the agent. "
                            + exception(id, row);
            case "destructive_shell_command", "exfiltrating_shell_command" ->
                    "If the command is meant, run it yourself, outside of the agent. "
                            + exception(id, row);
            case ToolLists.ID, ToolLists.HIDDEN ->
                    "The policy has lists of tools; see: mcpgate policy show --server "
                            + row.serverName();
            case Recorder.POLICY_CHANGED, Recorder.POLICY_REJECTED -> "See: mcpgate policy lint";
            case "tool_changed" ->
                    "See what changed: mcpgate pins diff --server "
                            + row.serverName()
                            + ". If it is meant, mcpgate pins accept --server "
                            + row.serverName()
                            + " lets it pass; then have the client list the tools anew. If it is"
                            + " not, remove the server.";
            case "tool_shadowing" ->
                    "Read the description: a tool that gives orders about another server is best"
                            + " removed. "
                            + exception(id, row);
            case "credential_read", "access_widened", "ambiguous_message" ->
                    "Nothing need be done: a warning keeps nothing back.";
            case "scope_widened" ->
                    "A warning keeps nothing back. What a policy lets be named: mcpgate policy show"
                            + " --server "
                            + row.serverName();
            case "elicited_secret" ->
                    "Give it to the server in its own settings, or on its own page. "
                            + exception(id, row);
            case "outside_scope" ->
                    "The policy lists what calls may name; see: mcpgate policy show --server "
                            + row.serverName();
            case "private_to_public" ->
                    "If it is meant to be sent, send it yourself, outside of the agent. "
                            + exception(id, row);
            case "rule_failed" ->
                    "on_rule_error = \"warn\" in ~/.mcpgate/policy.toml forwards such messages."
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
            default -> fault(id) == null ? exception(id, row) : sender(row);
        };
    }

    /// What to write into a policy to let such a message pass.
    private static String exception(String rule, AuditRow row) {
        var text = new StringBuilder("To let it pass, put into ~/.mcpgate/policy.toml:");
        text.append(" [[exceptions]] rule = ").append(SafeText.quoted(rule));
        text.append(", server = ").append(SafeText.quoted(row.serverName()));
        if (row.toolName() != null) {
            text.append(", tool = ").append(SafeText.quoted(row.toolName()));
        }
        for (Finding finding : StoredFindings.of(row)) {
            if (finding.ruleId().equals(rule) && !finding.span().pointer().isEmpty()) {
                text.append(", pointer = ").append(SafeText.quoted(finding.span().pointer()));
                break;
            }
        }
        text.append(", reason = \"…\", each on its own line (man mcpgate-policy). mcpgate allow ");
        return text.append(row.id()).append(" writes a narrower one.").toString();
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
