package gate.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/// Standard output, gathered into few writes. Owned by one thread.
final class Screen {

    /// Nobody takes what is written any more.
    static final class Gone extends IOException {
        private static final long serialVersionUID = 1;

        Gone(String message) {
            super(message);
        }

        /// Whether the reader at the other end just had enough, as `head` has.
        boolean isPipe() {
            return String.valueOf(getMessage()).contains("ipe");
        }
    }

    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream out;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(BUFFER_BYTES);

    Screen(OutputStream out) {
        this.out = out;
    }

    void write(byte[] bytes) throws Gone {
        if (buffer.size() + bytes.length > BUFFER_BYTES) {
            flush();
        }
        buffer.writeBytes(bytes);
    }

    void flush() throws Gone {
        try {
            buffer.writeTo(out);
            buffer.reset();
            out.flush();
        } catch (IOException e) {
            throw new Gone(String.valueOf(e.getMessage()));
        }
        if (out instanceof PrintStream stream && stream.checkError()) {
            throw new Gone("Broken pipe");
        }
    }
}
