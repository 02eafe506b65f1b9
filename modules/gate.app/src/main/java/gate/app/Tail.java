package gate.app;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

final class Tail {
    private Tail() {}

    static int run(
            List<String> args, Map<String, String> environment, PrintStream out, PrintStream err) {
        return 2;
    }
}
