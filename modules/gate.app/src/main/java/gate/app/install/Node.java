package gate.app.install;

import java.util.List;

/// A value in a configuration file, with the place where it stands.
///
/// Places are offsets in bytes; a value spans from `start` up to, not including, `end`.
sealed interface Node {

    int start();

    int end();

    /// A text as a program would read it, escapes undone.
    record Text(int start, int end, String value) implements Node {}

    /// A list.
    ///
    /// @param isBlock whether each item has its own line after a dash, as in YAML; else brackets
    record Items(int start, int end, boolean isBlock, List<Item> items) implements Node {}

    /// An item of a list.
    ///
    /// @param start where its dash stands in a block, else where the value does
    record Item(int start, Node value) {}

    /// Names with values, in the order of the file; a name may be there twice.
    ///
    /// @param isLines whether each member has lines of its own; else they stand between braces
    record Table(int start, int end, boolean isLines, List<Member> members) implements Node {}

    /// A name with its value.
    ///
    /// @param keyStart where the name begins, with all that stands before the last dot of it
    /// @param nameStart where the last part of the name begins
    record Member(String key, int keyStart, int nameStart, Node value) {}

    /// Something that the gate need not understand: a number, a date, a text over many lines.
    record Other(int start, int end) implements Node {}
}
