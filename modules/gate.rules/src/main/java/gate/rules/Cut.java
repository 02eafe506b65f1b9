package gate.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Some characters that are not forwarded.
///
/// @param span which; at least one character
/// @param ruleId the rule that wants them out
public record Cut(Span span, String ruleId) {

    /// @throws IllegalArgumentException if nothing is cut
    public Cut {
        if (span.start() == span.end()) {
            throw new IllegalArgumentException("a cut takes one character at least");
        }
    }

    private static final Comparator<Cut> IN_PLACE =
            Comparator.comparing((Cut cut) -> cut.span.pointer())
                    .thenComparingInt(cut -> cut.span.start())
                    .thenComparingInt(cut -> cut.span.end())
                    .thenComparing(Cut::ruleId);

    /// The same cuts by text, ascending and disjoint. Of cuts that overlap, the rule whose id sorts
    /// first stays.
    static List<Cut> merge(List<Cut> cuts) {
        List<Cut> sorted = new ArrayList<>(cuts);
        sorted.sort(IN_PLACE);
        List<Cut> merged = new ArrayList<>();
        for (Cut cut : sorted) {
            Cut last = merged.isEmpty() ? null : merged.getLast();
            if (last != null
                    && last.span.pointer().equals(cut.span.pointer())
                    && cut.span.start() < last.span.end()) {
                merged.set(merged.size() - 1, last.with(cut));
            } else {
                merged.add(cut);
            }
        }
        return merged;
    }

    private Cut with(Cut other) {
        int end = Math.max(span.end(), other.span.end());
        return new Cut(
                new Span(span.pointer(), span.start(), end),
                ruleId.compareTo(other.ruleId) <= 0 ? ruleId : other.ruleId);
    }
}
