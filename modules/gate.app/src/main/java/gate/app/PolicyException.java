package gate.app;

import java.io.IOException;
import java.util.List;

/// A policy that cannot be used, with all that is wrong with it.
final class PolicyException extends IOException {

    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    /// @param problems one or more, each with its file and mostly its line and column
    PolicyException(List<String> problems) {
        super(
                problems.size() == 1
                        ? problems.get(0)
                        : problems.get(0)
                                + " (and "
                                + (problems.size() - 1)
                                + " more; see: mcpgate policy lint)");
        this.problems = List.copyOf(problems);
    }

    List<String> problems() {
        return problems;
    }
}
