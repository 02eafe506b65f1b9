package gate.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// Loads the classes whose names come in on standard input, a line each, in this order, and does
/// nothing else: so what `packaging/archive.sh` archives of this run is the same in each build.
/// Never a part of a command.
final class ClassRoll {

    private ClassRoll() {}

    public static void main(String[] args) throws IOException {
        var names = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String name = names.readLine(); name != null; name = names.readLine()) {
            try {
                Class.forName(name, false, ClassRoll.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                System.err.println("build: there is no class " + name + " any more");
            }
        }
    }
}
