package gate.protocol;

import org.jspecify.annotations.Nullable;

/// A request that is in flight: what its answer will be an answer to.
///
/// @param direction which way the request went
/// @param toolName the tool that a `tools/call` names, else null
/// @param startedNanos when it was forwarded, on the clock of [System#nanoTime]
public record Exchange(
        Direction direction,
        RpcId id,
        String method,
        @Nullable String toolName,
        long startedNanos) {}
