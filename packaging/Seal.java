import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/// Takes the time of day out of an archive of classes, so that two builds give the same bytes:
/// `java Seal.java <archive> <another dump of the same>`
///
/// Of two dumps of the same classes only one thing differs: the soft references in the archived heap
/// hold the time of the last collection, in milliseconds. It is set to zero, "long ago", which is
/// what it means on any other machine; then the checksums are made right. Anything else that differs
/// is left as it is, and told.
///
/// The layout is that of `FileMapHeader` in JDK 25; that it is so is verified first, by the checksums.
final class Seal {

    private static final int MAGIC = 0xf00baba2;
    private static final int CRC_AT = 4;
    private static final int HEADER_SIZE_AT = 12;
    private static final int HEADER_CRC_FROM = 16;
    private static final int REGIONS_AT = 24;
    private static final int REGION_BYTES = 96;
    private static final int FILE_OFFSET_AT = 24;
    private static final int USED_AT = 40;

    /// The regions rw, ro, bm and hp; the last is the archived heap.
    private static final int REGIONS = 4;

    private static final int HEAP = 3;
    private static final long LONGEST_BUILD_MILLIS = 3_600_000;

    private Seal() {}

    public static void main(String[] args) throws IOException {
        Path archive = Path.of(args[0]);
        ByteBuffer bytes = read(archive);
        ByteBuffer other = read(Path.of(args[1]));
        requireKnownLayout(bytes);
        if (bytes.capacity() != other.capacity()) {
            warn("two dumps differ in length: " + bytes.capacity() + ", " + other.capacity());
            return;
        }
        int heap = (int) bytes.getLong(region(HEAP) + FILE_OFFSET_AT);
        int end = heap + (int) bytes.getLong(region(HEAP) + USED_AT);
        int sealed = 0;
        int strange = 0;
        for (int at = bytes.getInt(HEADER_SIZE_AT); at + Long.BYTES <= bytes.capacity(); at += Long.BYTES) {
            long one = bytes.getLong(at);
            long later = other.getLong(at) - one;
            if (later == 0) {
                continue;
            }
            if (at >= heap && at < end && one >= 0 && Math.abs(later) < LONGEST_BUILD_MILLIS) {
                bytes.putLong(at, 0);
                sealed++;
            } else {
                strange++;
            }
        }
        bytes.putInt(region(HEAP), crcOfRegion(bytes, HEAP));
        bytes.putInt(CRC_AT, crcOfHeader(bytes));
        Files.write(archive, bytes.array());
        System.out.println("build: sealed the archive, " + sealed + " times of day taken out");
        if (strange > 0) {
            warn("two dumps differ in " + strange + " more words");
        }
    }

    private static ByteBuffer read(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void requireKnownLayout(ByteBuffer bytes) {
        boolean isKnown = bytes.getInt(0) == MAGIC && bytes.getInt(CRC_AT) == crcOfHeader(bytes);
        for (int i = 0; i < REGIONS && isKnown; i++) {
            isKnown = bytes.getInt(region(i)) == crcOfRegion(bytes, i);
        }
        if (!isKnown) {
            throw new IllegalStateException(
                    "this JDK lays out its class archive in another way than JDK 25: see Seal.java");
        }
    }

    private static int region(int index) {
        return REGIONS_AT + index * REGION_BYTES;
    }

    private static int crcOfRegion(ByteBuffer bytes, int index) {
        long from = bytes.getLong(region(index) + FILE_OFFSET_AT);
        long used = bytes.getLong(region(index) + USED_AT);
        return crc(bytes, (int) from, (int) used);
    }

    private static int crcOfHeader(ByteBuffer bytes) {
        return crc(bytes, HEADER_CRC_FROM, bytes.getInt(HEADER_SIZE_AT) - HEADER_CRC_FROM);
    }

    private static int crc(ByteBuffer bytes, int from, int length) {
        var crc = new CRC32();
        crc.update(bytes.array(), from, length);
        return (int) crc.getValue();
    }

    private static void warn(String what) {
        System.err.println("build: the class archive will not be reproducible: " + what);
    }
}
