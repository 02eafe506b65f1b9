package gate.app.install;

import gate.app.install.Server.State;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// One server's entry in a file, read: which program with which arguments, and where they stand.
///
/// @param holder the table with the members below
/// @param command the member that names the program, or the program with its arguments
/// @param args the member with the arguments, if there is one
/// @param words program and arguments; empty if there are none or they are unclear
/// @param note why the entry is left alone; empty if it need not be
record Entry(
        String name,
        String scope,
        Node.@Nullable Table holder,
        Node.@Nullable Member command,
        Node.@Nullable Member args,
        List<String> words,
        String remote,
        String note) {

    /// What `run` is told where an entry had no list of arguments, so that it gets none back.
    static final String NO_ARGS = "--no-args";

    static final String TWICE = "the gate stands before a gate";

    private static final String DASHES = "--";

    /// Reads the member of a client's table of servers.
    static Entry of(Node.Member member, String scope) {
        if (!(member.value() instanceof Node.Table table)) {
            return odd(member.key(), scope, "it is no table");
        }
        for (Node.Member inner : table.members()) {
            boolean isOldZed = inner.key().equals("command");
            if (isOldZed && inner.value() instanceof Node.Table nested) {
                return of(member.key(), scope, nested, "path");
            }
        }
        boolean isGoose = count(table, "command") == 0 && count(table, "cmd") > 0;
        return of(member.key(), scope, table, isGoose ? "cmd" : "command");
    }

    private static Entry of(String name, String scope, Node.Table table, String commandKey) {
        String remote = "";
        for (String key : List.of("url", "serverUrl", "httpUrl", "uri")) {
            Node.Member address = find(table, key);
            if (address != null && address.value() instanceof Node.Text text) {
                remote = text.value();
            }
        }
        Node.Member command = find(table, commandKey);
        Node.Member args = find(table, "args");
        if (command == null) {
            String note = remote.isEmpty() ? "it has no command: its client starts it" : "";
            return new Entry(name, scope, null, null, null, List.of(), remote, note);
        }
        if (count(table, commandKey) > 1 || count(table, "args") > 1) {
            return odd(name, scope, "it says twice what to run: edit by hand");
        }
        List<String> words = new ArrayList<>();
        if (command.value() instanceof Node.Items items) {
            if (args != null || items.items().isEmpty() || !addTexts(items, words)) {
                return odd(name, scope, "its command is unclear: edit by hand");
            }
        } else if (command.value() instanceof Node.Text text && !text.value().isEmpty()) {
            words.add(text.value());
            boolean isClear =
                    args == null
                            || (args.value() instanceof Node.Items items && addTexts(items, words));
            if (!isClear) {
                return odd(name, scope, "its args are no list of texts: edit by hand");
            }
        } else {
            return odd(name, scope, "its command is no text: edit by hand");
        }
        return new Entry(name, scope, table, command, args, List.copyOf(words), remote, "");
    }

    private static Entry odd(String name, String scope, String note) {
        return new Entry(name, scope, null, null, null, List.of(), "", note);
    }

    private static boolean addTexts(Node.Items items, List<String> words) {
        for (Node.Item item : items.items()) {
            if (!(item.value() instanceof Node.Text text)) {
                return false;
            }
            words.add(text.value());
        }
        return true;
    }

    private static Node.@Nullable Member find(Node.Table table, String key) {
        for (Node.Member member : table.members()) {
            if (member.key().equals(key)) {
                return member;
            }
        }
        return null;
    }

    private static int count(Node.Table table, String key) {
        int count = 0;
        for (Node.Member member : table.members()) {
            count += member.key().equals(key) ? 1 : 0;
        }
        return count;
    }

    /// Whether these words start a gate.
    private static boolean isGate(List<String> words) {
        if (words.size() < 2 || !words.get(1).equals("run")) {
            return false;
        }
        String program = words.get(0);
        int slash = Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\'));
        return program.substring(slash + 1).equals("mcpgate");
    }

    boolean isWrapped() {
        return isGate(words);
    }

    /// Where the original program stands in [#words] of a wrapped entry; 0 if that is unclear.
    int original() {
        int dashes = words.indexOf(DASHES);
        return dashes > 0 && dashes + 1 < words.size() ? dashes + 1 : 0;
    }

    /// Whether the original entry had no list of arguments.
    boolean hadNoArgs() {
        int original = original();
        return original == words.size() - 1
                && original > 0
                && words.subList(0, original).contains(NO_ARGS);
    }

    /// What stands before the original program.
    ///
    /// @param gate its path
    List<String> prefix(String gate) {
        List<String> prefix = new ArrayList<>(List.of(gate, "run", "--server", label()));
        if (args == null && command != null && command.value() instanceof Node.Text) {
            prefix.add(NO_ARGS);
        }
        prefix.add(DASHES);
        return prefix;
    }

    /// The name as `--server` takes it: 1 to 64 characters without blanks.
    private String label() {
        var label = new StringBuilder();
        for (int i = 0; i < name.length() && label.length() < 64; i++) {
            char c = name.charAt(i);
            boolean isPlain = c > ' ' && c != 0x7f && !Character.isISOControl(c);
            boolean isText = !Character.isSurrogate(c) && !Character.isSpaceChar(c);
            label.append(isPlain && isText && (c != '-' || i > 0) ? c : '_');
        }
        return label.isEmpty() ? "server" : label.toString();
    }

    /// What people see of this entry.
    Server server() {
        if (words.isEmpty()) {
            return new Server(
                    name, scope, remote.isEmpty() ? State.OTHER : State.REMOTE, remote, null, note);
        }
        if (!isWrapped()) {
            return new Server(name, scope, State.PLAIN, String.join(" ", words), null, note);
        }
        int original = original();
        if (original == 0) {
            return new Server(
                    name,
                    scope,
                    State.WRAPPED,
                    String.join(" ", words),
                    words.get(0),
                    "wrapped by hand, without -- before the server's command: unwrap it by hand");
        }
        List<String> behind = words.subList(original, words.size());
        return new Server(
                name,
                scope,
                State.WRAPPED,
                String.join(" ", behind),
                words.get(0),
                isGate(behind) ? TWICE : "");
    }
}
