package gate.rules.builtin;

import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Severity;
import gate.rules.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/// Shows calls that open something to everybody, or give somebody all rights.
///
/// An order in quiet words is found by no list; that a document is now open to whoever has its link
/// is what its reader did. See `docs/rules/access_widened.md`.
public final class AccessWidened implements Rule {

    private static final String ID = "access_widened";
    private static final String OPENS = "opens something to everybody";
    private static final String RAISES = "gives somebody all rights";

    private static final String READING =
            "get list search read find query fetch describe show check view count export";
    private static final String CHANGING = "update set change edit modify patch make";
    private static final String SHARING =
            "share shared sharing permission permissions access acl publish grant link visibility"
                    + " policy bucket";
    private static final String PEOPLE =
            "member members user users collaborator collaborators invite role roles permission"
                    + " permissions access grant team account share";

    /// Longer values are no names of groups or roles.
    private static final int MAX_VALUE_BYTES = 40;

    private static final int MAX_MANIFEST_BYTES = 65_536;

    /// For the service loader.
    public AccessWidened() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Severity severity() {
        return Severity.LOW;
    }

    @Override
    public void judge(Envelope envelope, Memory memory, Consumer<Finding> findings) {
        CallArguments arguments = CallArguments.of(envelope, memory);
        if (arguments == null) {
            return;
        }
        List<String> tool = Words.of(arguments.tool());
        if (isReading(tool)) {
            return;
        }
        boolean isFile = WritingTools.writesFiles(arguments.tool());
        Json json = arguments.json();
        if (raises(tool) && envelope.message() instanceof Message.Request request) {
            String name = json.pointer(json.member(request.params(), "name"));
            Span span = new Span(name, 0, arguments.tool().length());
            findings.accept(new Finding(ID, Severity.LOW, span, RAISES));
            return;
        }
        for (int node = arguments.next(Json.NONE); node != Json.NONE; node = arguments.next(node)) {
            boolean isText = json.end(node) - json.start(node) > MAX_VALUE_BYTES;
            String why = isText ? inText(json, node, isFile) : why(json, node, tool);
            if (why != null) {
                Span span = new Span(json.pointer(node), 0, json.string(node).length());
                findings.accept(new Finding(ID, Severity.LOW, span, why));
                return;
            }
        }
    }

    private static @Nullable String inText(Json json, int node, boolean isFile) {
        boolean isRead = !isFile && json.end(node) - json.start(node) < MAX_MANIFEST_BYTES;
        return isRead && isBinding(json, node) ? RAISES : null;
    }

    private static @Nullable String why(Json json, int node, List<String> tool) {
        String name = json.nameOf(node);
        if (name == null) {
            return null;
        }
        String value = letters(json.string(node));
        return switch (letters(name)) {
            case "type", "scope", "sharing", "sharetype", "linksharing", "who", "grantee" ->
                    opens(value, tool) ? OPENS : null;
            case "access", "generalaccess", "linkaccess", "acl", "principal", "member", "group" ->
                    opens(value, tool) ? OPENS : null;
            case "visibility" -> value.equals("public") && isOf(tool, CHANGING) ? OPENS : null;
            case "role", "roles", "permission", "permissions", "accesslevel", "orgrole" ->
                    raises(value, tool) ? RAISES : null;
            case "name" -> value.equals("clusteradmin") && isRoleRef(json, node) ? RAISES : null;
            default -> null;
        };
    }

    private static boolean isReading(List<String> tool) {
        return !tool.isEmpty() && Words.isAmong(READING, tool.getFirst());
    }

    private static boolean isOf(List<String> tool, String words) {
        for (String word : tool) {
            if (Words.isAmong(words, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean opens(String value, List<String> tool) {
        return switch (value) {
            case "anyone",
                    "anyonewithlink",
                    "anyonewiththelink",
                    "everyone",
                    "anonymous",
                    "allusers",
                    "allauthenticatedusers",
                    "publicread",
                    "publicreadwrite" ->
                    isOf(tool, SHARING) || isOf(tool, CHANGING);
            case "public", "world" -> isOf(tool, SHARING);
            default -> false;
        };
    }

    /// `promote_admin`, `make_user_admin`, `transferOwnership`: what somebody becomes stands last.
    private static boolean raises(List<String> tool) {
        if (tool.size() < 2) {
            return false;
        }
        String verb = tool.getFirst();
        return switch (tool.getLast()) {
            case "admin", "administrator" ->
                    Words.isAmong("promote make add set grant assign create appoint", verb);
            case "ownership" -> verb.equals("transfer");
            default -> false;
        };
    }

    private static boolean raises(String value, List<String> tool) {
        return switch (value) {
            case "admin", "administrator", "owner", "superuser", "superadmin", "clusteradmin" ->
                    isOf(tool, PEOPLE);
            default -> false;
        };
    }

    /// `roleRef: {name: cluster-admin}` of a binding in Kubernetes.
    private static boolean isRoleRef(Json json, int node) {
        int object = json.parent(node);
        String name = object == Json.NONE || object == Json.ROOT ? null : json.nameOf(object);
        return "roleRef".equals(name);
    }

    /// Whether a manifest of Kubernetes binds somebody to all rights.
    private static boolean isBinding(Json json, int node) {
        if (!namesBinding(json.bytes(), json.start(node), json.end(node))) {
            return false;
        }
        String text = json.string(node);
        return text.contains("RoleBinding")
                && text.contains("roleRef")
                && (text.contains("cluster-admin") || text.contains("system:anonymous"));
    }

    /// Whether the name of a binding may stand in a text, by a capital that few words have: every
    /// text of every call is asked.
    private static boolean namesBinding(byte[] bytes, int from, int to) {
        for (int at = from; at + 4 < to; at++) {
            if (bytes[at] == 'R' && bytes[at + 1] == 'o' && bytes[at + 4] == 'B') {
                return true;
            }
        }
        return false;
    }

    /// A name or a value without signs, in small letters: `anyone_with_link`, `Anyone with link`.
    private static String letters(String text) {
        return RepositoryKey.letters(text.replace(" ", ""));
    }
}
