package gate.app;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Whether a file can have been written by those only whom the user trusts.
final class FileTrust {

    /// `S_IWOTH` of POSIX: anybody may write.
    private static final int ANYBODY_WRITES = 0_002;

    private FileTrust() {}

    /// Why a policy must not come from this file, or null. Links are followed: what counts is the
    /// file that is read.
    ///
    /// @throws IOException if the file cannot be looked at
    static @Nullable String refusal(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return null;
        }
        Map<String, Object> unix = Files.readAttributes(file, "unix:mode,uid");
        if (((int) number(unix, "mode") & ANYBODY_WRITES) != 0) {
            return "anybody may write it, so it is no policy; mend it with: chmod o-w " + file;
        }
        long owner = number(unix, "uid");
        long own = own();
        return owner == 0 || own < 0 || owner == own
                ? null
                : "it belongs to user " + owner + ", not to you or root, so it is no policy";
    }

    /// The user that this process runs as, or -1 where that is not known.
    private static long own() {
        long own = owner("/proc/self");
        return own >= 0 ? own : owner(System.getProperty("user.home", ""));
    }

    private static long owner(String path) {
        try {
            return number(Files.readAttributes(Path.of(path), "unix:uid"), "uid");
        } catch (IOException e) {
            return -1; // no such place on this system
        }
    }

    private static long number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Number number ? number.longValue() : -1;
    }
}
