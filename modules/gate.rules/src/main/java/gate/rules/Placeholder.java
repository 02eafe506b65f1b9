package gate.rules;

/// Keeps the package from being empty: remove it with the first real class.
final class Placeholder {

    private Placeholder() {}
}
