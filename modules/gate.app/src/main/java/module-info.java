/// A command line into a running gate, or a viewer.
@org.jspecify.annotations.NullMarked
module gate.app {
    requires static org.jspecify;
    requires com.fasterxml.jackson.jr.ob;
    requires gate.audit;
    requires jdk.unsupported;
    requires org.jline.terminal;
}
