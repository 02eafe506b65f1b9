package gate.rules;

import java.util.HashMap;
import java.util.Map;

/// What a policy says of one rule's settings; the others are as they are without one.
///
/// @param flags by name
/// @param amounts by name
/// @param scopes by name
public record Settings(
        Map<String, Boolean> flags, Map<String, Double> amounts, Map<String, Scope> scopes) {

    /// Nothing said.
    public static final Settings NONE = new Settings(Map.of(), Map.of(), Map.of());

    public Settings {
        flags = Map.copyOf(flags);
        amounts = Map.copyOf(amounts);
        scopes = Map.copyOf(scopes);
    }

    /// Everything, where nothing is said.
    public Scope scope(Setting.Names names) {
        return scopes.getOrDefault(names.name(), Scope.OPEN);
    }

    public boolean flag(Setting.Flag flag) {
        Boolean set = flags.get(flag.name());
        return set == null ? flag.standard() : set;
    }

    public double amount(Setting.Amount amount) {
        Double set = amounts.get(amount.name());
        return set == null ? amount.standard() : set;
    }

    /// These settings, with another value for one.
    ///
    /// @param value of the type that the setting takes
    public Settings with(Setting setting, Object value) {
        return switch (setting) {
            case Setting.Flag flag ->
                    new Settings(with(flags, flag.name(), (Boolean) value), amounts, scopes);
            case Setting.Amount amount -> {
                double number = ((Number) value).doubleValue();
                yield new Settings(flags, with(amounts, amount.name(), number), scopes);
            }
            case Setting.Names names ->
                    new Settings(flags, amounts, with(scopes, names.name(), (Scope) value));
        };
    }

    private static <T> Map<String, T> with(Map<String, T> all, String name, T value) {
        var changed = new HashMap<>(all);
        changed.put(name, value);
        return changed;
    }
}
