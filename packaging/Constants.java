import java.io.IOException;
import java.io.PrintStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Says which constants of the archived classes are to be resolved in the archive:
/// `java Constants.java <classes> <list> <out>`
///
/// A training run notes what it has resolved (`@cp` lines), and that hangs on which thread comes
/// first, so that no two builds were the same. Here every class of the list gets all that it names:
/// classes, fields and methods, and of the calls that are linked at run time those that the training
/// saw. The JVM resolves of these what can be resolved without running code.
final class Constants {

    private Constants() {}

    /// @param args the folder into which `jimage extract` has put the image's classes, the list of
    ///   the training, the list for the dump
    public static void main(String[] args) throws IOException {
        Map<String, Path> files = classFiles(Path.of(args[0]));
        List<String> classes = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        Map<String, Set<String>> trained = new HashMap<>();
        for (String line : Files.readAllLines(Path.of(args[1]))) {
            if (line.startsWith("@cp ")) {
                List<String> words = Arrays.asList(line.split(" "));
                trained.computeIfAbsent(words.get(1), name -> new HashSet<>())
                        .addAll(words.subList(2, words.size()));
            } else {
                (line.startsWith("@") ? rest : classes).add(line);
            }
        }
        try (var out = new PrintStream(args[2])) {
            classes.forEach(out::println);
            for (String line : classes) {
                String name = line.split(" ")[0];
                Path file = files.get(name);
                if (file != null) {
                    String constants = constants(file, trained.getOrDefault(name, Set.of()));
                    if (!constants.isEmpty()) {
                        out.println("@cp " + name + constants);
                    }
                }
            }
            rest.forEach(out::println);
        }
    }

    /// By name: `java/lang/String`; the first folder below `root` is the module's.
    private static Map<String, Path> classFiles(Path root) throws IOException {
        Map<String, Path> files = new HashMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String name = path.toString();
                if (name.endsWith(".class")) {
                    Path module = root.relativize(path).getName(0);
                    String inner = root.resolve(module).relativize(path).toString();
                    files.put(inner.substring(0, inner.length() - ".class".length()), path);
                }
            }
        }
        return files;
    }

    private static String constants(Path file, Set<String> trained) throws IOException {
        var indices = new StringBuilder();
        for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
            boolean wanted =
                    switch (entry) {
                        case ClassEntry named -> true;
                        case MemberRefEntry member -> true;
                        case InvokeDynamicEntry call ->
                                trained.contains(Integer.toString(call.index()));
                        default -> false;
                    };
            if (wanted) {
                indices.append(' ').append(entry.index());
            }
        }
        return indices.toString();
    }
}
