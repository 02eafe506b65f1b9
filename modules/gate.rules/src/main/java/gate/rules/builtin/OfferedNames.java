package gate.rules.builtin;

import gate.protocol.Json;
import gate.protocol.Session;
import gate.rules.Pins;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Set;

/// The names that a server may speak of as its own: what it lists, and how its parameters are
/// called.
final class OfferedNames implements Orders.Names {

    private static final int MAX_NAMES = 20_000;

    private final Session session;
    private final Pins pins;
    private final Json json;
    private final int tools;

    /// Null until a word is asked for: most lists name no other tool.
    private @Nullable Set<String> own;

    /// @param tools the list, or [Json#NONE]
    OfferedNames(Session session, Pins pins, Json json, int tools) {
        this.session = session;
        this.pins = pins;
        this.json = json;
        this.tools = tools;
    }

    private Set<String> own() {
        Set<String> names = own;
        if (names == null) {
            names = new HashSet<>();
            own = names;
            if (json.isArray(tools)) {
                read(names);
            }
        }
        return names;
    }

    private void read(Set<String> names) {
        for (int at = json.first(tools); at != Json.NONE; at = json.next(at)) {
            String name = json.memberString(at, "name");
            if (name != null && names.size() < MAX_NAMES) {
                names.add(name);
            }
        }
        for (int at = tools; at < json.last(tools) && names.size() < MAX_NAMES; at++) {
            if (json.kind(at) == Json.Kind.NAME) {
                names.add(json.string(at));
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
        return own().contains(word) || session.hasTool(word) || !pins.known(word).isEmpty();
    }
}
