package gate.app.install;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Says which bytes put the gate before a server, and which take it out again.
///
/// Putting in only inserts: the words `run … --` and the original program stand before the first
/// original argument, whose bytes stay; only the program itself gives its place to the gate, and
/// its bytes, quotes included, move behind `--`. Taking out therefore needs nothing but the file:
/// what stands before the first original argument goes, and the program's bytes move back.
final class Wrapping {

    private final Format format;
    private final String source;

    Wrapping(Format format, String source) {
        this.format = format;
        this.source = source;
    }

    /// Puts the gate before a server that has none.
    List<Edit> wrap(Entry entry, String gate) {
        Node.Member command = present(entry.command());
        List<String> prefix = entry.prefix(gate);
        if (command.value() instanceof Node.Items items) {
            return List.of(insert(items, quoted(prefix)));
        }
        List<String> tokens = new ArrayList<>(quoted(prefix.subList(1, prefix.size())));
        tokens.add(raw(command.value()));
        var program = new Edit(command.value().start(), command.value().end(), format.quote(gate));
        Node.Member args = entry.args();
        if (args == null) {
            return List.of(newArgs(entry, command, tokens), program);
        }
        if (!(args.value() instanceof Node.Items items)) {
            throw new IllegalArgumentException("no list: " + args.value());
        }
        return List.of(insert(items, tokens), program);
    }

    /// Takes the gate out.
    ///
    /// @param entry a wrapped one whose original program is clear
    List<Edit> unwrap(Entry entry) {
        Node.Member command = present(entry.command());
        int original = entry.original();
        if (command.value() instanceof Node.Items items) {
            int first = items.items().get(0).start();
            return List.of(new Edit(first, items.items().get(original).start(), ""));
        }
        Node.Member args = present(entry.args());
        if (!(args.value() instanceof Node.Items items)) {
            throw new IllegalArgumentException("no list: " + args.value());
        }
        Node program = items.items().get(original - 1).value();
        var back = new Edit(command.value().start(), command.value().end(), raw(program));
        if (entry.hadNoArgs()) {
            return List.of(remove(present(entry.holder()), args), back);
        }
        int first = items.items().get(0).start();
        if (original < items.items().size()) {
            return List.of(new Edit(first, items.items().get(original).start(), ""), back);
        }
        if (items.isBlock()) {
            return List.of(new Edit(first, items.end(), "[]"), back);
        }
        int end = program.end();
        int comma = afterBlanks(end);
        return List.of(new Edit(first, source.startsWith(",", comma) ? comma + 1 : end, ""), back);
    }

    /// Another path of the gate.
    Edit repoint(Entry entry, String gate) {
        Node program = present(entry.command()).value();
        if (program instanceof Node.Items items) {
            program = items.items().get(0).value();
        }
        return new Edit(program.start(), program.end(), format.quote(gate));
    }

    private Edit insert(Node.Items items, List<String> tokens) {
        var text = new StringBuilder();
        if (items.items().isEmpty()) {
            int at = items.start() + 1;
            return new Edit(at, at, String.join(", ", tokens));
        }
        int at = items.items().get(0).start();
        if (items.isBlock()) {
            String next = lineBreak() + indentation(at);
            for (String token : tokens) {
                text.append("- ").append(token).append(next);
            }
        } else {
            String between = source.substring(items.start() + 1, at);
            boolean isLine = between.indexOf('\n') >= 0 && between.isBlank();
            text.append(String.join(", ", tokens)).append(',');
            text.append(
                    isLine ? lineBreak() + between.substring(between.lastIndexOf('\n') + 1) : " ");
        }
        return new Edit(at, at, text.toString());
    }

    /// The list of arguments of an entry that had none: after the program between braces, before it
    /// where each member has its line.
    private Edit newArgs(Entry entry, Node.Member command, List<String> tokens) {
        boolean isLines = present(entry.holder()).isLines();
        String list = format.member("args", isLines) + '[' + String.join(", ", tokens) + ']';
        if (isLines) {
            String before = source.substring(command.keyStart(), command.nameStart());
            int at = command.keyStart();
            return new Edit(at, at, before + list + lineBreak() + indentation(at));
        }
        int line = source.lastIndexOf('\n', command.keyStart()) + 1;
        boolean isFirst = line > 0 && source.substring(line, command.keyStart()).isBlank();
        int at = command.value().end();
        return new Edit(
                at,
                at,
                "," + (isFirst ? lineBreak() + indentation(command.keyStart()) : " ") + list);
    }

    /// Takes out a member with whatever separates it from its neighbours.
    private Edit remove(Node.Table holder, Node.Member member) {
        Node.Member before = null;
        Node.Member after = null;
        for (Node.Member other : holder.members()) {
            if (other.keyStart() < member.keyStart()
                    && (before == null || other.keyStart() > before.keyStart())) {
                before = other;
            } else if (other.keyStart() > member.keyStart()
                    && (after == null || other.keyStart() < after.keyStart())) {
                after = other;
            }
        }
        int end = member.value().end();
        if (!holder.isLines() && before != null) {
            return new Edit(before.value().end(), end, "");
        }
        if (after != null && isBlankOrComma(source.substring(end, after.keyStart()))) {
            return new Edit(member.keyStart(), after.keyStart(), "");
        }
        int line = source.lastIndexOf('\n', member.keyStart()) + 1;
        int next = source.indexOf('\n', end);
        return new Edit(line, next < 0 ? source.length() : next + 1, "");
    }

    private static boolean isBlankOrComma(String text) {
        return text.replace(',', ' ').isBlank();
    }

    private int afterBlanks(int from) {
        int i = from;
        while (i < source.length() && " \t\r\n".indexOf(source.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }

    /// What stands on the line before this; blanks in the place of anything else.
    private String indentation(int at) {
        int line = Math.max(source.lastIndexOf('\n', at - 1) + 1, Format.afterMark(source));
        String before = source.substring(Math.min(line, at), at);
        return before.isBlank() ? before : " ".repeat(before.length());
    }

    private String lineBreak() {
        int first = source.indexOf('\n');
        return first > 0 && source.charAt(first - 1) == '\r' ? "\r\n" : "\n";
    }

    private String raw(Node node) {
        return source.substring(node.start(), node.end());
    }

    private List<String> quoted(List<String> words) {
        List<String> quoted = new ArrayList<>();
        for (String word : words) {
            quoted.add(format.quote(word));
        }
        return quoted;
    }

    private static <T> T present(@Nullable T part) {
        if (part == null) {
            throw new IllegalArgumentException("an entry without a program");
        }
        return part;
    }
}
