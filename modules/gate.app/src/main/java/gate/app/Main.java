package gate.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;

/// Placeholder.
final class Main {

    private Main() {}

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals("tail")) {
            List<String> rest = List.of(args).subList(1, args.length);
            var out = new FileOutputStream(FileDescriptor.out);
            System.exit(Tail.run(rest, System.getenv(), out, System.err));
        }
        System.out.println("mcpgate 0.1.0");
    }
}
