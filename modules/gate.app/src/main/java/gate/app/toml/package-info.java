/// Reads TOML 1.0, strictly, with the place of everything: policies are written by people, who want
/// to know where it went wrong. Loaded only where there is a policy file.
@org.jspecify.annotations.NullMarked
package gate.app.toml;
