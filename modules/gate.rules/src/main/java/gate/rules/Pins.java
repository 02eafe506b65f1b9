package gate.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What one server offered before: the tools and instructions that were let pass, in this session
/// or an earlier one.
///
/// Read for the first time when a server lists its tools, never at the start. For any thread.
public interface Pins {

    /// Versions of one offer that are remembered: servers switch between a few.
    int MAX_VERSIONS = 4;

    /// Offers of one server that are remembered; more are not compared.
    int MAX_OFFERS = 1_024;

    /// The versions of an offer that passed before, newest first; empty if it is new.
    List<Offer> known(String name);

    /// Remembers offers that are about to be forwarded.
    void pin(Collection<Offer> offers);

    /// Remembers a version that was kept back, for the user to accept or not. Holds at once, for
    /// what is kept back is never forwarded.
    ///
    /// @param why in words
    /// @param isStopped whether nothing of this name may be called until it is accepted
    void hold(Offer offer, String why, boolean isStopped);

    /// Whether an offer is stopped until a version of it is accepted. Costs a look into a set;
    /// false while nothing was listed yet.
    boolean isHeld(String name);

    /// Whether another server of this user offers a tool of this name. May read files.
    boolean isOfAnother(String tool);

    /// How the server of this name was started before, if that was otherwise, else empty. Told
    /// once.
    String otherCommand();

    /// What lasts as long as this object.
    static Pins ofProcess() {
        return new OfProcess();
    }

    /// Pins of one process, or of one test.
    final class OfProcess implements Pins {

        private final Map<String, List<Offer>> offers = new HashMap<>();
        private final Set<String> held = new HashSet<>();

        private OfProcess() {}

        @Override
        public synchronized List<Offer> known(String name) {
            return offers.getOrDefault(name, List.of());
        }

        @Override
        public synchronized void pin(Collection<Offer> fresh) {
            for (Offer offer : fresh) {
                List<Offer> versions = known(offer.name());
                if (!versions.isEmpty() || offers.size() < MAX_OFFERS) {
                    offers.put(offer.name(), with(versions, offer));
                }
                held.remove(offer.name());
            }
        }

        @Override
        public synchronized void hold(Offer offer, String why, boolean isStopped) {
            if (isStopped && held.size() < MAX_OFFERS) {
                held.add(offer.name());
            }
        }

        @Override
        public synchronized boolean isHeld(String name) {
            return held.contains(name);
        }

        @Override
        public boolean isOfAnother(String tool) {
            return false;
        }

        @Override
        public String otherCommand() {
            return "";
        }
    }

    /// These versions with another in front.
    static List<Offer> with(List<Offer> versions, Offer newest) {
        List<Offer> all = new ArrayList<>(MAX_VERSIONS);
        all.add(newest);
        for (Offer version : versions) {
            if (all.size() < MAX_VERSIONS && !version.equals(newest)) {
                all.add(version);
            }
        }
        return List.copyOf(all);
    }

    /// What is pinned by a frame while it is not sure that it will be forwarded. Owned by one
    /// thread.
    final class Draft implements Pins {

        private final Pins base;
        private final Map<String, Offer> fresh = new HashMap<>();

        Draft(Pins base) {
            this.base = base;
        }

        @Override
        public List<Offer> known(String name) {
            Offer offer = fresh.get(name);
            List<Offer> before = base.known(name);
            return offer == null ? before : with(before, offer);
        }

        @Override
        public void pin(Collection<Offer> offers) {
            for (Offer offer : offers) {
                fresh.put(offer.name(), offer);
            }
        }

        @Override
        public void hold(Offer offer, String why, boolean isStopped) {
            base.hold(offer, why, isStopped);
        }

        @Override
        public boolean isHeld(String name) {
            return base.isHeld(name);
        }

        @Override
        public boolean isOfAnother(String tool) {
            return base.isOfAnother(tool);
        }

        @Override
        public String otherCommand() {
            return base.otherCommand();
        }

        void keep() {
            if (!fresh.isEmpty()) {
                base.pin(List.copyOf(fresh.values()));
                fresh.clear();
            }
        }

        /// What changed and is not forwarded waits for the user.
        void drop() {
            for (Offer offer : fresh.values()) {
                if (!base.known(offer.name()).isEmpty()) {
                    base.hold(offer, "the list that it stood in was refused", false);
                }
            }
            fresh.clear();
        }
    }
}
