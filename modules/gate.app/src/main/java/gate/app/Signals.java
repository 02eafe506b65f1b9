package gate.app;

import sun.misc.Signal;

/// Signals from outside. The one place that names `sun.misc.Signal`, for which Java has no
/// replacement.
final class Signals {

    private Signals() {}

    /// Runs the action, on a thread of its own, whenever the process gets this signal.
    ///
    /// @param name without `SIG`: `TERM`
    static void on(String name, Runnable action) {
        try {
            Signal.handle(new Signal(name), _ -> action.run());
        } catch (IllegalArgumentException e) {
            // The virtual machine was told to leave signals alone (-Xrs): their default stands.
        }
    }
}
