package gate.audit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The last checkpoint that is sure to outlast a power cut, in a file beside the database: a chain
/// that ends before it was cut.
///
/// Gates write it without a lock. So it may fall behind for a while, and never runs ahead.
final class HeadFile {

    /// Longer than any checkpoint.
    private static final int FILE_BYTES = 512;

    private HeadFile() {}

    /// Writes a checkpoint that the database has, and keeps, over one that is older.
    static void write(Path file, Checkpoint checkpoint) throws IOException {
        try {
            OwnFiles.createFile(file);
        } catch (FileAlreadyExistsException e) {
            Checkpoint old = read(file);
            if (old != null
                    && old.chain().equals(checkpoint.chain())
                    && old.position() >= checkpoint.position()) {
                return;
            }
        }
        // One write of one length: never half of the one and half of the other.
        byte[] line = checkpoint.toLine().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer whole = ByteBuffer.allocate(FILE_BYTES).put(line);
        while (whole.position() < FILE_BYTES) {
            whole.put((byte) '\n');
        }
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            channel.write(whole.flip(), 0);
        }
    }

    /// Reads it; null also where it cannot be read.
    static @Nullable Checkpoint readIfAny(Path file) {
        try {
            return read(file);
        } catch (IOException e) {
            return null;
        }
    }

    /// Reads it; null where there is none, or none that makes sense.
    static @Nullable Checkpoint read(Path file) throws IOException {
        if (DatabaseFile.key(file) == null || Files.size(file) > 2 * FILE_BYTES) {
            return null;
        }
        return Checkpoint.ofLine(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    }
}
