package gate.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// What a dead gate leaves behind is built here as it would have left it: by its own writer, which
/// then lets go of everything.
class RecoveryTest {

    @TempDir Path home;

    private AuditPaths paths;
    private final AuditSession session = Samples.session();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @BeforeEach
    void setUp() {
        paths = AuditPaths.of(home.resolve("audit.db"));
    }

    @Test
    void theRecordsOfADeadGateAreBroughtIn() throws Exception {
        leave(3, AuditLimits.DEFAULT);

        int recovered = recover();

        assertEquals(3, recovered);
        assertEquals(List.of("1", "2", "3"), seqs());
        assertEquals(
                "1700000000000000003|null",
                Samples.row(paths, "SELECT ended_at_ns, exit_code FROM sessions"),
                "it ended with its last message");
        assertEquals(List.of(), segments());
        assertFalse(Files.exists(directory().lock(session.id())));
        assertEquals(List.of(), complaints);
    }

    /// A viewer brings in what many gates left, while another one looks on.
    @Test
    void theJournalStaysShortWhateverIsBroughtIn() throws Exception {
        leave(1, AuditLimits.DEFAULT);
        recover();
        var other = Samples.session("00000000000b");
        try (var writer = new SpoolWriter(directory(), other, AuditLimits.DEFAULT)) {
            for (int i = 0; i < 60; i++) {
                writer.append(Samples.message(new byte[1 << 20]));
            }
        }
        OwnFiles.createFile(directory().lock(other.id()));
        Path journal = paths.beside("-wal");
        var longest = new AtomicLong();
        var watch =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                longest.accumulateAndGet(journal.toFile().length(), Math::max);
                                LockSupport.parkNanos(1_000_000);
                            }
                        });

        try (AuditReader follower = AuditReader.open(paths.database()).orElseThrow()) {
            assertEquals(60, recover());
            assertEquals(61, follower.after(0, 100, RowCondition.ALL).size());
        }

        watch.interrupt();
        watch.join();
        assertTrue(longest.get() > 0, "nobody looked");
        assertTrue(longest.get() < 40 << 20, (longest.get() >> 20) + " MiB");
    }

    @Test
    void theSameRecordsTwiceMakeOneRow() throws Exception {
        leave(5, AuditLimits.DEFAULT);
        Path segment = directory().segment(session.id(), 1);
        Path lock = directory().lock(session.id());
        byte[] bytes = Files.readAllBytes(segment);
        assertEquals(5, recover());
        OwnFiles.createFile(lock);
        Files.write(segment, bytes);

        assertEquals(0, recover());

        assertEquals(List.of("1", "2", "3", "4", "5"), seqs());
        assertFalse(Files.exists(segment));
    }

    @Test
    void aRecordCutShortAnywhereIsNoRecord() throws Exception {
        List<Long> ends = leave(3, AuditLimits.DEFAULT);
        Path segment = directory().segment(session.id(), 1);
        byte[] whole = Files.readAllBytes(segment);
        assertEquals(whole.length, ends.get(2));

        for (long length = ends.get(1); length < whole.length; length++) {
            try (var reader = reader(segment, whole, (int) length)) {
                int messages = 0;
                while (reader.next(length) != null) {
                    messages++;
                }
                assertEquals(1 + 2, messages, "cut at " + length);
                assertEquals(ends.get(1), reader.offset());
            }
        }

        Files.write(segment, Arrays.copyOf(whole, whole.length - 1));
        assertEquals(2, recover());
        assertEquals(List.of("1", "2"), seqs());
        assertEquals(List.of(), complaints);
        assertEquals(List.of(), segments());
    }

    @Test
    void anyFlippedByteIsSeenAndKeptForAHuman() throws Exception {
        List<Long> ends = leave(3, AuditLimits.DEFAULT);
        Path segment = directory().segment(session.id(), 1);
        byte[] whole = Files.readAllBytes(segment);
        for (long at = ends.get(0); at < ends.get(1); at++) {
            byte[] flipped = whole.clone();
            flipped[(int) at] ^= 0x10;
            try (var reader = reader(segment, flipped, flipped.length)) {
                reader.next(flipped.length);
                reader.next(flipped.length);
                assertThrows(
                        DamagedSpoolException.class,
                        () -> reader.next(flipped.length),
                        "flipped at " + at);
            }
        }
        byte[] flipped = whole.clone();
        flipped[(int) (ends.get(1) - 1)] ^= 1;
        Files.write(segment, flipped);

        assertEquals(1, recover());

        assertEquals(List.of("1"), seqs());
        Path aside = segment.resolveSibling(segment.getFileName() + ".damaged");
        assertEquals(-1, Files.mismatch(aside, Files.write(home.resolve("expected"), flipped)));
        assertEquals(1, complaints.size());
        assertTrue(complaints.getFirst().contains("is kept in " + aside), complaints.getFirst());
    }

    @Test
    void aTailOfZerosIsWhatAPowerCutLeaves() throws Exception {
        leave(2, AuditLimits.DEFAULT);
        Path segment = directory().segment(session.id(), 1);
        try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.setLength(file.length() + 100_000);
        }

        assertEquals(2, recover());

        assertEquals(List.of(), complaints);
    }

    @Test
    void aSegmentWithoutARecordIsRemoved() throws Exception {
        leave(0, AuditLimits.DEFAULT);
        try (var file = new RandomAccessFile(directory().segment(session.id(), 1).toFile(), "rw")) {
            file.setLength(5);
        }

        assertEquals(0, recover());

        assertEquals(List.of(), segments());
        assertEquals(List.of(), complaints);
    }

    @Test
    void aMessageOfNoSessionIsKeptForAHuman() throws Exception {
        leave(2, AuditLimits.DEFAULT);
        AuditSession other = Samples.session();
        leave(other, 2, AuditLimits.DEFAULT);
        Path segment = directory().segment(session.id(), 1);
        byte[] whole = Files.readAllBytes(segment);
        int magic = SpoolEncoder.MAGIC.length;
        int started = SpoolEncoder.HEADER_BYTES + SpoolDecoder.intAt(whole, magic);
        byte[] headless = Arrays.copyOf(whole, whole.length - started);
        System.arraycopy(whole, magic + started, headless, magic, headless.length - magic);
        Files.write(segment, headless);

        assertEquals(2, recover());

        assertEquals(
                List.of(other.id(), other.id()),
                Samples.rows(paths, "SELECT session_id FROM messages"));
        assertTrue(complaints.getFirst().contains("is kept in "), complaints.toString());
        assertEquals(List.of(), segments());
    }

    @Test
    void aFileWithAStrangeNameIsNoSegment() throws Exception {
        leave(2, AuditLimits.DEFAULT);
        Files.createFile(directory().path().resolve("[-000001.spool"));
        Files.createFile(directory().path().resolve("{a,-000001.spool"));

        assertEquals(2, recover());

        assertEquals(List.of(), complaints);
    }

    @Test
    void manySegmentsAreReadInOrder() throws Exception {
        leave(50, new AuditLimits(500, 1 << 20, 1_000));
        assertTrue(segments().size() > 5);

        assertEquals(50, recover());

        assertEquals(50, Samples.rows(paths, "SELECT DISTINCT seq FROM messages").size());
        assertEquals(List.of(), segments());
    }

    @Test
    void theSpoolOfALiveGateIsLeftAlone() throws Exception {
        AuditLog log = AuditLog.open(paths, session, complaints::add);
        log.append(Samples.message("{}"));

        assertEquals(0, recover());

        assertEquals(1, segments().size());
        log.close();
        assertEquals(List.of("1"), seqs());
    }

    @Test
    void aSpoolWithoutItsLockMayBeAlive() throws Exception {
        leave(1, AuditLimits.DEFAULT);
        Files.delete(directory().lock(session.id()));

        assertEquals(0, recover());

        assertEquals(1, segments().size());
        assertTrue(complaints.getFirst().contains("may be alive"), complaints.toString());
    }

    @Test
    void theNextGateRecoversToo() throws Exception {
        leave(7, AuditLimits.DEFAULT);

        try (AuditLog log = AuditLog.open(paths, Samples.session(), complaints::add)) {
            log.startDraining();
            Samples.await("recovered", () -> segments().size() == 1);
        }

        assertEquals("7", Samples.row(paths, "SELECT count(*) FROM messages"));
        assertEquals("2", Samples.row(paths, "SELECT count(*) FROM sessions"));
        assertEquals(List.of(), segments());
    }

    @Test
    void twoAtOnceBringInEachRecordOnce() throws Exception {
        for (int i = 0; i < 10; i++) {
            leave(Samples.session(), 40, new AuditLimits(2_000, 1 << 20, 1_000));
        }
        List<Callable<Integer>> both = List.of(this::recover, this::recover);
        int recovered = 0;
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (var done : threads.invokeAll(both)) {
                recovered += done.get();
            }
        }

        assertEquals(400, recovered);
        assertEquals(
                "400|10",
                Samples.row(paths, "SELECT count(*), count(DISTINCT session_id) FROM messages"));
        assertEquals(List.of(), segments());
    }

    @Test
    void nothingToRecoverTouchesNothing() throws Exception {
        assertEquals(0, recover());

        try (var files = Files.list(home)) {
            assertEquals(0, files.count());
        }
    }

    private List<Long> leave(int messages, AuditLimits limits) throws IOException {
        return leave(session, messages, limits);
    }

    /// @return where in the last segment each message ends
    private List<Long> leave(AuditSession of, int messages, AuditLimits limits) throws IOException {
        SpoolDirectory directory = directory();
        OwnFiles.createFile(directory.lock(of.id()));
        List<Long> ends = new ArrayList<>();
        try (var writer = new SpoolWriter(directory, of, limits)) {
            for (int i = 1; i <= messages; i++) {
                AuditRecord sample = Samples.message("{\"id\":" + i + "}");
                writer.append(at(1_700_000_000_000_000_000L + i, sample));
                ends.add(writer.position().offset());
            }
        }
        return ends;
    }

    private static AuditRecord at(long epochNanos, AuditRecord like) {
        return new AuditRecord(
                epochNanos,
                like.direction(),
                like.kind(),
                like.rpcId(),
                like.method(),
                like.toolName(),
                like.decision(),
                like.reason(),
                like.findings(),
                like.sizeBytes(),
                like.judgeNanos(),
                like.sha256(),
                like.message());
    }

    private static SpoolReader reader(Path segment, byte[] bytes, int length) throws IOException {
        Path copy = segment.resolveSibling("copy");
        Files.write(copy, Arrays.copyOf(bytes, length));
        return new SpoolReader(copy);
    }

    private int recover() throws IOException {
        return AuditLog.recover(paths, complaints::add);
    }

    private List<String> seqs() throws Exception {
        return Samples.rows(paths, "SELECT seq FROM messages ORDER BY id");
    }

    private List<Integer> segments() throws IOException {
        List<Integer> all = new ArrayList<>();
        for (String id : directory().sessions()) {
            all.addAll(directory().segments(id));
        }
        return all;
    }

    private SpoolDirectory directory() throws IOException {
        return SpoolDirectory.prepare(paths);
    }
}
