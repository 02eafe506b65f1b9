package gate.app;

import gate.rules.Offer;
import gate.rules.Pins;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The pins of one server on disk, for every gate that starts it.
///
/// A file for each server in a folder beside the database, read when the server first lists
/// something. It is replaced whole and under a lock, after what other gates wrote meanwhile was
/// read. A damaged file is put aside under another name, never deleted. For any thread.
final class PinStore implements Pins {

    /// A longer file is none of ours.
    static final int MAX_FILE_BYTES = 32 << 20;

    private static final int MAX_OTHERS = 256;
    private static final int HEAD_BYTES = 32 << 10;
    private static final int LOCK_TRIES = 100;
    private static final long LOCK_WAIT_MILLIS = 5;

    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;
    private final ServerIdentity identity;
    private final Complaints complaints;
    private @Nullable PinnedServer server;
    private @Nullable Set<String> others;
    private String otherCommand = "";

    /// What is stopped; read by `gate-up` for each call, without a lock.
    private volatile Set<String> stopped = Set.of();

    PinStore(Path directory, ServerIdentity identity, Complaints complaints) {
        this.directory = directory;
        this.identity = identity;
        this.complaints = complaints;
    }

    @Override
    public synchronized List<Offer> known(String name) {
        PinnedServer.Pinned pinned = server().offers.get(name);
        return pinned == null ? List.of() : pinned.versions;
    }

    @Override
    public synchronized void pin(Collection<Offer> offers) {
        boolean isNew = false;
        for (Offer offer : offers) {
            PinnedServer.Pinned pinned = server().offers.get(offer.name());
            isNew |=
                    pinned == null
                            || pinned.versions.isEmpty()
                            || !pinned.versions.getFirst().equals(offer);
        }
        if (isNew) {
            update(fresh -> {
                for (Offer offer : offers) {
                    fresh.pin(offer, System.currentTimeMillis());
                }
            });
        }
    }

    @Override
    public synchronized void hold(Offer offer, String why, boolean isStopped) {
        update(fresh -> fresh.hold(offer, why, isStopped, System.currentTimeMillis()));
    }

    @Override
    public boolean isHeld(String name) {
        return !stopped.isEmpty() && isStillHeld(name);
    }

    /// The user may have accepted it meanwhile.
    private synchronized boolean isStillHeld(String name) {
        if (stopped.contains(name)) {
            server = null;
            server();
        }
        return stopped.contains(name);
    }

    @Override
    public synchronized boolean isOfAnother(String tool) {
        Set<String> all = others;
        if (all == null) {
            all = readOthers();
            others = all;
        }
        return all.contains(tool);
    }

    @Override
    public synchronized String otherCommand() {
        server();
        String command = otherCommand;
        otherCommand = "";
        return command;
    }

    /// A change of what is pinned.
    interface Change {
        void make(PinnedServer server);
    }

    /// Changes the file. Where that fails, the change holds for this session.
    ///
    /// @return whether it is on disk
    synchronized boolean update(Change change) {
        PinnedServer fresh = server();
        try {
            createDirectory();
            Path lockFile = directory.resolve(".lock");
            try (FileChannel channel = openLock(lockFile);
                    FileLock lock = lock(channel)) {
                if (lock == null) {
                    throw new IOException("another gate holds " + lockFile);
                }
                fresh = read();
                change.make(fresh);
                save(fresh);
                keep(fresh);
                return true;
            }
        } catch (IOException e) {
            change.make(fresh);
            keep(fresh);
            complaints.say("what this server offers is not remembered: " + Exit.why(e));
            return false;
        }
    }

    /// All that is pinned, as far as it was read.
    synchronized PinnedServer server() {
        PinnedServer known = server;
        if (known == null) {
            try {
                known = read();
            } catch (IOException e) {
                complaints.say("cannot read what this server offered before: " + Exit.why(e));
                known = new PinnedServer(identity.name(), identity.command());
            }
            keep(known);
        }
        return known;
    }

    private void keep(PinnedServer fresh) {
        server = fresh;
        Set<String> names = new HashSet<>();
        for (var each : fresh.offers.entrySet()) {
            if (each.getValue().isStopped) {
                names.add(each.getKey());
            }
        }
        stopped = Set.copyOf(names);
    }

    private PinnedServer read() throws IOException {
        Path path = directory.resolve(identity.file());
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(path + ": is no file; move it away");
            }
            if (identity.isNamed()) {
                otherCommand = readOtherCommand();
            }
            return new PinnedServer(identity.name(), identity.command());
        }
        try {
            return load(path);
        } catch (PinFile.Damaged e) {
            Path aside = directory.resolve(".damaged-" + Instant.now() + '-' + path.getFileName());
            Files.move(path, aside);
            complaints.say(
                    "what this server offered before is damaged ("
                            + e.getMessage()
                            + "), is kept as "
                            + aside
                            + ", and begins anew: what it offers now counts as new");
            return new PinnedServer(identity.name(), identity.command());
        }
    }

    /// What is pinned of a server, for looking at it only: an unreadable file counts as none.
    static PinnedServer peek(Path directory, ServerIdentity identity) {
        Path path = directory.resolve(identity.file());
        try {
            if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                return load(path);
            }
        } catch (IOException | PinFile.Damaged e) {
            // The next gate of this server says so.
        }
        return new PinnedServer(identity.name(), identity.command());
    }

    /// Reads one file.
    static PinnedServer load(Path path) throws IOException, PinFile.Damaged {
        if (Files.size(path) > MAX_FILE_BYTES) {
            throw new PinFile.Damaged("it is too long");
        }
        try {
            return PinFile.read(Files.readString(path, StandardCharsets.UTF_8));
        } catch (CharacterCodingException e) {
            throw new PinFile.Damaged("it is no UTF-8");
        }
    }

    private void save(PinnedServer fresh) throws IOException {
        Path path = directory.resolve(identity.file());
        Path made = Files.createTempFile(directory, ".new-", "", OWNERS_FILE);
        try {
            Files.writeString(made, PinFile.write(fresh), StandardOpenOption.WRITE);
            Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private void createDirectory() throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(directory.getParent());
            try {
                Files.createDirectory(directory, OWNERS_FOLDER);
            } catch (java.nio.file.FileAlreadyExistsException e) {
                if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                    throw e;
                }
            }
        }
    }

    private static FileChannel openLock(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                OWNERS_FILE);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        for (int i = 0; i < LOCK_TRIES; i++) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (java.nio.channels.OverlappingFileLockException e) {
                // Another store of this process: it takes no longer than another process.
            }
            try {
                Thread.sleep(LOCK_WAIT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        return null;
    }

    private String readOtherCommand() throws IOException {
        String prefix = identity.prefix();
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path file : all) {
                if (file.getFileName().toString().startsWith(prefix)) {
                    PinnedServer other = load(file);
                    if (other.name.equals(identity.name())) {
                        return String.join(" ", other.command);
                    }
                }
            }
        } catch (PinFile.Damaged e) {
            return ""; // said by whoever reads it for itself
        }
        return "";
    }

    private Set<String> readOthers() {
        Set<String> names = new HashSet<>();
        String own = identity.file();
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return names;
        }
        int files = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path file : all) {
                String name = file.getFileName().toString();
                boolean isOwn = name.equals(own) || name.startsWith(identity.prefix());
                if (!isOwn && !name.startsWith(".") && files++ < MAX_OTHERS) {
                    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                        String head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
                        names.addAll(PinFile.tools(head));
                    }
                }
            }
        } catch (IOException e) {
            complaints.say("cannot read what other servers offer: " + Exit.why(e));
        }
        return names;
    }
}
