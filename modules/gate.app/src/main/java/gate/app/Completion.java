package gate.app;

import gate.app.install.Clients;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `mcpgate completion`: what a shell needs to complete our command line. Options are read out of
/// what `--help` says, so that they cannot differ from it.
final class Completion {

    static final String HELP =
            """
            Examples:
              mcpgate completion bash > ~/.local/share/bash-completion/completions/mcpgate
              mcpgate completion zsh > ~/.zfunc/_mcpgate        (with fpath+=~/.zfunc in ~/.zshrc)
              mcpgate completion fish > ~/.config/fish/completions/mcpgate.fish

            mcpgate completion bash|zsh|fish: print what makes the shell complete mcpgate's command line.
            """;

    private Completion() {}

    /// Runs the command to its end.
    ///
    /// @param args what stands after `completion`
    static int run(List<String> args, OutputStream out, PrintStream err) throws UsageException {
        var words = new Words("completion", args, List.of("--help"));
        String shell = "";
        while (words.next()) {
            if (words.isOption() && List.of("-h", "--help").contains(words.word())) {
                shell = "help";
            } else if (words.isOption()) {
                throw words.unknown();
            } else {
                shell = words.only(shell.isEmpty() ? null : shell);
            }
        }
        String text =
                switch (shell) {
                    case "bash" -> bash();
                    case "zsh" -> zsh();
                    case "fish" -> fish();
                    case "help" -> HELP;
                    default -> throw words.wrong("for which shell? bash, zsh or fish");
                };
        return Exit.of("completion", err, () -> Exit.help(out, text));
    }

    /// The commands with what `--help` says of them, in the order of the overview.
    static Map<String, String> commands() {
        Map<String, String> helps = new LinkedHashMap<>();
        helps.put("run", Help.run());
        helps.put("install", InstallOptions.INSTALL_HELP);
        helps.put("uninstall", InstallOptions.UNINSTALL_HELP);
        helps.put("status", Status.HELP);
        helps.put("doctor", Doctor.HELP);
        helps.put("tail", TailHelp.TEXT);
        helps.put("show", RowOptions.SHOW_HELP);
        helps.put("explain", RowOptions.EXPLAIN_HELP);
        helps.put("allow", AllowOptions.HELP);
        helps.put("check", CheckOptions.HELP);
        helps.put("replay", ReplayOptions.HELP);
        helps.put("policy", PolicyOptions.HELP);
        helps.put("export", ExportOptions.HELP);
        helps.put("scan", ScanOptions.HELP);
        helps.put("pins", PinsOptions.HELP);
        helps.put("verify", VerifyOptions.HELP);
        helps.put("purge", Purge.HELP);
        helps.put("demo-server", Help.demoServer());
        helps.put("completion", HELP);
        helps.put("version", "");
        helps.put("help", "");
        return helps;
    }

    /// The long options that a help text explains: those at the beginning of a line, blanks and a
    /// short one before them left out.
    static List<String> options(String help) {
        List<String> options = new ArrayList<>();
        for (String line : help.lines().toList()) {
            for (String word : line.strip().split("[ ,]+", -1)) {
                boolean isLong = word.startsWith("--") && word.length() > 2;
                if (isLong && !options.contains(word)) {
                    options.add(word);
                } else if (!word.startsWith("-") && !isName(word)) {
                    break;
                }
            }
        }
        if (!help.isEmpty() && !options.contains("--help")) {
            options.add("--help");
        }
        return options;
    }

    /// Whether this is what an option's value is called: `TIME`.
    private static boolean isName(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) < 'A' || word.charAt(i) > 'Z') {
                return false;
            }
        }
        return !word.isEmpty();
    }

    private static String operands(String command) {
        return switch (command) {
            case "install", "uninstall" -> String.join(" ", Clients.NAMES);
            case "completion" -> "bash zsh fish";
            case "policy" -> "lint test show schema";
            case "help" -> String.join(" ", commands().keySet());
            default -> "";
        };
    }

    private static String choices(String command, String help) {
        return (operands(command) + " " + String.join(" ", options(help))).strip();
    }

    private static String bash() {
        var cases = new StringBuilder();
        commands()
                .forEach((command, help) ->
                        cases.append("    ")
                                .append(command)
                                .append(") words='")
                                .append(choices(command, help))
                                .append("' ;;\n"));
        return """
        # Completes mcpgate in bash.
        _mcpgate() {
          local current=${COMP_WORDS[COMP_CWORD]} words='' i
          COMPREPLY=()
          if [ "$COMP_CWORD" -eq 1 ]; then
            words='%s'
          else
            for ((i = 2; i < COMP_CWORD; i++)); do
              if [ "${COMP_WORDS[i]}" = -- ]; then
                COMPREPLY=($(compgen -c -- "$current"))
                return
              fi
            done
            case ${COMP_WORDS[1]} in
        %s    esac
          fi
          COMPREPLY=($(compgen -W "$words" -- "$current"))
          [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
        }
        complete -F _mcpgate mcpgate
        """
                .formatted(String.join(" ", commands().keySet()), cases);
    }

    private static String zsh() {
        var cases = new StringBuilder();
        commands()
                .forEach((command, help) ->
                        cases.append("    ")
                                .append(command)
                                .append(") choices=(")
                                .append(choices(command, help))
                                .append(") ;;\n"));
        return """
        #compdef mcpgate
        # Completes mcpgate in zsh.
        _mcpgate() {
          local -a choices
          if (( CURRENT == 2 )); then
            choices=(%s)
          else
            if (( ${words[(I)--]} > 0 && ${words[(I)--]} < CURRENT )); then
              _command_names
              return
            fi
            case ${words[2]} in
        %s    esac
          fi
          compadd -- $choices || _files
        }
        if [ "$funcstack[1]" = _mcpgate ]; then
          _mcpgate "$@"
        else
          compdef _mcpgate mcpgate
        fi
        """
                .formatted(String.join(" ", commands().keySet()), cases);
    }

    private static String fish() {
        var lines = new StringBuilder("# Completes mcpgate in fish.\n");
        lines.append("complete -c mcpgate -n __fish_use_subcommand -f -a '")
                .append(String.join(" ", commands().keySet()))
                .append("'\n");
        commands()
                .forEach((command, help) -> {
                    String seen = "-n '__fish_seen_subcommand_from " + command + "'";
                    if (!operands(command).isEmpty()) {
                        lines.append("complete -c mcpgate ")
                                .append(seen)
                                .append(" -f -a '")
                                .append(operands(command))
                                .append("'\n");
                    }
                    for (String option : options(help)) {
                        lines.append("complete -c mcpgate ")
                                .append(seen)
                                .append(" -l ")
                                .append(option.substring(2))
                                .append('\n');
                    }
                });
        return lines.toString();
    }
}
