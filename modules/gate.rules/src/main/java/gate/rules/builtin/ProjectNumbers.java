package gate.rules.builtin;

import gate.protocol.Exchange;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.rules.Memory;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// Which number a project of GitLab has, learnt from what GitLab says of it.
///
/// A session that names `group/name` is told `"project_id": 318`, and goes on with that. Only
/// answers that GitLab makes of its own records are believed, and of these only what no user of it
/// can write: a file may say anything, also what such an answer says.
final class ProjectNumbers {

    /// The call whose answer may tell, and what it names: `7 group/name`.
    private static final String ASKED = "repository.asked";

    /// The path of the project with a number.
    private static final String PATH_OF = "repository.path.";

    private static final int MAX_TEXT_BYTES = 1 << 20;
    private static final int MAX_NAME_CHARS = 256;

    private ProjectNumbers() {}

    /// A name that calls give a project: its path where it is a number that has been told.
    static String resolved(String name, Memory memory) {
        String path = isNumber(name) ? memory.recall(PATH_OF + name) : null;
        return path == null ? name : path;
    }

    /// Notes a call that is about one project, if its answer tells more of that.
    static void ask(Message.Request request, String tool, String name, Memory memory) {
        if (name.length() <= MAX_NAME_CHARS && tellsOfProject(tool)) {
            memory.remember(ASKED, request.id().toString() + ' ' + name);
        }
    }

    /// Learns from the answer to such a call.
    static void learn(Exchange answered, Message.Result result, Memory memory) {
        String asked = memory.known(ASKED);
        String before = answered.id().toString() + ' ';
        if (asked == null || !asked.startsWith(before)) {
            return;
        }
        memory.remember(ASKED, "");
        String name = asked.substring(before.length());
        Json json = result.json();
        int content = json.member(result.result(), "content");
        int block = json.isArray(content) ? json.first(content) : Json.NONE;
        int text = json.isObject(block) ? json.member(block, "text") : Json.NONE;
        boolean isOne = text != Json.NONE && json.next(block) == Json.NONE && json.isString(text);
        if (!isOne || json.end(text) - json.start(text) > MAX_TEXT_BYTES) {
            return;
        }
        String source = json.string(text).strip();
        Json told = source.startsWith("{") || source.startsWith("[") ? parsed(source) : null;
        if (told != null) {
            learn(told, name, memory);
        }
    }

    private static @Nullable Json parsed(String source) {
        return source.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES
                ? null
                : NestedJson.of(source, false);
    }

    private static void learn(Json json, String name, Memory memory) {
        int arguments = NestedJson.arguments(json);
        int list = json.member(arguments, "");
        int path = list == Json.NONE ? json.member(arguments, "path_with_namespace") : Json.NONE;
        String number = null;
        if (path != Json.NONE && json.isString(path)) {
            String told = RepositoryPath.plain(json.string(path));
            number = number(json, json.member(arguments, "id"));
            boolean isAsked = isNumber(name) ? name.equals(number) : name.equals(told);
            if (number != null && isAsked) {
                memory.remember(PATH_OF + number, told);
            }
            return;
        }
        if (isNumber(name)) {
            return;
        }
        number =
                list == Json.NONE
                        ? number(json, json.member(arguments, "project_id"))
                        : each(json, list);
        if (number != null) {
            memory.remember(PATH_OF + number, name);
        }
    }

    /// The number that all elements of a list tell, or null.
    private static @Nullable String each(Json json, int list) {
        String number = null;
        for (int at = json.first(list); at != Json.NONE; at = json.next(at)) {
            String own = json.isObject(at) ? number(json, json.member(at, "project_id")) : null;
            if (own == null || (number != null && !number.equals(own))) {
                return null;
            }
            number = own;
        }
        return number;
    }

    /// The number of a project as [RepositoryNames] writes it: `#318`.
    private static @Nullable String number(Json json, int value) {
        if (value == Json.NONE) {
            return null;
        }
        String digits = json.isString(value) ? json.string(value) : json.source(value);
        String number = "#" + digits;
        return isNumber(number) ? number : null;
    }

    private static boolean isNumber(String name) {
        boolean isNumber = name.length() > 1 && name.length() < 20 && name.charAt(0) == '#';
        for (int i = 1; i < name.length(); i++) {
            isNumber &= SecretBytes.isDigit(name.charAt(i));
        }
        return isNumber;
    }

    /// Whether a tool answers with GitLab's records of a project, or of what belongs to one:
    /// `get_merge_request`. Not with pipelines, which may run in a fork, nor with files, comments
    /// or logs, which are what somebody wrote.
    private static boolean tellsOfProject(String tool) {
        boolean isRecord = false;
        for (String word : Words.of(tool)) {
            switch (word) {
                case "project", "merge", "mr", "mrs", "issue", "issues" -> isRecord = true;
                case "get", "list", "show", "fetch", "gitlab", "request", "requests", "my" -> {}
                case "details", "info" -> {}
                default -> {
                    return false;
                }
            }
        }
        return isRecord;
    }
}
