package gate.app;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

/// Loads the classes of the commands that people type, always in the same order, and nothing else:
/// what `packaging/archive.sh` archives of this run is the same in each build. Never a part of a
/// command.
///
/// All classes of our modules, and those whose names come in on standard input, a line each.
final class ClassRoll {

    private static final List<String> MODULES = List.of("gate.app", "gate.audit");
    private static final String SUFFIX = ".class";

    private ClassRoll() {}

    public static void main(String[] args) throws IOException, ClassNotFoundException {
        var names = new TreeSet<String>();
        for (String module : MODULES) {
            try (ModuleReader reader = ModuleFinder.ofSystem().find(module).orElseThrow().open()) {
                for (String file : reader.list().toList()) {
                    if (file.endsWith(SUFFIX) && !file.equals("module-info.class")) {
                        String name = file.substring(0, file.length() - SUFFIX.length());
                        names.add(name.replace('/', '.'));
                    }
                }
            }
        }
        String others = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        names.addAll(others.lines().toList());
        for (String name : names) {
            Class.forName(name, false, ClassRoll.class.getClassLoader());
        }
    }
}
