package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.module.ModuleDescriptor;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Holds the module descriptors to the table of `docs/ARCHITECTURE.md`.
class ModuleGraphTest {

    private static final Set<String> EVERYWHERE = Set.of("java.base", "org.jspecify");

    record Expected(String module, Set<String> requires, Set<String> exports) {}

    static List<Expected> modules() {
        return List.of(
                new Expected(
                        "gate.protocol",
                        Set.of("com.fasterxml.jackson.jr.ob"),
                        Set.of("gate.protocol")),
                new Expected("gate.rules", Set.of("gate.protocol"), Set.of("gate.rules")),
                new Expected(
                        "gate.audit",
                        Set.of(
                                "com.fasterxml.jackson.jr.ob",
                                "gate.rules",
                                "java.sql",
                                "org.xerial.sqlitejdbc"),
                        Set.of("gate.audit")),
                new Expected(
                        "gate.app",
                        Set.of(
                                "com.fasterxml.jackson.jr.ob",
                                "gate.audit",
                                "jdk.unsupported",
                                "org.jline.terminal"),
                        Set.of()));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleRequiresAndExportsWhatTheArchitectureSays(Expected expected) {
        ModuleDescriptor module = descriptor(expected.module);
        Set<String> requires = new TreeSet<>();
        module.requires().forEach(required -> requires.add(required.name()));
        requires.removeAll(EVERYWHERE);
        Set<String> exports = new TreeSet<>();
        module.exports().forEach(exported -> exports.add(exported.source()));

        assertEquals(new TreeSet<>(expected.requires), requires);
        assertEquals(new TreeSet<>(expected.exports), exports);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void nothingIsOpened(Expected expected) {
        ModuleDescriptor module = descriptor(expected.module);

        assertFalse(module.isOpen());
        assertTrue(module.opens().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void everyModuleItReachesIsExplicit(Expected expected) {
        for (String required : expected.requires) {
            assertFalse(descriptor(required).isAutomatic(), required);
        }
    }

    private static ModuleDescriptor descriptor(String module) {
        ModuleLayer layer = Main.class.getModule().getLayer();
        return layer.findModule(module).orElseThrow().getDescriptor();
    }
}
