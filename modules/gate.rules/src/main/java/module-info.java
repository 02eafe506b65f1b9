/// A message into findings and one verdict.
@org.jspecify.annotations.NullMarked
module gate.rules {
    requires static transitive org.jspecify;
    requires transitive gate.protocol;

    exports gate.rules;
}
