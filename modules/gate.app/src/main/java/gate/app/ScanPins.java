package gate.app;

import gate.rules.Offer;
import gate.rules.Pins;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What `mcpgate scan` judges with: the pins as they are, and nothing written. Owned by one thread.
final class ScanPins implements Pins {

    private final PinnedServer pinned;

    /// What the server offers now, in the order in which it came.
    private final List<Offer> offers = new ArrayList<>();

    ScanPins(PinnedServer pinned) {
        this.pinned = pinned;
    }

    @Override
    public List<Offer> known(String name) {
        PinnedServer.Pinned known = pinned.offers.get(name);
        return known == null ? List.of() : known.versions;
    }

    @Override
    public void pin(Collection<Offer> fresh) {
        offers.addAll(fresh);
    }

    @Override
    public void hold(Offer offer, String why, boolean isStopped) {
        offers.add(offer);
    }

    @Override
    public boolean isHeld(String name) {
        return false;
    }

    @Override
    public boolean isOfAnother(String tool) {
        return false;
    }

    @Override
    public String otherCommand() {
        return "";
    }

    /// Whether this server was ever seen.
    boolean isKnown() {
        return !pinned.offers.isEmpty();
    }

    /// What is new or other than it was, of a server that was seen before.
    List<Offer> news() {
        return isKnown() ? List.copyOf(offers) : List.of();
    }
}
