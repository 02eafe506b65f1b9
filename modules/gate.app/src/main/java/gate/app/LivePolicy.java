package gate.app;

import gate.rules.Policy;
import gate.rules.Rule;
import gate.rules.Rulebook;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The policy of a session that runs: read at its start, and read anew when a file changes.
///
/// Whether one has is looked at once a second at most, by a thread that is about to judge, so that
/// both directions go by the new one from their next message on. A file that is no policy leaves
/// the old one in force. For any thread.
final class LivePolicy implements Rulebook.Source {

    private static final long PAUSE_NANOS = 1_000_000_000;

    /// Who is told that the policy is another, or should have been.
    interface Listener {

        /// Takes note, for the log and for stderr.
        ///
        /// @param isRejected whether the old one stays
        void changed(boolean isRejected, String what);
    }

    /// The rules that are installed, loaded where they are needed first.
    interface Installed {
        List<Rule> rules();
    }

    private final PolicyPlaces places;
    private final String server;
    private final boolean isMonitoring;
    private final Installed installed;
    private @Nullable Listener listener;
    private volatile @Nullable Rulebook book;
    private volatile long dueNanos;
    private long stamp;

    /// @param isMonitoring whether the command line says so
    LivePolicy(PolicyPlaces places, String server, boolean isMonitoring, Installed installed) {
        this.places = places;
        this.server = server;
        this.isMonitoring = isMonitoring;
        this.installed = installed;
    }

    /// Reads the files that there are, before anything else starts.
    ///
    /// @return what they come to, or null where there is none
    /// @throws PolicyException if something is wrong with one
    synchronized @Nullable EffectivePolicy open() throws PolicyException {
        stamp = places.stamp();
        dueNanos = System.nanoTime() + PAUSE_NANOS;
        if (!places.hasAny()) {
            return null;
        }
        var effective = effective();
        book = effective.rulebook();
        return effective;
    }

    private EffectivePolicy effective() throws PolicyException {
        List<Rule> rules = installed.rules();
        return new EffectivePolicy(places.read(rules), server, rules, isMonitoring);
    }

    synchronized void listen(Listener to) {
        listener = to;
    }

    @Override
    public Rulebook current() {
        Rulebook now = book;
        if (now == null || System.nanoTime() - dueNanos >= 0) {
            return look();
        }
        return now;
    }

    private synchronized Rulebook look() {
        Rulebook now = book;
        long time = System.nanoTime();
        if (now == null) {
            now = builtIn();
            book = now;
        }
        if (time - dueNanos < 0) {
            return now; // the other direction has looked meanwhile
        }
        dueNanos = time + PAUSE_NANOS;
        long newStamp = places.stamp();
        if (newStamp == stamp) {
            return now;
        }
        stamp = newStamp;
        try {
            now = places.hasAny() ? effective().rulebook() : builtIn();
            book = now;
            tell(false, "the policy was read anew");
        } catch (PolicyException e) {
            tell(true, "the policy was not read anew, the old one holds: " + e.getMessage());
        }
        return now;
    }

    private Rulebook builtIn() {
        Policy policy =
                isMonitoring
                        ? new Policy(
                                List.of(), true, false, Policy.Refusal.ERROR, Policy.AtRest.SECRETS)
                        : Policy.BUILT_IN;
        return new Rulebook(installed.rules(), policy);
    }

    private void tell(boolean isRejected, String what) {
        if (listener != null) {
            listener.changed(isRejected, what);
        }
    }
}
