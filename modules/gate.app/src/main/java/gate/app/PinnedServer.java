package gate.app;

import gate.rules.Offer;
import gate.rules.Pins;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All that is pinned of one server. Owned by whoever read it.
final class PinnedServer {

    /// Characters of all offers of one server at most; beyond that old versions, then new offers,
    /// are not kept.
    static final int MAX_CHARS = 4 << 20;

    /// An offer, as it passed and as it waits.
    static final class Pinned {

        /// Newest first; empty if only a version that waits is known.
        List<Offer> versions = List.of();

        /// In milliseconds since 1970; 0 if no version passed.
        long firstMillis;

        /// When the newest version came in place of another; 0 if it is the first.
        long changedMillis;

        /// The version that was kept back.
        @Nullable Offer held;

        String why = "";
        long heldMillis;
        boolean isStopped;
    }

    final String name;
    final List<String> command;
    final Map<String, Pinned> offers = new TreeMap<>();
    private int chars;

    /// @param name what the user calls it
    /// @param command how it is started, as [ServerIdentity] has it
    PinnedServer(String name, List<String> command) {
        this.name = name;
        this.command = List.copyOf(command);
    }

    /// The offer of this name, made if need be; null where there is no room for another.
    @Nullable Pinned at(String offer) {
        Pinned pinned = offers.get(offer);
        if (pinned == null && offers.size() < Pins.MAX_OFFERS) {
            pinned = new Pinned();
            offers.put(offer, pinned);
        }
        return pinned;
    }

    /// Takes a version that passes. What waited in its place is gone.
    ///
    /// @return whether anything is new
    boolean pin(Offer offer, long nowMillis) {
        Pinned known = offers.get(offer.name());
        if (known != null && !known.versions.isEmpty() && known.versions.getFirst().equals(offer)) {
            return false;
        }
        if (chars + offer.chars() > MAX_CHARS) {
            shorten();
        }
        if (chars + offer.chars() > MAX_CHARS) {
            return false;
        }
        Pinned pinned = at(offer.name());
        if (pinned == null) {
            return false;
        }
        if (pinned.versions.isEmpty()) {
            pinned.firstMillis = nowMillis;
        } else {
            pinned.changedMillis = nowMillis;
        }
        pinned.versions = Pins.with(pinned.versions, offer);
        pinned.held = null;
        pinned.isStopped = false;
        count();
        return true;
    }

    /// Takes a version that was kept back.
    void hold(Offer offer, String why, boolean isStopped, long nowMillis) {
        Pinned pinned = at(offer.name());
        if (pinned == null || (pinned.isStopped && !isStopped)) {
            return;
        }
        if (offer.equals(pinned.held) && pinned.isStopped == isStopped) {
            return;
        }
        pinned.held = offer;
        pinned.why = why;
        pinned.isStopped = isStopped;
        pinned.heldMillis = nowMillis;
        count();
    }

    /// Names of the offers that wait for the user.
    List<String> waiting() {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, Pinned> each : offers.entrySet()) {
            if (each.getValue().held != null) {
                names.add(each.getKey());
            }
        }
        return names;
    }

    /// Counts anew what it takes.
    void count() {
        chars = 0;
        for (Pinned pinned : offers.values()) {
            for (Offer version : pinned.versions) {
                chars += version.chars();
            }
            Offer held = pinned.held;
            chars += held == null ? 0 : held.chars();
        }
    }

    /// Forgets all but the newest version of each.
    private void shorten() {
        for (Pinned pinned : offers.values()) {
            if (pinned.versions.size() > 1) {
                pinned.versions = List.of(pinned.versions.getFirst());
            }
        }
        count();
    }
}
