package gate.audit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files of the spool: for each session a lock, and one segment or more.
///
///     PATH-spool/1f2e3d4c5b6a.lock          held while the session's gate lives
///     PATH-spool/1f2e3d4c5b6a-000001.spool  a segment
///
/// @param path where they lie
record SpoolDirectory(Path path) {

    private static final String SEGMENT_SUFFIX = ".spool";
    private static final String LOCK_SUFFIX = ".lock";
    private static final int SEGMENT_DIGITS = 6;

    /// Creates the directory where it is missing.
    ///
    /// @throws IOException if it cannot be created, or is not ours alone
    static SpoolDirectory prepare(AuditPaths paths) throws IOException {
        Path parent = paths.database().getParent();
        if (parent != null) {
            OwnFiles.createDirectories(parent);
        }
        Path path = paths.spoolDirectory();
        OwnFiles.createDirectory(path);
        OwnFiles.requireOwnDirectory(path);
        return new SpoolDirectory(path);
    }

    Path segment(String sessionId, int number) {
        String digits = Integer.toString(number);
        var name = new StringBuilder(sessionId).append('-');
        for (int i = digits.length(); i < SEGMENT_DIGITS; i++) {
            name.append('0');
        }
        return path.resolve(name.append(digits).append(SEGMENT_SUFFIX).toString());
    }

    Path lock(String sessionId) {
        return path.resolve(sessionId + LOCK_SUFFIX);
    }

    /// The numbers of the segments of one session, ascending.
    List<Integer> segments(String sessionId) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (Path file : files(sessionId + "-*" + SEGMENT_SUFFIX)) {
            Integer number = number(file);
            if (number != null) {
                numbers.add(number);
            }
        }
        numbers.sort(null);
        return numbers;
    }

    /// The ids of the sessions that have left segments here, whether alive or dead.
    List<String> sessions() throws IOException {
        List<String> ids = new ArrayList<>();
        for (Path file : files("*-*" + SEGMENT_SUFFIX)) {
            String name = file.getFileName().toString();
            String id = name.substring(0, name.lastIndexOf('-'));
            if (number(file) != null && isId(id) && !ids.contains(id)) {
                ids.add(id);
            }
        }
        ids.sort(null);
        return ids;
    }

    /// Locks without segments: their gates died before the first or after the last.
    List<Path> locks() throws IOException {
        List<Path> locks = new ArrayList<>();
        for (Path file : files("*" + LOCK_SUFFIX)) {
            String name = file.getFileName().toString();
            String id = name.substring(0, name.length() - LOCK_SUFFIX.length());
            if (isId(id) && segments(id).isEmpty()) {
                locks.add(file);
            }
        }
        return locks;
    }

    /// Waits until the names in this directory would survive a power cut.
    void sync() throws IOException {
        OwnFiles.syncDirectory(path);
    }

    private List<Path> files(String glob) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, glob)) {
            for (Path file : entries) {
                files.add(file);
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return files;
    }

    /// Whether a gate may have given this id: others would not even be patterns of files.
    private static boolean isId(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.digit(name.charAt(i), 16) < 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static @Nullable Integer number(Path segment) {
        String name = segment.getFileName().toString();
        int from = name.lastIndexOf('-') + 1;
        try {
            return Integer.valueOf(name.substring(from, name.length() - SEGMENT_SUFFIX.length()));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
