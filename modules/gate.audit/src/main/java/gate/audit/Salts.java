package gate.audit;

import java.security.SecureRandom;
import java.util.Arrays;

/// Makes the salts of bodies: without its salt, the hash of an erased body tells nothing about it.
///
/// Owned by one thread.
final class Salts {

    private static final int STOCK = 256;

    private final SecureRandom random = new SecureRandom();
    private final byte[] stock = new byte[STOCK * ChainHash.SALT_BYTES];
    private int used = stock.length;

    byte[] next() {
        if (used == stock.length) {
            random.nextBytes(stock);
            used = 0;
        }
        byte[] salt = Arrays.copyOfRange(stock, used, used + ChainHash.SALT_BYTES);
        used += ChainHash.SALT_BYTES;
        return salt;
    }
}
