package gate.rules;

import java.util.HashMap;
import java.util.Map;

/// What a policy says of one rule's settings; the others are as they are without one.
///
/// @param flags by name
/// @param amounts by name
public record Settings(Map<String, Boolean> flags, Map<String, Double> amounts) {

    public Settings {
        flags = Map.copyOf(flags);
        amounts = Map.copyOf(amounts);
    }

    public boolean flag(Setting.Flag flag) {
        Boolean set = flags.get(flag.name());
        return set == null ? flag.standard() : set;
    }

    public double amount(Setting.Amount amount) {
        Double set = amounts.get(amount.name());
        return set == null ? amount.standard() : set;
    }

    /// These settings, and those of another file on top of them.
    ///
    /// @param setting a flag or an amount of the rule
    /// @param mayLoosen whether the other file may find less; if not, what finds more stays
    public Settings with(Setting setting, Object value, boolean mayLoosen) {
        return switch (setting) {
            case Setting.Flag flag -> {
                boolean wanted = (Boolean) value;
                boolean stays = !mayLoosen && flag(flag) == flag.strict();
                var all = new HashMap<>(flags);
                all.put(flag.name(), stays ? flag.strict() : wanted);
                yield new Settings(all, amounts);
            }
            case Setting.Amount amount -> {
                double before = amount(amount);
                double wanted = ((Number) value).doubleValue();
                double stricter =
                        amount.lowIsStrict() ? Math.min(before, wanted) : Math.max(before, wanted);
                var all = new HashMap<>(amounts);
                all.put(amount.name(), mayLoosen ? wanted : stricter);
                yield new Settings(flags, all);
            }
        };
    }
}
