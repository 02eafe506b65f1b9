package gate.rules.builtin;

import gate.rules.Rule;
import gate.rules.RuleContract;
import gate.rules.Traffic;

import java.util.List;

class OptionInjectionTest implements RuleContract {

    private final Rule rule = new OptionInjection();

    @Override
    public Rule rule() {
        return rule;
    }

    @Override
    public String id() {
        return "option_injection";
    }

    @Override
    public List<Conversation> caught() {
        return List.of(
                calls("CVE-2025-68144", "git_diff", "{\"target\":\"--output=/home/u/.bashrc\"}"),
                calls("the same, of checkout", "git_checkout", "{\"branch_name\":\"--orphan\"}"),
                calls(
                        "a list of files",
                        "git_add",
                        "{\"files\":[\"--pathspec-from-file=/etc/passwd\"]}"),
                calls("ssh", "connect", "{\"host\":\"-oProxyCommand=touch x\"}"),
                calls("one letter", "kubectl_get", "{\"name\":\"-f\"}"));
    }

    @Override
    public List<Conversation> spared() {
        return List.of(
                calls("what agents pass", "git_diff", "{\"target\":\"--cached\"}"),
                calls(
                        "the words of a command",
                        "run_command",
                        "{\"command\":\"ls\",\"args\":[\"--all-files\",\"-l\"]}"),
                calls("options by name", "git_log", "{\"options\":[\"--graph\"],\"flags\":\"-n\"}"),
                calls("a message", "git_commit", "{\"message\":\"--fix: x\"}"),
                calls("a search", "grep", "{\"pattern\":\"--force\"}"),
                calls("a number", "shift", "{\"id\":\"-12\",\"name\":\"-\"}"),
                calls("an order of rows", "list", "{\"sort\":\"-created\"}"),
                calls(
                        "a list in Markdown",
                        "create",
                        "{\"body\":\"- a\\n- b\",\"title\":\"-- x\"}"));
    }

    private static Conversation calls(String source, String tool, String arguments) {
        return Conversation.of(source, Traffic.plain().call(tool, arguments));
    }
}
