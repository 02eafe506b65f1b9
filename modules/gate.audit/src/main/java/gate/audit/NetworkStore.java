package gate.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Whether a file lies on a file system that other machines write too: there SQLite's locks do not
/// hold, so two gates on two machines may damage the database.
final class NetworkStore {

    private NetworkStore() {}

    /// The type of the file system, if it is one over a network; else empty, also where it cannot
    /// be told.
    static String typeOf(Path existing) {
        try {
            String type = Files.getFileStore(existing).type();
            return isNetwork(type) ? type : "";
        } catch (IOException e) {
            return "";
        }
    }

    /// @param type as the system's table of mounts calls it: `nfs4`, `fuse.sshfs`
    static boolean isNetwork(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs" -> true;
            case "webdav", "davfs", "davfs2", "fuse.davfs", "fuse.davfs2", "9p", "afs" -> true;
            case "fuse.sshfs", "fuse.rclone", "fuse.s3fs", "fuse.gcsfuse", "fuse.smbnetfs" -> true;
            case "ceph", "fuse.ceph", "glusterfs", "fuse.glusterfs", "lustre", "gpfs" -> true;
            case "beegfs", "orangefs", "ocfs2", "gfs2", "coda", "ncpfs", "pvfs2" -> true;
            default -> false;
        };
    }
}
