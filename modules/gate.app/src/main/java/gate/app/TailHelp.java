package gate.app;

/// What `mcpgate tail --help` says: examples first.
final class TailHelp {

    static final String TEXT =
            """
            Examples:
              mcpgate tail                            the last 100 messages
              mcpgate tail -f                         watch: on a terminal, the screen with keys
              mcpgate tail -f --plain                 ... line by line
              mcpgate tail --decision block,warn --since today
              mcpgate tail -n 20 --session last       the last 20 of the session that began last
              mcpgate tail --tool 'read_*' --grep .ssh
              mcpgate tail --around 18231             what came before and after message 18231
              mcpgate tail --filter 'decision:block | size:>10k -server:fs'
              mcpgate tail --all --json | jq 'select(.decision == "block")'
              mcpgate tail -f --exit-on-block && echo never || echo blocked

            mcpgate tail [options]: show what the gate let pass and what it stopped.

            which messages
              -n, --limit N         begin with the last N (default 100)
                  --all             begin with the first there is
              -f, --follow          go on with new ones; Ctrl-C ends it
                  --since TIME      10m (ago), today, yesterday, 18:30, 2026-11-23, 2026-11-23T18:30
                  --until TIME      the same
                  --decision WORDS  allow, warn, block
                  --rule GLOB       of this rule
                  --tool GLOB, --method GLOB, --server GLOB
                  --session ID      of sessions whose id begins so, or `last`
                  --dir WAY         out (client to server) or in (server to client)
                  --grep TEXT       with this text in message or names; small letters match both
                  --regex RE        with this regular expression (RE2) in message or names
                  --filter EXPR     in the language of the viewer (man mcpgate-filter)
                  --id N            this one
                  --around N        this one and its neighbours, -n of them on either side (10)

            how they are shown
                  --json            a JSON object a line
                  --jsonl-full      the same, with the exact bytes of each message in base64
                  --template T      a line as T has it: '{time} {decision} {tool} {summary}'
                  --plain           lines, also with -f on a terminal
                  --no-body         without what the messages hold
                  --utc             times in UTC
                  --color WHEN      auto, always or never (auto: on a terminal, without NO_COLOR)
                  --ascii           the screen without lines and arrows of Unicode
                  --count           only how many there are
                  --exit-on-block   end with code 1 at the first message that was blocked
              -h, --help            this text

            The log is ~/.mcpgate/audit.db, or what MCPGATE_DB_PATH names.
            Exit codes: 0 printed; 1 the log or session cannot be read, no such message, or blocked
            (--exit-on-block); 2 wrong options; 130 Ctrl-C.
            """;

    private TailHelp() {}
}
