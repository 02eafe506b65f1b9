package gate.rules.builtin;

import gate.rules.Rule;
import gate.rules.RuleContract;
import gate.rules.Traffic;

import java.util.List;

class DestructiveShellCommandTest implements RuleContract {

    private final Rule rule = new DestructiveShellCommand();

    @Override
    public Rule rule() {
        return rule;
    }

    @Override
    public String id() {
        return "destructive_shell_command";
    }

    @Override
    public List<Conversation> caught() {
        return List.of(
                runs("the brief", "rm -rf /"),
                runs("the brief", "mkfs.ext4 /dev/sda1"),
                runs("the brief", "git push --force origin main"),
                runs("the brief", "git reset --hard HEAD~3"),
                runs("the brief", ":(){ :|:& };:"),
                runs("the brief", "dd if=/dev/zero of=/dev/sda"),
                runs("the brief", "chmod -R 777 /"),
                queries("the brief", "DROP TABLE users"),
                queries("the brief", "DROP DATABASE app"),
                queries("the brief", "TRUNCATE TABLE users"),
                queries("the brief", "DELETE FROM users"));
    }

    @Override
    public List<Conversation> spared() {
        return List.of(
                runs("a search", "grep -rn 'rm -rf /' docs"),
                runs("a commit message", "git commit -m 'Drop rm -rf / from the script'"),
                runs("build output", "rm -rf node_modules dist"),
                runs("the careful form", "git push --force-with-lease"),
                queries("one row", "DELETE FROM users WHERE id = 5"),
                queries("a string", "SELECT 'DROP TABLE users'"),
                Conversation.of(
                        "an argument that nothing runs",
                        Traffic.plain().call("echo", "{\"text\":\"rm -rf /\"}")));
    }

    private static Conversation runs(String source, String command) {
        return Conversation.of(
                source, Traffic.plain().call("run_command", "{\"command\":\"" + command + "\"}"));
    }

    private static Conversation queries(String source, String query) {
        return Conversation.of(
                source, Traffic.plain().call("execute_sql", "{\"query\":\"" + query + "\"}"));
    }
}
