package gate.app;

import gate.rules.Judge;
import gate.rules.Rule;
import gate.rules.Rulebook;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the policy files come to on each of several servers. Owned by one thread.
final class Rulebooks {

    /// Servers whose rulebook is kept; the names come from the log.
    private static final int MAX_KEPT = 1_024;

    private final List<Rule> installed = Judge.installedRules();
    private final List<PolicyFile> files;
    private final Map<String, Rulebook> books = new HashMap<>();

    /// @throws PolicyException if something is wrong with a file
    Rulebooks(PolicyPlaces places) throws PolicyException {
        files = places.hasAny() ? places.read(installed) : List.of();
    }

    Rulebook of(String server) {
        Rulebook book = books.get(server);
        if (book == null) {
            book = new EffectivePolicy(files, server, installed, false).rulebook();
            if (books.size() < MAX_KEPT) {
                books.put(server, book);
            }
        }
        return book;
    }
}
