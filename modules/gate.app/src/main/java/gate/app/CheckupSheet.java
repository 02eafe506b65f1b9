package gate.app;

import java.util.ArrayList;
import java.util.List;

/// What `doctor` has found so far. Owned by one thread.
final class CheckupSheet {

    /// How a thing is.
    enum Level {
        OK,
        WARN,
        FAIL
    }

    /// What was found.
    ///
    /// @param mend the command that mends it; empty if there is none, or nothing to mend
    record Finding(String name, Level level, String text, String mend) {}

    private final List<Finding> findings = new ArrayList<>();

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    void ok(String name, String text) {
        findings.add(new Finding(name, Level.OK, text, ""));
    }

    void warn(String name, String text, String mend) {
        findings.add(new Finding(name, Level.WARN, text, mend));
    }

    void fail(String name, String text, String mend) {
        findings.add(new Finding(name, Level.FAIL, text, mend));
    }
}
