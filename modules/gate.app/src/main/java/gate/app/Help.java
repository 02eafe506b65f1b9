package gate.app;

/// What `--help` says: examples first.
final class Help {

    private Help() {}

    static String version() {
        String version = Main.class.getModule().getDescriptor().rawVersion().orElse("");
        return version.isEmpty() ? System.getProperty("mcpgate.version", "unversioned") : version;
    }

    static String overview() {
        return """
        mcpgate: a security gate between an AI client and an MCP server

          mcpgate install           put the gate before the servers of all your clients
          mcpgate run -- npx -y @modelcontextprotocol/server-github
                                    the gate in front of one server: what stands in a client's config
          mcpgate tail --follow     watch what your agents do, in another terminal
          mcpgate tail --session 4f3a
                                    what happened in one session

        commands
          run           judge, forward and record every message between a client and a server
          install       put the gate before the servers of your AI clients
          uninstall     take it out again, byte for byte
          status        which servers are behind the gate
          doctor        is everything as it should be, and what mends what is not
          tail          show the audit log; with -f on a terminal: watch it on a screen with keys
          show          one message of the log, whole
          explain       why it was refused, and what to do
          allow         let it pass from now on: an exception in your policy
          check         judge messages from a file, without a server
          replay        judge what was recorded anew, and print what would change
          policy        check, test and show the policy
          export        write the log out as JSON lines, CSV or CEF
          scan          start a server, judge all that it offers, and report
          pins          show what servers offered, what of it changed, and accept it
          verify        find out whether anybody changed the audit log
          purge         erase what old messages said
          demo-server   a harmless server with harmful answers, to try the gate on
          completion    what makes your shell complete this command line
          version       print the version
          help COMMAND  say more about a command

        The audit log is ~/.mcpgate/audit.db; MCPGATE_DB_PATH names another file.
        """;
    }

    static String run() {
        return """
        mcpgate run [--server NAME] [--policy FILE] [--monitor] -- COMMAND [ARGUMENT...]

          mcpgate run -- npx -y @modelcontextprotocol/server-filesystem ~/notes
          mcpgate run --server github -- docker run -i --rm ghcr.io/github/github-mcp-server

        Starts COMMAND, an MCP server that speaks over stdin and stdout, and stands between it and
        the client: every message is judged, then forwarded as it came or refused with a JSON-RPC
        error -32000, and recorded.

        options
          --server NAME       what the log calls this server (else its command's name)
          --policy FILE       in the place of ~/.mcpgate/policy.toml
          --monitor           refuse nothing for what rules find, only record what would have been
          --max-message SIZE  the longest message that is read, 1K to 512M (64M)
          --no-args           changes nothing: `mcpgate install` notes that an entry had no arguments

        environment
          MCPGATE_DB_PATH     the audit log (~/.mcpgate/audit.db)

        exit code
          that of COMMAND; 128+n if signal n killed it; 127 if it was not found, 126 if it cannot be
          executed; 125 if the gate itself failed; 2 if this command line makes no sense
        """;
    }

    static String demoServer() {
        return """
        mcpgate demo-server

          mcpgate run -- mcpgate demo-server

        An MCP server over stdin and stdout with nothing behind it. Its tools:
          echo              answers with its text
          inject_test       answers with a text that gives orders to the model
          list_issues       answers with the issues of a made-up repository
          run_command       pretends to run a command, and runs nothing
        """;
    }
}
