package gate.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

/// The whole way, from a table of mounts to the warning, is tried by wire/dbfaults.py.
class NetworkStoreTest {

    @ParameterizedTest
    @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "NFS"})
    void otherMachinesMayWriteThere(String type) {
        assertTrue(NetworkStore.isNetwork(type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "btrfs", "xfs", "apfs", "overlay", "tmpfs", "zfs", "fuseblk"})
    void onlyThisMachineWritesThere(String type) {
        assertFalse(NetworkStore.isNetwork(type));
    }

    @Test
    void whatIsNotThereIsOnNoNetwork() {
        assertEquals("", NetworkStore.typeOf(Path.of("/no/such/file")));
    }
}
