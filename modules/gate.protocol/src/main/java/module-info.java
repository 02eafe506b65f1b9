/// Bytes into frames and messages, and back.
///
/// Reading is our own strict scanner, composing is jackson-jr. Nothing here decides anything.
@org.jspecify.annotations.NullMarked
module gate.protocol {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.jr.ob;

    exports gate.protocol;
}
