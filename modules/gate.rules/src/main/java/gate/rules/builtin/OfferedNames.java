package gate.rules.builtin;

import gate.protocol.Json;
import gate.protocol.Session;
import gate.rules.Pins;

import java.util.HashSet;
import java.util.Set;

/// The names that a server may speak of as its own: what it lists, and how its parameters are
/// called.
final class OfferedNames implements Orders.Names {

    private static final int MAX_NAMES = 20_000;

    private final Session session;
    private final Pins pins;
    private final Set<String> own = new HashSet<>();

    /// @param tools the list, or [Json#NONE]
    OfferedNames(Session session, Pins pins, Json json, int tools) {
        this.session = session;
        this.pins = pins;
        if (!json.isArray(tools)) {
            return;
        }
        for (int at = json.first(tools); at != Json.NONE; at = json.next(at)) {
            String name = json.memberString(at, "name");
            if (name != null && own.size() < MAX_NAMES) {
                own.add(name);
            }
        }
        for (int at = tools; at < json.last(tools) && own.size() < MAX_NAMES; at++) {
            if (json.kind(at) == Json.Kind.NAME) {
                own.add(json.string(at));
            }
        }
    }

    @Override
    public Orders.Foreign of(String word) {
        if (isOwn(word)) {
            return Orders.Foreign.NO;
        }
        if (word.startsWith("mcp_")) {
            // As clients call tools: `mcp_server_tool`, `mcp__server__tool`.
            for (int at = word.indexOf('_'); at >= 0; at = word.indexOf('_', at + 1)) {
                if (isOwn(word.substring(at + 1))) {
                    return Orders.Foreign.NO;
                }
            }
            return Orders.Foreign.YES;
        }
        return pins.isOfAnother(word) ? Orders.Foreign.YES : Orders.Foreign.PERHAPS;
    }

    private boolean isOwn(String word) {
        return own.contains(word) || session.hasTool(word) || !pins.known(word).isEmpty();
    }
}
