/// A message into findings and one verdict.
///
/// A rule is one file in `gate.rules.builtin` and one line under `provides`.
@org.jspecify.annotations.NullMarked
module gate.rules {
    requires static transitive org.jspecify;
    requires transitive gate.protocol;

    exports gate.rules;

    uses gate.rules.Rule;

    provides gate.rules.Rule with
            gate.rules.builtin.AmbiguousMessage,
            gate.rules.builtin.CrossRepositoryAccess,
            gate.rules.builtin.DestructiveShellCommand,
            gate.rules.builtin.ExfiltratingShellCommand,
            gate.rules.builtin.HiddenUnicode,
            gate.rules.builtin.InjectionPhraseDetected,
            gate.rules.builtin.PrivateToPublic,
            gate.rules.builtin.AccessWidened,
            gate.rules.builtin.ElicitedSecret,
            gate.rules.builtin.ScopeWidened,
            gate.rules.builtin.OptionInjection,
            gate.rules.builtin.OutsideScope,
            gate.rules.builtin.PathEscape,
            gate.rules.builtin.ProtectedPath,
            gate.rules.builtin.SecretInArguments,
            gate.rules.builtin.SecretInResult,
            gate.rules.builtin.ShellMetacharacters,
            gate.rules.builtin.SsrfTarget,
            gate.rules.builtin.TerminalEscape,
            gate.rules.builtin.InjectionSuspected,
            gate.rules.builtin.PoisonedMemory,
            gate.rules.builtin.PoisonedToolDescription,
            gate.rules.builtin.ToolChanged,
            gate.rules.builtin.ToolShadowing,
            gate.rules.builtin.UrlExfiltration;
}
