package gate.rules.builtin;

import gate.protocol.Json;

/// Which arguments an agent will obey later: files of instructions, and what tools for memory keep.
final class AgentTexts {

    private AgentTexts() {}

    /// Whether the tool keeps what a later session is told: `add_observations`, `save_memory`, and
    /// what else the reference server for memory writes its graph with.
    static boolean isOfMemory(String tool) {
        if (tool.equals("create_entities") || tool.equals("create_relations")) {
            return true;
        }
        for (String word : Words.of(tool)) {
            switch (word) {
                case "memory", "memories", "remember", "memorize", "observations" -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }

    /// Whether an agent reads the file as instructions.
    static boolean isInstructions(PathText path) {
        String last = path.last(0);
        return switch (last) {
            case "agents.md", "agents.override.md", "agent.md", "claude.md", "claude.local.md" ->
                    true;
            case "gemini.md", "qwen.md", "warp.md", "skill.md", "memory.md", "replit.md" -> true;
            case ".cursorrules", ".windsurfrules", ".clinerules", ".roorules", ".rules" -> true;
            case ".goosehints", "copilot-instructions.md" -> true;
            default ->
                    last.endsWith(".mdc")
                            || (isText(last) && isBelowAgent(path))
                            || last.endsWith(".instructions.md")
                            || last.endsWith(".prompt.md");
        };
    }

    private static boolean isText(String name) {
        return name.endsWith(".md") || name.endsWith(".txt");
    }

    /// Whether it is in a directory whose texts an agent reads: `.claude/commands`,
    /// `.kiro/steering`.
    private static boolean isBelowAgent(PathText path) {
        for (int i = path.size() - 1; i > 0; i--) {
            String directory = path.part(i - 1);
            switch (directory) {
                case ".claude", ".cursor", ".windsurf", ".clinerules", ".roo", ".kiro" -> {
                    return true;
                }
                case ".continue", ".amazonq", ".gemini", ".codex", ".opencode", ".junie" -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }

    /// Whether a string is what an edit takes away, with what it puts there beside it.
    static boolean isOld(Json json, int node) {
        String name = json.nameOf(node);
        if (name == null) {
            return false;
        }
        return switch (RepositoryKey.letters(name)) {
            case "oldtext" -> hasBeside(json, node, "newtext");
            case "oldstring" -> hasBeside(json, node, "newstring");
            case "oldstr" -> hasBeside(json, node, "newstr");
            case "old", "oldcontent" ->
                    hasBeside(json, node, "new") || hasBeside(json, node, "newcontent");
            case "search", "find", "pattern" ->
                    hasBeside(json, node, "replace") || hasBeside(json, node, "replacement");
            default -> false;
        };
    }

    private static boolean hasBeside(Json json, int node, String letters) {
        int object = json.parent(node);
        for (int at = json.first(object); at != Json.NONE; at = json.next(at)) {
            if (RepositoryKey.letters(json.string(at)).equals(letters)) {
                return true;
            }
        }
        return false;
    }
}
