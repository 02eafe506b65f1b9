import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Checks or writes the layout of every Java source under `modules`: google-java-format, AOSP style,
/// as `google-java-format --aosp` does it.
///
/// Called by pom.xml as `java Format.java check|write <root>`, on JDK 25 whatever runs Maven.
final class Format {

    private Format() {}

    public static void main(String[] args) throws IOException {
        boolean write = args[0].equals("write");
        Path root = Path.of(args[1]);
        var options =
                JavaFormatterOptions.builder().style(Style.AOSP).reorderModifiers(true).build();
        var formatter = new Formatter(options);
        List<String> wrong = new ArrayList<>();
        boolean broken = false;
        for (Path file : sources(root)) {
            String name = root.relativize(file).toString();
            String old = Files.readString(file);
            try {
                String text = formatter.formatSourceAndFixImports(old);
                if (text.equals(old)) {
                    continue;
                }
                if (write) {
                    Files.writeString(file, text);
                    System.out.println("formatted " + name);
                } else {
                    wrong.add(name);
                }
            } catch (FormatterException e) {
                broken = true;
                System.err.println(name + ": " + e.getMessage());
            }
        }
        if (!wrong.isEmpty()) {
            wrong.forEach(name -> System.err.println("not formatted: " + name));
            System.err.println("run `make fmt` (or `mvn -q -Pfmt validate`) to format them");
        }
        System.exit(broken || !wrong.isEmpty() ? 1 : 0);
    }

    private static List<Path> sources(Path root) throws IOException {
        List<Path> sources = new ArrayList<>();
        try (var modules = Files.newDirectoryStream(root.resolve("modules"))) {
            for (Path module : modules) {
                Path src = module.resolve("src");
                if (Files.isDirectory(src)) {
                    try (var files = Files.walk(src)) {
                        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                    }
                }
            }
        }
        sources.sort(null);
        return sources;
    }
}
