package gate.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Constructor;

/// Where the client reads: protocol bytes only.
///
/// The launcher moves the client's pipe to another descriptor and stderr into the place of stdout,
/// so that nothing that the virtual machine prints can get between the messages. That descriptor
/// cannot be opened by name (`/proc/self/fd/3` fails where the client's pipes are sockets, as with
/// Node), so it is wrapped.
final class ProtocolOut {

    private ProtocolOut() {}

    static OutputStream open() throws IOException {
        Integer moved = Integer.getInteger("mcpgate.out");
        return new FileOutputStream(moved == null ? FileDescriptor.out : descriptor(moved));
    }

    private static FileDescriptor descriptor(int number) throws IOException {
        try {
            Constructor<FileDescriptor> constructor =
                    FileDescriptor.class.getDeclaredConstructor(int.class);
            constructor.setAccessible(true);
            return constructor.newInstance(number);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IOException(
                    "cannot write descriptor "
                            + number
                            + ": start the gate by its launcher, bin/mcpgate",
                    e);
        }
    }
}
