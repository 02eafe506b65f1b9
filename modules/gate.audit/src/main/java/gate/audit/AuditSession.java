package gate.audit;

import java.util.List;

/// One run of the gate, as the log knows it.
///
/// @param id twelve hex digits, unique among all sessions of the user
/// @param startedNanos when it began, in nanoseconds since 1970
/// @param serverName what the user calls the server
/// @param serverCommand how the server was started
/// @param pid the process id of the gate
public record AuditSession(
        String id, long startedNanos, String serverName, List<String> serverCommand, long pid) {

    public AuditSession {
        serverCommand = List.copyOf(serverCommand);
    }
}
