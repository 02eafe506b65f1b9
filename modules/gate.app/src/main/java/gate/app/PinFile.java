package gate.app;

import gate.rules.Offer;
import gate.rules.Pins;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A pinned server as text: a line for each fact, fields apart by tabs.
///
/// ```
/// mcpgate-pins 1
/// server   <name>
/// command  <word>…
/// tools    <name>…
/// offer    <name> <first seen> <changed>
/// version
/// =        <path> <value>
/// held     <milliseconds> <stopped> <why>
/// end
/// ```
///
/// The versions of an offer follow it, newest first, and the parts of each follow it. Times are
/// milliseconds since 1970. A file without its end is damaged.
final class PinFile {

    private static final String HEAD = "mcpgate-pins 1";

    /// A file that is no pinned server.
    static final class Damaged extends Exception {
        private static final long serialVersionUID = 1;

        Damaged(String message) {
            super(message);
        }
    }

    private PinFile() {}

    static String write(PinnedServer server) {
        var text = new StringBuilder(1 << 16);
        line(text, HEAD);
        line(text, "server", server.name);
        text.append("command");
        for (String word : server.command) {
            text.append('\t').append(escaped(word));
        }
        text.append("\ntools");
        for (String name : server.offers.keySet()) {
            text.append('\t').append(escaped(name));
        }
        text.append('\n');
        for (Map.Entry<String, PinnedServer.Pinned> each : server.offers.entrySet()) {
            PinnedServer.Pinned pinned = each.getValue();
            line(
                    text,
                    "offer",
                    each.getKey(),
                    Long.toString(pinned.firstMillis),
                    Long.toString(pinned.changedMillis));
            for (Offer version : pinned.versions) {
                line(text, "version");
                parts(text, version);
            }
            Offer held = pinned.held;
            if (held != null) {
                String when = Long.toString(pinned.heldMillis);
                line(text, "held", when, pinned.isStopped ? "1" : "0", pinned.why);
                parts(text, held);
            }
        }
        line(text, "end");
        return text.toString();
    }

    private static void parts(StringBuilder text, Offer offer) {
        for (Map.Entry<String, String> part : offer.parts().entrySet()) {
            line(text, "=", part.getKey(), part.getValue());
        }
    }

    private static void line(StringBuilder text, String... fields) {
        for (int i = 0; i < fields.length; i++) {
            text.append(i == 0 ? "" : "\t").append(i == 0 ? fields[i] : escaped(fields[i]));
        }
        text.append('\n');
    }

    static PinnedServer read(String text) throws Damaged {
        return new Reader(text).read();
    }

    /// The names of the tools, from how a file begins.
    static List<String> tools(String head) {
        for (int from = 0; from < head.length(); ) {
            int end = head.indexOf('\n', from);
            int to = end < 0 ? head.length() : end;
            if (head.startsWith("tools\t", from)) {
                return fields(head.substring(from, to)).subList(1, fieldCount(head, from, to));
            }
            from = to + 1;
        }
        return List.of();
    }

    private static int fieldCount(String text, int from, int to) {
        int count = 1;
        for (int i = from; i < to; i++) {
            count += text.charAt(i) == '\t' ? 1 : 0;
        }
        return count;
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        int from = 0;
        while (true) {
            int tab = line.indexOf('\t', from);
            fields.add(plain(line.substring(from, tab < 0 ? line.length() : tab)));
            if (tab < 0) {
                return fields;
            }
            from = tab + 1;
        }
    }

    /// One reading of a text.
    private static final class Reader {

        private final String text;
        private int at;
        private PinnedServer.@org.jspecify.annotations.Nullable Pinned pinned;
        private String offer = "";
        private SortedMap<String, String> parts = new TreeMap<>();
        private boolean isHeld;
        private boolean isOpen;

        Reader(String text) {
            this.text = text;
        }

        PinnedServer read() throws Damaged {
            if (!line().equals(HEAD)) {
                throw new Damaged("it does not begin as a file of pins");
            }
            List<String> server = fields(line());
            List<String> command = fields(line());
            if (server.size() != 2
                    || !server.get(0).equals("server")
                    || !command.get(0).equals("command")) {
                throw new Damaged("it does not say which server it is of");
            }
            var all = new PinnedServer(server.get(1), command.subList(1, command.size()));
            while (true) {
                List<String> fields = fields(line());
                switch (fields.get(0)) {
                    case "tools" -> {}
                    case "offer" -> {
                        close();
                        need(fields, 4);
                        offer = fields.get(1);
                        pinned = all.at(offer);
                        if (pinned == null) {
                            throw new Damaged("it has too many offers");
                        }
                        pinned.firstMillis = number(fields.get(2));
                        pinned.changedMillis = number(fields.get(3));
                    }
                    case "version" -> {
                        close();
                        open(false);
                    }
                    case "held" -> {
                        close();
                        need(fields, 4);
                        open(true);
                        known().heldMillis = number(fields.get(1));
                        known().isStopped = fields.get(2).equals("1");
                        known().why = fields.get(3);
                    }
                    case "=" -> {
                        need(fields, 3);
                        parts.put(fields.get(1), fields.get(2));
                    }
                    case "end" -> {
                        close();
                        all.count();
                        return all;
                    }
                    default -> throw new Damaged("a line begins with nothing known");
                }
            }
        }

        private void open(boolean held) throws Damaged {
            known();
            isOpen = true;
            isHeld = held;
            parts = new TreeMap<>();
        }

        private void close() throws Damaged {
            if (!isOpen) {
                return;
            }
            isOpen = false;
            var read = new Offer(offer, parts);
            PinnedServer.Pinned to = known();
            if (isHeld) {
                to.held = read;
            } else if (to.versions.size() < Pins.MAX_VERSIONS) {
                List<Offer> versions = new ArrayList<>(to.versions);
                versions.add(read);
                to.versions = List.copyOf(versions);
            }
        }

        private PinnedServer.Pinned known() throws Damaged {
            PinnedServer.Pinned now = pinned;
            if (now == null) {
                throw new Damaged("a version belongs to nothing");
            }
            return now;
        }

        private static void need(List<String> fields, int count) throws Damaged {
            if (fields.size() != count) {
                throw new Damaged("a line has " + fields.size() + " fields");
            }
        }

        private static long number(String digits) throws Damaged {
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException e) {
                throw new Damaged("a time is no number");
            }
        }

        private String line() throws Damaged {
            int end = text.indexOf('\n', at);
            if (end < 0) {
                throw new Damaged("it ends too early");
            }
            String line = text.substring(at, end);
            at = end + 1;
            return line;
        }
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '\t' -> escaped.append("\\t");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                default -> {
                    // Half a surrogate pair is nothing that UTF-8 can write.
                    if (Character.isSurrogate(c)) {
                        escaped.append("\\u").append(Integer.toHexString(c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }

    private static String plain(String escaped) {
        if (escaped.indexOf('\\') < 0) {
            return escaped;
        }
        var text = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '\\' || i + 1 == escaped.length()) {
                text.append(c);
                continue;
            }
            char next = escaped.charAt(++i);
            switch (next) {
                case 't' -> text.append('\t');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 'u' -> {
                    int end = Math.min(i + 5, escaped.length());
                    text.append(unit(escaped.substring(i + 1, end)));
                    i = end - 1;
                }
                default -> text.append(next);
            }
        }
        return text.toString();
    }

    private static char unit(String hex) {
        try {
            return (char) Integer.parseInt(hex, 16);
        } catch (NumberFormatException e) {
            return '\ufffd';
        }
    }
}
