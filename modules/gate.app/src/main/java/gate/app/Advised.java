package gate.app;

import gate.app.Advisor.Advice;
import gate.app.Rejudge.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// What the [Advisor] said about the row that was asked about last. Owned by the thread of the
/// screen.
final class Advised {

    private long id;
    private @Nullable Explanation explanation;
    private String anew = "";
    private Style style = Style.PLAIN;
    private String trouble = "";

    /// The first line that is shown of the explanation.
    int top;

    /// Forgets another row's advice; that of the same row stays until there is new.
    void begin(long row) {
        if (row != id) {
            id = row;
            explanation = null;
            anew = "";
        }
        trouble = "";
        top = 0;
    }

    /// The row that was asked about, or 0.
    long id() {
        return id;
    }

    /// Null until it is there.
    @Nullable Explanation explanation() {
        return explanation;
    }

    /// What went wrong, or nothing.
    String trouble() {
        return trouble;
    }

    /// What came of judging this row anew; empty where that was not asked.
    String anew(long row) {
        return row == id ? anew : "";
    }

    Style style() {
        return style;
    }

    /// Takes what was said, if it is about the row that was asked about last; returns what to tell.
    String take(Advice advice) {
        return switch (advice) {
            case Advice.Explained(Explanation about) -> {
                if (about.row().id() == id) {
                    explanation = about;
                }
                yield "";
            }
            case Advice.Judging(long row, int percent) ->
                    said(row, "judging its session anew: " + percent + " %", Style.DIM);
            case Advice.Judged(long row, Outcome outcome) -> judged(row, outcome);
            case Advice.Failed(long row, String message) -> {
                trouble = row == id ? message : trouble;
                yield row == id ? '#' + Long.toString(row) + ": " + message : "";
            }
        };
    }

    private String judged(long row, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Same(Judgement now) -> said(row, "same: " + words(now), Style.GREEN);
            case Outcome.Changed(Judgement now, boolean isRedacted) ->
                    said(
                            row,
                            "changed: now " + words(now) + (isRedacted ? ", without secrets" : ""),
                            Style.YELLOW);
            case Outcome.Open(Rejudge.Why why) -> said(row, "open: " + why.text(), Style.YELLOW);
        };
    }

    private static String words(Judgement now) {
        String decision = now.decision().label().toUpperCase(Locale.ROOT);
        return now.rule() == null ? decision : decision + ' ' + now.rule();
    }

    private String said(long row, String words, Style how) {
        if (row != id) {
            return "";
        }
        anew = words;
        style = how;
        return '#' + Long.toString(row) + " judged anew: " + words;
    }
}
