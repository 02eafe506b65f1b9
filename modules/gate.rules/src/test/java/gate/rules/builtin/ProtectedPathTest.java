package gate.rules.builtin;

import gate.rules.Rule;
import gate.rules.RuleContract;
import gate.rules.Traffic;

import java.util.List;

class ProtectedPathTest implements RuleContract {

    private final Rule rule = new ProtectedPath();

    @Override
    public Rule rule() {
        return rule;
    }

    @Override
    public String id() {
        return "protected_path";
    }

    @Override
    public List<Conversation> caught() {
        return List.of(
                calls("CVE-2025-68143", "git_init", "{\"repo_path\":\"~/.ssh\"}"),
                calls(
                        "CVE-2026-27735",
                        "git_add",
                        "{\"files\":[\"a.txt\",\"../../../.kube/config\"]}"),
                calls(
                        "CVE-2026-27825",
                        "download_attachment",
                        "{\"target_path\":\"../../.bashrc\"}"),
                calls(
                        "CVE-2025-59944",
                        "write_file",
                        "{\"path\":\".cUrSoR/mcp.json\",\"content\":\"{}\"}"),
                calls(
                        "the same, Windows",
                        "write_file",
                        "{\"path\":\".cursor\\\\mcp.json. \",\"content\":\"{}\"}"),
                calls(
                        "the same, invisible",
                        "write_file",
                        "{\"path\":\".cur\\u200bsor/mcp.json\",\"content\":\"{}\"}"),
                calls(
                        "CVE-2025-53773",
                        "edit_file",
                        "{\"path\":\".vscode/settings.json\",\"edits\":[{\"newText\":\"\\\"chat.tools.autoApprove\\\":"
                            + " true\"}]}"),
                calls(
                        "SANDWORM_MODE, 2026",
                        "write",
                        "{\"file_path\":\"/home/u/.claude/settings.json\",\"content\":\"{}\"}"),
                calls("Invariant, 1 April 2025", "read_file", "{\"path\":\"~/.ssh/id_rsa\"}"),
                calls("a key of a cloud", "read_file", "{\"path\":\"/home/u/.aws/credentials\"}"),
                calls(
                        "dots in between",
                        "read_text_file",
                        "{\"path\":\"/home/u/x/./../.aws//credentials\"}"),
                calls("escaped", "open", "{\"path\":\"/home/u/%2eaws/credentials\"}"),
                calls("a URL", "open", "{\"uri\":\"file:///etc/shadow\"}"),
                calls(
                        "a hook",
                        "create_file",
                        "{\"path\":\"repo/.git/hooks/pre-commit\",\"content\":\"x\"}"),
                calls(
                        "our own policy",
                        "write_file",
                        "{\"path\":\"~/.mcpgate/policy.toml\",\"content\":\"\"}"),
                calls("our own log", "delete_file", "{\"path\":\"/home/u/.mcpgate/audit.db\"}"),
                calls(
                        "our own policy for a project",
                        "write_file",
                        "{\"path\":\".mcpgate.toml\",\"content\":\"\"}"),
                calls("the environment of a process", "cat", "{\"file\":\"/proc/self/environ\"}"),
                calls("the root of a process", "cat", "{\"file\":\"/proc/self/root/etc/shadow\"}"),
                calls(
                        "an agent's own key",
                        "read_file",
                        "{\"path\":\"/home/u/.claude/.credentials.json\"}"),
                calls(
                        "a browser's session",
                        "read_file",
                        "{\"path\":\"~/.config/google-chrome/Default/Cookies\"}"),
                Conversation.of(
                        "a resource",
                        Traffic.plain()
                                .request("resources/read", "{\"uri\":\"file:///home/u/.netrc\"}")));
    }

    @Override
    public List<Conversation> spared() {
        return List.of(
                calls("our own policy, read", "read_file", "{\"path\":\"~/.mcpgate/policy.toml\"}"),
                calls("a file, removed", "delete_file", "{\"path\":\"notes/mcpgate.md\"}"),
                calls(
                        "a file that mentions them",
                        "write_file",
                        "{\"path\":\"a.md\",\"content\":\"~/.ssh/id_rsa\"}"),
                calls("a search for them", "grep", "{\"pattern\":\"~/.aws/credentials\"}"),
                calls("a message", "post", "{\"text\":\"/etc/shadow\"}"),
                calls("the public half", "read_file", "{\"path\":\"~/.ssh/id_rsa.pub\"}"),
                calls("reading a configuration", "read_file", "{\"path\":\".cursor/mcp.json\"}"),
                calls(
                        "looking through an editor",
                        "str_replace_based_edit_tool",
                        "{\"command\":\"view\",\"path\":\"/home/u/.bashrc\"}"),
                calls(
                        "settings that loosen nothing",
                        "write_file",
                        "{\"path\":\".vscode/settings.json\",\"content\":\"{\\\"editor.tabSize\\\":2}\"}"),
                calls(
                        "orders for agents",
                        "write_file",
                        "{\"path\":\"AGENTS.md\",\"content\":\"x\"}"),
                calls("a project's own", "write_file", "{\"path\":\".npmrc\",\"content\":\"x\"}"),
                calls(
                        "a project's own configuration",
                        "write_file",
                        "{\"path\":\"src/aws/config.ts\",\"content\":\"x\"}"),
                calls("a page", "download", "{\"url\":\"https://a.example/dotfiles/.bashrc\"}"),
                calls(
                        "an ignored file",
                        "write_file",
                        "{\"path\":\".gitignore\",\"content\":\"x\"}"));
    }

    private static Conversation calls(String source, String tool, String arguments) {
        return Conversation.of(source, Traffic.plain().call(tool, arguments));
    }
}
