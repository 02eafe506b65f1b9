/* Makes file operations fail on purpose, in a gate that it is preloaded into (LD_PRELOAD), for the tests
 * of wire/. What to do stands in the file that FAULTS names, which the test maps too:
 *
 *   0  int: how many operations are still to fail
 *   4  int: how; see the kinds below
 *   8  int: how many have failed so far
 *  12  char[52]: what the path of the file ends with; empty for any
 *
 * Only files of the audit log are touched: those whose path holds "audit.db". FAULTS_MOUNTS, where set,
 * is read in place of the table of mounts. While the file that FAULTS_READ_ONLY names exists, the database
 * cannot be opened for writing.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <mntent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { NO_SPACE = 1, NO_DISK, SHORT, INTERRUPTED, TORN };

struct orders {
    volatile int left, kind, done;
    char end[52];
};

static struct orders *orders;

__attribute__((constructor)) static void begin(void) {
    const char *name = getenv("FAULTS");
    int file = name ? open(name, O_RDWR | O_CLOEXEC) : -1;
    if (file >= 0) {
        void *at = mmap(NULL, sizeof *orders, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        orders = at == MAP_FAILED ? NULL : at;
        close(file);
    }
}

static int is_meant(int file) {
    char link[64], path[4096];
    if (!orders || __atomic_load_n(&orders->left, __ATOMIC_SEQ_CST) <= 0)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0)
        return 0;
    path[length] = 0;
    size_t end = strlen(orders->end);
    if (!strstr(path, "audit.db") || (size_t)length < end || strcmp(path + length - end, orders->end))
        return 0;
    if (__atomic_fetch_sub(&orders->left, 1, __ATOMIC_SEQ_CST) <= 0)
        return 0;
    __atomic_fetch_add(&orders->done, 1, __ATOMIC_SEQ_CST);
    return 1;
}

static int number(void) {
    return orders->kind == NO_DISK ? EIO : orders->kind == INTERRUPTED ? EINTR : ENOSPC;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* What is left of a write of so many bytes; -1 if it fails at once. */
static ssize_t cut(size_t bytes) {
    int isHalf = orders->kind == SHORT || (orders->kind == TORN && bytes > 1);
    if (isHalf && bytes > 1) {
        if (orders->kind == TORN) { /* and the rest of it will fail */
            orders->kind = NO_SPACE;
            __atomic_fetch_add(&orders->left, 1, __ATOMIC_SEQ_CST);
            __atomic_fetch_sub(&orders->done, 1, __ATOMIC_SEQ_CST);
        }
        return bytes / 2;
    }
    errno = number();
    return -1;
}

#define WRITES(name, parameters, ...)                             \
    ssize_t name parameters {                                     \
        if (is_meant(file)) {                                     \
            ssize_t part = cut(bytes);                            \
            if (part < 0)                                         \
                return -1;                                        \
            bytes = part;                                         \
        }                                                         \
        return REAL(name)(__VA_ARGS__);                           \
    }

WRITES(write, (int file, const void *data, size_t bytes), file, data, bytes)
WRITES(pwrite, (int file, const void *data, size_t bytes, off_t at), file, data, bytes, at)
WRITES(pwrite64, (int file, const void *data, size_t bytes, off64_t at), file, data, bytes, at)

#define SYNCS(name)                       \
    int name(int file) {                  \
        if (is_meant(file)) {             \
            errno = number();             \
            return -1;                    \
        }                                 \
        return REAL(name)(file);          \
    }

SYNCS(fsync)
SYNCS(fdatasync)

static int is_read_only(const char *path, int flags) {
    const char *sign = getenv("FAULTS_READ_ONLY");
    return sign && (flags & O_ACCMODE) != O_RDONLY && strstr(path, "audit.db") && !strstr(path, "-spool") &&
           access(sign, F_OK) == 0;
}

#define OPENS(name)                                            \
    int name(const char *path, int flags, ...) {               \
        va_list more;                                          \
        va_start(more, flags);                                 \
        int mode = va_arg(more, int);                          \
        va_end(more);                                          \
        if (is_read_only(path, flags)) {                       \
            errno = EROFS;                                     \
            return -1;                                         \
        }                                                      \
        return ((int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name))(path, flags, mode); \
    }

OPENS(open)
OPENS(open64)

FILE *setmntent(const char *name, const char *mode) {
    const char *other = getenv("FAULTS_MOUNTS");
    return REAL(setmntent)(other ? other : name, mode);
}
