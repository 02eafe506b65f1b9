package gate.audit;

import java.util.Locale;
import java.util.Map;

/// How long, and how much of, what peers said is kept. What is too old or too much loses its body,
/// oldest first, as if it had been purged; its row and its entry on the hash chain stay.
///
/// @param maxAgeNanos bodies of older messages go; [#UNLIMITED] keeps them at any age
/// @param maxBytes what the database may take, its free pages not counted, before bodies go;
///   [#UNLIMITED] for any size
public record Retention(long maxAgeNanos, long maxBytes) {

    public static final long UNLIMITED = Long.MAX_VALUE;

    /// Any age, and 4 GiB: months of heavy use, and less than fills a disk.
    public static final Retention DEFAULT = new Retention(UNLIMITED, 4L << 30);

    /// The environment variable that names an age: `90d`, `12h`, `none`.
    public static final String AGE_VARIABLE = "MCPGATE_KEEP_AGE";

    /// The environment variable that names a size: `500M`, `4G`, `none`.
    public static final String SIZE_VARIABLE = "MCPGATE_KEEP_SIZE";

    private static final long MIN_BYTES = 1L << 20;
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    /// @throws IllegalArgumentException for an age below an hour or a size below a megabyte
    public Retention {
        if (maxAgeNanos < HOUR_NANOS) {
            throw new IllegalArgumentException("an hour is the least age to keep messages for");
        }
        if (maxBytes < MIN_BYTES) {
            throw new IllegalArgumentException("a megabyte is the least size to keep");
        }
    }

    /// What the environment says, [#DEFAULT] where it is silent.
    ///
    /// @throws IllegalArgumentException if it makes no sense
    public static Retention fromEnvironment(Map<String, String> env) {
        String age = env.get(AGE_VARIABLE);
        String size = env.get(SIZE_VARIABLE);
        if (age == null && size == null) {
            return DEFAULT;
        }
        return new Retention(
                age == null ? DEFAULT.maxAgeNanos : quantity(AGE_VARIABLE, age, "HDW"),
                size == null ? DEFAULT.maxBytes : quantity(SIZE_VARIABLE, size, "MG"));
    }

    /// @param units what may stand after the digits
    private static long quantity(String variable, String value, String units) {
        String text = value.toUpperCase(Locale.ROOT);
        if (text.equals("NONE")) {
            return UNLIMITED;
        }
        try {
            if (!text.isEmpty() && units.indexOf(text.charAt(text.length() - 1)) >= 0) {
                long count = Long.parseLong(text.substring(0, text.length() - 1));
                long unit =
                        switch (text.charAt(text.length() - 1)) {
                            case 'H' -> HOUR_NANOS;
                            case 'D' -> 24 * HOUR_NANOS;
                            case 'W' -> 7 * 24 * HOUR_NANOS;
                            case 'M' -> 1L << 20;
                            default -> 1L << 30;
                        };
                if (count > 0) {
                    return Math.multiplyExact(count, unit);
                }
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Told below, with the value.
        }
        throw new IllegalArgumentException(
                variable
                        + ": \""
                        + value
                        + "\" is none of "
                        + (units.equals("MG") ? "500M, 4G, none" : "12h, 90d, 4w, none"));
    }
}
