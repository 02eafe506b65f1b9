package gate.rules.builtin;

import gate.protocol.Exchange;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.rules.Memory;

import org.jspecify.annotations.Nullable;

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

    /// That the number of the project with a path is known.
    private static final String TOLD = "repository.told.";

    private static final int MAX_TEXT_BYTES = 1 << 20;
    private static final int MAX_NAME_CHARS = 256;

    private ProjectNumbers() {}

    /// A name that calls give a project: its path where it is a number that has been told.
    static String resolved(String name, Memory memory) {
        String path = isNumber(name) ? memory.recall(PATH_OF + name) : null;
        return path == null ? name : path;
    }

    /// Notes a call that is about one project, if its answer may tell what is not known of that: a
    /// fact that is remembered is written to a file.
    ///
    /// @param given how the call names the project
    static void ask(Message.Request request, String tool, String given, Memory memory) {
        String name = resolved(given, memory);
        boolean isNews = name.length() <= MAX_NAME_CHARS && memory.known(TOLD + name) == null;
        if (isNews && tellsOfProject(tool, isNumber(name))) {
            memory.remember(ASKED, request.id().toString() + ' ' + name);
        }
    }

    /// Learns from the answer to such a call; of others nothing is recalled, for the first time
    /// that costs milliseconds.
    static void learn(Exchange answered, Message.Result result, Memory memory) {
        String tool = answered.toolName();
        if (tool == null || !tellsOfProject(tool, false)) {
            return;
        }
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
        boolean isJson = source.startsWith("{") || source.startsWith("[");
        Json told = isJson ? NestedJson.of(source, false) : null;
        if (told != null) {
            learn(told, name, memory);
        }
    }

    private static void learn(Json json, String name, Memory memory) {
        int arguments = NestedJson.arguments(json);
        int list = json.member(arguments, "");
        String path =
                list == Json.NONE ? json.memberString(arguments, "path_with_namespace") : null;
        if (path != null) {
            String told = RepositoryPath.plain(path);
            String number = number(json, json.member(arguments, "id"));
            if (isNumber(name) ? name.equals(number) : name.equals(told)) {
                keep(number, told, memory);
            }
        } else if (!isNumber(name)) {
            int own = json.member(arguments, "project_id");
            keep(list == Json.NONE ? number(json, own) : each(json, list), name, memory);
        }
    }

    private static void keep(@Nullable String number, String path, Memory memory) {
        if (number != null) {
            memory.remember(PATH_OF + number, path);
            memory.remember(TOLD + path, number);
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
    ///
    /// @param isPathAsked whether the path is what is not known: only a project's own record has it
    private static boolean tellsOfProject(String tool, boolean isPathAsked) {
        boolean isRecord = false;
        for (String word : Words.of(tool)) {
            switch (word) {
                case "project" -> isRecord = true;
                case "merge", "mr", "mrs", "issue", "issues" -> isRecord |= !isPathAsked;
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
