package gate.audit;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Arrays;

/// Makes the salts of bodies: without its salt, the hash of an erased body tells nothing about it.
///
/// They come from the kernel, without the JDK's own generator, which takes 10 ms to load. Owned by
/// one thread.
final class Salts {

    private static final String KERNEL = "/dev/urandom";
    private static final int STOCK = 256;

    private final byte[] stock = new byte[STOCK * ChainHash.SALT_BYTES];
    private int used = stock.length;

    byte[] next() {
        if (used == stock.length) {
            fill();
            used = 0;
        }
        byte[] salt = Arrays.copyOfRange(stock, used, used + ChainHash.SALT_BYTES);
        Arrays.fill(stock, used, used + ChainHash.SALT_BYTES, (byte) 0);
        used += ChainHash.SALT_BYTES;
        return salt;
    }

    private void fill() {
        try (InputStream random = new FileInputStream(KERNEL)) {
            if (random.readNBytes(stock, 0, stock.length) == stock.length) {
                return;
            }
        } catch (IOException e) {
            // Not every sandbox has it: there is another way.
        }
        new SecureRandom().nextBytes(stock);
    }
}
