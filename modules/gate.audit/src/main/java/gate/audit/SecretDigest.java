package gate.audit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;

/// What stands in the log for what is not to stand there: HMAC-SHA-256 (RFC 2104) with a key of the
/// user's own, so that the same secret is seen as the same, and nobody without the key can try out
/// what it was.
///
/// The key lies beside the database. It is read, or made, when first needed; gates that make one at
/// once end up with the same. For any thread: every method is synchronized.
public final class SecretDigest {

    private static final String MARK = "mcpgate-digest-key-1";
    private static final int KEY_BYTES = 32;
    private static final int BLOCK_BYTES = 64;
    private static final long MAX_FILE_BYTES = 1_024;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private final Path file;
    private final Consumer<String> complain;
    private byte @Nullable [] key;

    /// @param complain is told if the key cannot be kept; called on any thread
    public SecretDigest(AuditPaths paths, Consumer<String> complain) {
        file = paths.digestKeyFile();
        this.complain = complain;
    }

    /// The digest of `bytes[from, to)`, 64 hex digits.
    public synchronized String of(byte[] bytes, int from, int to) {
        byte[] current = key;
        if (current == null) {
            current = loadOrMake();
            key = current;
        }
        return HexFormat.of().formatHex(hmac(current, bytes, from, to));
    }

    /// @param key not longer than a block of the hash, 64 bytes
    static byte[] hmac(byte[] key, byte[] bytes, int from, int to) {
        try {
            // By hand: to load the JDK's own takes tens of milliseconds in the middle of a session.
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(padded(key, INNER));
            sha256.update(bytes, from, to - from);
            byte[] inner = sha256.digest();
            sha256.update(padded(key, OUTER));
            return sha256.digest(inner);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] padded(byte[] key, byte pad) {
        byte[] block = Arrays.copyOf(key, BLOCK_BYTES);
        for (int i = 0; i < BLOCK_BYTES; i++) {
            block[i] ^= pad;
        }
        return block;
    }

    /// A key that cannot be kept lasts as long as this session: a secret in the log would be worse.
    private byte[] loadOrMake() {
        byte[] made = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(made);
        try {
            byte[] kept = read();
            return kept == null ? keep(made) : kept;
        } catch (IOException e) {
            complain.accept(
                    "secrets in the log have digests of this session's own: " + e.getMessage());
            return made;
        }
    }

    /// Gives the file its name only when it is whole, and only if there is none yet.
    private byte[] keep(byte[] made) throws IOException {
        String text = MARK + ' ' + HexFormat.of().formatHex(made) + '\n';
        String nonce = Long.toHexString(new SecureRandom().nextLong());
        Path unfinished = file.resolveSibling(file.getFileName() + "." + nonce);
        OwnFiles.createFile(unfinished);
        try {
            Files.writeString(unfinished, text, StandardOpenOption.SYNC);
            Files.createLink(file, unfinished);
            return made;
        } catch (FileAlreadyExistsException e) {
            byte[] other = read();
            if (other == null) {
                throw e;
            }
            return other;
        } catch (UnsupportedOperationException e) {
            throw new IOException(file + ": cannot be made here, without hard links", e);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /// The key; null where there is no file.
    private byte @Nullable [] read() throws IOException {
        if (DatabaseFile.key(file) == null) {
            return null;
        }
        OwnFiles.closeFile(file);
        if (Files.size(file) <= MAX_FILE_BYTES) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            if (text.startsWith(MARK + ' ')) {
                try {
                    byte[] read = HexFormat.of().parseHex(text.substring(MARK.length() + 1));
                    if (read.length == KEY_BYTES) {
                        return read;
                    }
                } catch (IllegalArgumentException e) {
                    throw new IOException(file + ": is no key; move it away", e);
                }
            }
        }
        throw new IOException(file + ": is no key; move it away");
    }
}
