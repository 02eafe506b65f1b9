package gate.protocol;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The requests of one direction whose answers have not come: those that wait, and those that were
/// cancelled but may be answered late.
///
/// Part of a session and guarded by its lock.
final class InFlight {

    private final Map<RpcId, Exchange> waiting = new LinkedHashMap<>();
    private final Map<RpcId, Exchange> cancelled = new LinkedHashMap<>();

    boolean isWaiting(RpcId id) {
        return waiting.containsKey(id);
    }

    /// Whether there is no room for another request; those that were cancelled give way.
    boolean isFull() {
        return waiting.size() >= Session.MAX_IN_FLIGHT;
    }

    /// Takes a request in. It takes the place of a cancelled one of the same id.
    void add(Exchange exchange) {
        cancelled.remove(exchange.id());
        waiting.put(exchange.id(), exchange);
        if (waiting.size() + cancelled.size() > Session.MAX_IN_FLIGHT && !cancelled.isEmpty()) {
            Iterator<Exchange> eldest = cancelled.values().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    /// Takes out the request that an answer names, or returns null if there is none.
    @Nullable Exchange remove(RpcId id) {
        Exchange exchange = waiting.remove(id);
        return exchange != null ? exchange : cancelled.remove(id);
    }

    /// Notes that the sender of a request does not wait any longer.
    ///
    /// @return whether there is such a request
    boolean cancel(RpcId id) {
        Exchange exchange = waiting.remove(id);
        if (exchange != null) {
            cancelled.put(id, exchange);
        }
        return exchange != null;
    }

    /// Notes that a server ends a `subscriptions/listen`, which it does by cancelling it (MCP
    /// 2026-07-28).
    void endListening(RpcId id) {
        Exchange exchange = waiting.get(id);
        if (exchange != null && exchange.method().equals("subscriptions/listen")) {
            cancel(id);
        }
    }

    /// Takes out the request that has waited longest.
    void removeEldest() {
        Iterator<Exchange> eldest = waiting.values().iterator();
        if (eldest.hasNext()) {
            eldest.next();
            eldest.remove();
        }
    }

    /// Takes all out, and returns those that wait, oldest first.
    List<Exchange> removeAll() {
        List<Exchange> all = new ArrayList<>(waiting.values());
        waiting.clear();
        cancelled.clear();
        return all;
    }
}
