package gate.app.install;

import java.nio.charset.StandardCharsets;

/// How a configuration file is written.
///
/// Files are read as one character a byte (ISO 8859-1), so that offsets are bytes and whatever is
/// in them comes out as it was; texts that mean something are UTF-8.
public enum Format {
    JSON,
    TOML,
    YAML;

    /// Reads a whole file.
    Node.Table read(String source) throws UnreadableException {
        return switch (this) {
            case JSON -> new JsonTree(source).read();
            case TOML -> new TomlTree(source).read();
            case YAML -> new YamlTree(source).read();
        };
    }

    /// A text in double quotes; all three read it alike.
    String quote(String text) {
        var quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || (c >= 0x7f && c <= 0x9f) || c == '\u2028' || c == '\u2029') {
                quoted.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    quoted.append(Character.forDigit(c >> shift & 15, 16));
                }
            } else {
                quoted.append(c);
            }
        }
        return bytes(quoted.append('"').toString());
    }

    /// A member's name and what stands between it and its value.
    ///
    /// @param name plain ASCII
    String member(String name, boolean isLines) {
        return switch (this) {
            case JSON -> '"' + name + "\": ";
            case TOML -> name + " = ";
            case YAML -> isLines ? name + ": " : '"' + name + "\": ";
        };
    }

    /// A text as its UTF-8 bytes, a character each.
    static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /// The text of UTF-8 bytes, a character each; what is none becomes U+FFFD.
    static String text(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /// Where the first byte after a byte order mark is.
    static int afterMark(String source) {
        return source.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0;
    }
}
