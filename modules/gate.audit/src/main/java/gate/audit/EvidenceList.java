package gate.audit;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Collects evidence: neighbours as one range, and not without end.
final class EvidenceList {

    /// More ranges than that are counted only.
    static final int MAX_RANGES = 1_000;

    private final List<Evidence> ranges = new ArrayList<>();
    private final String session;
    private long count;

    /// @param session how the ids of the sessions begin that are of interest; empty for all
    EvidenceList(String session) {
        this.session = session;
    }

    void row(Evidence.Kind kind, long entry, long row, @Nullable String of, String what) {
        add(new Evidence(kind, entry, entry, row, row, of, what));
    }

    void rows(Evidence.Kind kind, long first, long last, String what) {
        add(new Evidence(kind, 0, 0, first, last, null, what));
    }

    void entries(Evidence.Kind kind, long first, long last, String what) {
        add(new Evidence(kind, first, last, 0, 0, null, what));
    }

    void session(@Nullable String of, String what) {
        add(new Evidence(Evidence.Kind.SESSION, 0, 0, 0, 0, of, what));
    }

    /// All that was found, the first [#MAX_RANGES] ranges.
    List<Evidence> ranges() {
        return List.copyOf(ranges);
    }

    /// How many pieces, be they in the list or not.
    long count() {
        return count;
    }

    private void add(Evidence next) {
        String of = next.session();
        if (of != null && !of.startsWith(session)) {
            return; // it concerns another session, and none but that one
        }
        count++;
        int last = ranges.size() - 1;
        if (last >= 0 && ranges.get(last).isFollowedBy(next)) {
            ranges.set(last, ranges.get(last).with(next));
        } else if (ranges.size() < MAX_RANGES) {
            ranges.add(next);
        }
    }
}
