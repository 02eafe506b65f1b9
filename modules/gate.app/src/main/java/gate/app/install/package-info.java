/// Puts the gate before the servers in the configuration files of clients, and takes it out again.
///
/// The way of one file: [Clients] know where it lies, [ConfigFile] reads it into a tree of [Node]s
/// that remember where they stand, [Wrapping] says which bytes to insert or to take out, and
/// [Proof] shows that the change can be undone before [SafeWrite] puts it on the disk.
package gate.app.install;
