package gate.app;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// What the words after `mcpgate allow` ask for.
///
/// @param row which one; asks for help if its `help` is set
/// @param reason for who reads the policy; null for one of our own
/// @param days how long the exception holds, today not counted
/// @param policy the policy file that stands in the place of the user's own; null for that
record AllowOptions(
        RowOptions row,
        @Nullable String reason,
        int days,
        @Nullable String policy,
        boolean isDryRun,
        boolean isYes) {

    private static final int STANDARD_DAYS = 30;
    private static final int MAX_DAYS = 3_650;

    static final String HELP =
            """
            Examples:
              mcpgate allow 18231                     let pass what row 18231 was refused for
              mcpgate allow 4f3a90b1c2d3/12 --days 7  the event that a refusal names, for a week
              mcpgate allow 18231 --reason "the release script deletes its own folder" --yes

            mcpgate allow ID [options]: writes an exception for what the rule found in that message, and for
            nothing else, to the end of ~/.mcpgate/policy.toml. Shows what it would add, and asks. Gates
            that run read it within a second.

                  --reason TEXT  why, for who reads the policy
                  --days N       how long it holds, 1 to 3650 (30)
                  --policy FILE  in the place of ~/.mcpgate/policy.toml
                  --dry-run      only show it
                  --yes          do not ask
              -h, --help         this text

            Exit codes: 0 written or shown, 1 no such row or nothing to allow, 2 wrong options, or nobody to
            ask and no --yes, 3 the log or the policy cannot be read or written.
            """;

    static AllowOptions parse(List<String> args) throws UsageException {
        var words =
                new Words(
                        "allow",
                        args,
                        List.of("--reason", "--days", "--policy", "--dry-run", "--yes", "--help"));
        List<String> rest = new ArrayList<>();
        String reason = null;
        String policy = null;
        int days = STANDARD_DAYS;
        boolean isDryRun = false;
        boolean isYes = false;
        while (words.next()) {
            if (!words.isOption()) {
                rest.add(words.word());
                continue;
            }
            switch (words.word()) {
                case "--reason" -> reason = words.value();
                case "--policy" -> policy = words.value();
                case "--days" -> days = days(words);
                case "--dry-run" -> isDryRun = words.flag();
                case "--yes" -> isYes = words.flag();
                case "--help", "-h" -> {
                    if (words.flag()) {
                        rest.add("--help");
                    }
                }
                default -> throw words.unknown();
            }
        }
        return new AllowOptions(RowOptions.allow(rest), reason, days, policy, isDryRun, isYes);
    }

    private static int days(Words words) throws UsageException {
        String value = words.value();
        try {
            int days = Integer.parseInt(value);
            if (days >= 1 && days <= MAX_DAYS) {
                return days;
            }
        } catch (NumberFormatException e) {
            // Told below, with the value.
        }
        throw words.wrong("--days needs 1 to " + MAX_DAYS + ", not \"" + value + '"');
    }
}
