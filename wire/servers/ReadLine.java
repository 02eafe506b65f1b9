import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A fake server that reads as the Java SDK's does: {@code readLine}, for which LF, CR and CRLF end a
 * line, and the first value of the line is the message. Its tools are those of peer.py.
 */
public final class ReadLine {

    private static final String INFO =
            ",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"wire\",\"version\":\"1\"}}";

    private static Path folder;
    private static OutputStream log;

    public static void main(String[] args) throws IOException {
        folder = Path.of(args[0]);
        log = new FileOutputStream(folder.resolve("log").toFile(), true);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            log("line " + HexFormat.of().formatHex(line.getBytes(StandardCharsets.UTF_8)));
            Object message;
            try {
                message = new Reader(line).value();
            } catch (IllegalArgumentException | StackOverflowError e) {
                continue;
            }
            handle(message);
        }
    }

    private static void handle(Object value) throws IOException {
        if (value instanceof List<?> batch) {
            for (Object one : batch) {
                handle(one);
            }
            return;
        }
        if (!(value instanceof Map<?, ?> message)
                || !(message.get("method") instanceof Text method)) {
            return;
        }
        Map<?, ?> params = message.get("params") instanceof Map<?, ?> map ? map : Map.of();
        boolean isCall = method.value.equals("tools/call");
        String tool = isCall && params.get("name") instanceof Text name ? name.value : "";
        if (tool.equals("EVIL")) {
            log("EXECUTED");
        }
        Object id = message.get("id");
        if (id == null || tool.equals("hold")) {
            return;
        }
        Map<?, ?> arguments = params.get("arguments") instanceof Map<?, ?> map ? map : Map.of();
        if (tool.equals("emit")) {
            String file = ((Text) arguments.get("file")).value;
            System.out.write(Files.readAllBytes(folder.resolve(file)));
        }
        if (tool.equals("ask")) {
            say("{\"jsonrpc\":\"2.0\",\"id\":" + arguments.get("id") + ",\"method\":\"roots/list\"}");
        }
        String result =
                method.value.equals("initialize")
                        ? "{\"protocolVersion\":" + params.get("protocolVersion") + INFO
                        : isCall ? "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}" : "{}";
        say("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
    }

    private static void say(String line) throws IOException {
        System.out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    private static void log(String line) throws IOException {
        log.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** A string: what it means, and as it stood there. */
    private record Text(String value, String source) {
        @Override
        public String toString() {
            return source;
        }
    }

    /** Reads the first JSON value of a line and ignores the rest; the last of two members wins. */
    private static final class Reader {

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        Object value() {
            char next = peek();
            return switch (next) {
                case '{' -> object();
                case '[' -> array();
                case '"' -> string();
                default -> word();
            };
        }

        private Object object() {
            Map<String, Object> members = new HashMap<>();
            at++;
            if (peek() == '}') {
                at++;
                return members;
            }
            while (true) {
                if (peek() != '"') {
                    throw new IllegalArgumentException("no name");
                }
                String name = string().value;
                expect(':');
                members.put(name, value());
                if (peek() == '}') {
                    at++;
                    return members;
                }
                expect(',');
            }
        }

        private Object array() {
            List<Object> elements = new ArrayList<>();
            at++;
            if (peek() == ']') {
                at++;
                return elements;
            }
            while (true) {
                elements.add(value());
                if (peek() == ']') {
                    at++;
                    return elements;
                }
                expect(',');
            }
        }

        private Text string() {
            int from = at++;
            var value = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                char unit = text.charAt(at++);
                if (unit == '\\' && at < text.length()) {
                    char escape = text.charAt(at++);
                    if (escape == 'u' && at + 4 <= text.length()) {
                        value.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                        at += 4;
                    } else {
                        value.append(escape);
                    }
                } else {
                    value.append(unit);
                }
            }
            expect('"');
            return new Text(value.toString(), text.substring(from, at));
        }

        private Object word() {
            int from = at;
            while (at < text.length() && ",]} \t".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            if (from == at) {
                throw new IllegalArgumentException("no value");
            }
            return text.substring(from, at);
        }

        private char peek() {
            while (at < text.length() && text.charAt(at) <= ' ') {
                at++;
            }
            if (at == text.length()) {
                throw new IllegalArgumentException("cut short");
            }
            return text.charAt(at);
        }

        private void expect(char wanted) {
            if (peek() != wanted) {
                throw new IllegalArgumentException("no " + wanted);
            }
            at++;
        }
    }
}
