"""The shim of faults.c: compiled on demand, and told what to break."""

import mmap
import os
import shutil
import struct
import subprocess

import gate as gates

KINDS = {"ENOSPC": 1, "EIO": 2, "short write": 3, "EINTR": 4, "cut, then ENOSPC": 5}


def why_not():
    """Why it cannot be used here; None if it can."""
    if os.uname().sysname != "Linux":
        return "not Linux"
    return None if shutil.which("cc") else "no C compiler"


class Shim:
    def __init__(self, scratch):
        source = os.path.join(gates.HERE, "faults.c")
        library, self.orders = scratch.path("faults.so"), scratch.path("orders")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
        with open(self.orders, "wb") as file:
            file.write(bytes(64))
        with open(self.orders, "r+b") as file:
            self.map = mmap.mmap(file.fileno(), 64)
        scratch.env.update(LD_PRELOAD=library, FAULTS=self.orders)

    def arm(self, kind, count=1, end=""):
        """Lets operations fail, on files whose path ends so."""
        self.map[12:64] = end.encode().ljust(52, b"\0")
        self.map[4:8] = struct.pack("i", KINDS[kind])
        self.map[0:4] = struct.pack("i", count)

    def disarm(self):
        self.map[0:4] = struct.pack("i", 0)

    def left(self):
        return struct.unpack("i", self.map[0:4])[0]

    def done(self):
        return struct.unpack("i", self.map[8:12])[0]
