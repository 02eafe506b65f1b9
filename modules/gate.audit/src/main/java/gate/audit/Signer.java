package gate.audit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.StringTokenizer;

/// Signs checkpoints with the user's own Ed25519 key (RFC 8032), which lies beside the database.
///
/// The key is read, or made, when first needed: loading the JDK's cryptography takes its time.
/// Owned by the thread that writes the database, in a transaction, so that two gates never make a
/// key each.
final class Signer {

    private static final String ALGORITHM = "Ed25519";
    private static final String MARK = "mcpgate-key-1";
    private static final int KEY_BYTES = 32;
    private static final long MAX_FILE_BYTES = 1_024;

    /// What precedes the 32 bytes in an X.509 public key (RFC 8410, section 4).
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final Path file;
    private @Nullable PrivateKey secret;
    private String key = "";

    Signer(AuditPaths paths) {
        file = paths.keyFile();
    }

    /// @throws IOException if there is no key that could be used
    Checkpoint sign(String chain, long position, String hash) throws IOException {
        try {
            PrivateKey current = secret;
            if (current == null) {
                current = loadOrMake();
                secret = current;
            }
            long epochNanos = Clock.epochNanos();
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(current);
            signature.update(Checkpoint.signedBytes(chain, position, hash, epochNanos));
            return new Checkpoint(
                    chain,
                    position,
                    hash,
                    epochNanos,
                    key,
                    HexFormat.of().formatHex(signature.sign()));
        } catch (GeneralSecurityException | ProviderException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /// Loads what signing needs, if there is a key yet.
    void warmUp() {
        try {
            if (read(file) != null) {
                sign("", 0, "");
            }
        } catch (IOException e) {
            return; // it is told when a checkpoint is due
        }
    }

    /// Whether the owner of this key signed these bytes; false also if either makes no sense.
    static boolean isGenuine(String key, byte[] bytes, String signature) {
        try {
            byte[] raw = HexFormat.of().parseHex(key);
            if (raw.length != KEY_BYTES) {
                return false;
            }
            byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + KEY_BYTES);
            System.arraycopy(raw, 0, encoded, X509_PREFIX.length, KEY_BYTES);
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePublic(new X509EncodedKeySpec(encoded)));
            check.update(bytes);
            return check.verify(HexFormat.of().parseHex(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /// The public key of the file; null where there is none, or none that could be read.
    static @Nullable String publicKey(AuditPaths paths) {
        try {
            String[] keys = read(paths.keyFile());
            return keys == null ? null : keys[1];
        } catch (IOException e) {
            return null;
        }
    }

    private PrivateKey loadOrMake() throws IOException, GeneralSecurityException {
        String[] keys = read(file);
        if (keys == null) {
            keys = make();
        }
        key = keys[1];
        byte[] seed;
        try {
            seed = HexFormat.of().parseHex(keys[0]);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": is no key; move it away", e);
        }
        return KeyFactory.getInstance(ALGORITHM)
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    }

    private String[] make() throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        byte[] seed =
                ((EdECPrivateKey) pair.getPrivate())
                        .getBytes()
                        .orElseThrow(() -> new GeneralSecurityException("a key without bytes"));
        byte[] encoded = pair.getPublic().getEncoded();
        String[] keys = {
            HexFormat.of().formatHex(seed),
            HexFormat.of().formatHex(encoded, encoded.length - KEY_BYTES, encoded.length)
        };
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        OwnFiles.createFile(unfinished);
        Files.writeString(unfinished, MARK + ' ' + keys[0] + ' ' + keys[1] + '\n');
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        return keys;
    }

    /// The secret and the public key, in hex; null where there is no file.
    private static String @Nullable [] read(Path file) throws IOException {
        if (DatabaseFile.key(file) == null) {
            return null;
        }
        OwnFiles.closeFile(file);
        if (Files.size(file) <= MAX_FILE_BYTES) {
            var words =
                    new StringTokenizer(
                            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1),
                            " \n");
            if (words.countTokens() == 3 && words.nextToken().equals(MARK)) {
                return new String[] {words.nextToken(), words.nextToken()};
            }
        }
        throw new IOException(file + ": is no key; move it away");
    }
}
