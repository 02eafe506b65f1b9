package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Commands of Unix that destroy disks, rights, users, or what runs.
final class SystemCommands {

    private static final String WRITES = "throws away what a database has not written yet";
    private static final String FORMAT = "makes a new file system, and loses the old one";

    private SystemCommands() {}

    /// Why a command is destructive, or null.
    static @Nullable String judge(List<String> argv, String name) {
        if (name.startsWith("mkfs") || name.startsWith("newfs")) {
            boolean isTried = name.startsWith("mkfs.ext") && isTried(argv, "-n");
            return argv.size() > 1 && !isTried && !isQuestion(argv) && !isImage(argv.getLast())
                    ? FORMAT
                    : null;
        }
        return switch (name) {
            case "mke2fs" -> hasDevice(argv) && !isTried(argv, "-n") ? FORMAT : null;
            case "mkswap", "mkntfs", "mkdosfs", "mkexfatfs", "mkudffs" ->
                    hasDevice(argv) ? FORMAT : null;
            case "wipefs" ->
                    Argv.hasOption(argv, 'a', "--all") && !isTried(argv, "-n --no-act -an -na")
                            ? "erases the signatures of a file system"
                            : null;
            case "blkdiscard", "hdparm", "nvme", "badblocks" -> disk(argv, name);
            case "fdisk", "sfdisk", "sgdisk", "gdisk", "cfdisk", "parted" -> partition(argv);
            case "cryptsetup" -> crypt(argv);
            case "lvremove", "vgremove", "pvremove" ->
                    isTried(argv, "--test -t") ? null : "removes a disk's volume";
            case "mdadm" -> argv.contains("--zero-superblock") ? "breaks a disk array" : null;
            case "zpool", "zfs" ->
                    argv.size() > 1
                                    && (argv.get(1).equals("destroy")
                                            || (argv.get(1).equals("rollback")
                                                    && Argv.hasOption(argv, 'r', "-R")))
                                    && !Argv.hasOption(argv, 'n', "--dry-run")
                            ? "destroys a ZFS pool or file system"
                            : null;
            case "btrfs" ->
                    argv.size() > 2 && argv.get(2).startsWith("del")
                            ? "deletes a Btrfs subvolume"
                            : null;
            case "diskutil" -> isErasing(argv) ? "erases a disk" : null;
            case "chmod" -> mode(argv);
            case "chown", "chgrp" -> owner(argv);
            case "setfacl" -> owner(argv);
            case "chflags" ->
                    argv.contains("schg") || argv.contains("uchg") ? attributes(argv) : null;
            case "ldapdelete" ->
                    argv.size() > 1 && !isQuestion(argv) ? "deletes entries of a directory" : null;
            case "wsl" ->
                    argv.contains("--unregister") ? "deletes a system with all its files" : null;
            case "chattr" -> attributes(argv);
            case "flashrom" ->
                    Argv.hasOption(argv, 'E', "--erase", "pcr") ? "erases the firmware" : null;
            case "apt", "apt-get", "aptitude", "dpkg", "rpm", "dnf", "yum", "pacman", "zypper" ->
                    packages(argv, name);
            case "crontab" -> Argv.hasOption(argv, 'r', "-r") ? "deletes all cron jobs" : null;
            case "kill" -> killsAll(argv) ? "kills every process" : null;
            case "systemd-tmpfiles" -> isToldToRemove(argv) ? "deletes what a file names" : null;
            case "killall5" -> "kills every process";
            case "pkill", "killall", "skill" -> everyone(argv);
            case "userdel", "deluser", "groupdel", "delgroup" ->
                    argv.size() > 1 && !isQuestion(argv) ? "deletes a user or group" : null;

            case "iptables", "ip6tables" ->
                    Argv.hasOption(argv, 'F', "--flush") ? "drops the firewall's rules" : null;
            case "nft" ->
                    argv.size() > 2 && argv.get(1).equals("flush")
                            ? "drops the firewall's rules"
                            : null;
            case "ufw" -> argv.contains("reset") ? "drops the firewall's rules" : null;
            case "sysctl" -> null;
            case "efibootmgr" ->
                    Argv.hasOption(argv, 'B', "--delete-bootnum") ? "deletes a boot entry" : null;
            case "passwd" -> locks(argv, 'l') ? "locks an account out" : null;
            case "security" ->
                    argv.size() > 1 && argv.get(1).startsWith("delete-keychain")
                            ? "deletes keys"
                            : null;
            case "gpg", "gpg2" -> Argv.hasPrefix(argv, "--delete-secret") ? "deletes keys" : null;
            case "mount" ->
                    argv.contains("tmpfs") && isSystemOrHome(argv.getLast())
                            ? "hides the system's or a home directory's files"
                            : null;
            case "nvram" -> argv.contains("-c") ? "deletes settings of the firmware" : null;
            case "csrutil" -> argv.contains("disable") ? "switches off a protection" : null;
            case "pg_resetwal" -> Argv.hasOption(argv, 'f', "--force") ? WRITES : null;
            case "hg" ->
                    argv.contains("strip") && argv.contains("--no-backup")
                            ? "throws away commits or the means to recover them"
                            : null;
            case "svn" ->
                    argv.size() > 2 && isRemoval(argv.get(1)) && Argv.hasPart(argv, "://")
                            ? "deletes a part of a repository"
                            : null;
            case "tmutil" ->
                    argv.size() > 1 && argv.get(1).startsWith("delete") ? "deletes backups" : null;
            case "%0", "%0|%0" -> "starts copies of itself until the machine stops: a fork bomb";
            default -> null;
        };
    }

    /// Whether a command is only tried: by an option before which none stands that takes a value.
    private static boolean isTried(List<String> argv, String options) {
        for (int i = 1; i < argv.size(); i++) {
            if (Words.isAmong(options, argv.get(i))) {
                return true;
            }
            if (!Words.isAmong("-a --all -f --force -F -q -v -y --yes", argv.get(i))) {
                return false;
            }
        }
        return false;
    }

    /// `systemd-tmpfiles --remove /tmp/mine.conf`: by another file than those of the system.
    private static boolean isToldToRemove(List<String> argv) {
        String file = argv.getLast();
        boolean isOwn = file.startsWith("/usr/lib/") || file.startsWith("/etc/tmpfiles.d/");
        boolean isFile = file.equals("-") || (file.indexOf('/') >= 0 && !file.startsWith("-"));
        return isFile && !isOwn && (argv.contains("--remove") || argv.contains("--purge"));
    }

    private static boolean isQuestion(List<String> argv) {
        return argv.contains("--help")
                || argv.contains("-h")
                || argv.contains("-V")
                || argv.contains("--version");
    }

    private static boolean hasDevice(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            if (argv.get(i).startsWith("/dev/")) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String disk(List<String> argv, String name) {
        boolean isErased =
                switch (name) {
                    case "blkdiscard" -> hasDevice(argv);
                    case "hdparm" ->
                            Argv.hasPrefix(argv, "--security-erase")
                                    || Argv.hasPrefix(argv, "--trim");
                    case "nvme" -> argv.contains("format") || argv.contains("sanitize");
                    default -> Argv.hasOption(argv, 'w', "-w");
                };
        return isErased ? "erases a disk" : null;
    }

    private static boolean isRemoval(String verb) {
        return switch (verb) {
            case "delete", "del", "remove", "rm" -> true;
            default -> false;
        };
    }

    private static boolean isErasing(List<String> argv) {
        int most = Math.min(argv.size(), 3);
        for (int i = 1; i < most; i++) {
            String verb = argv.get(i).toLowerCase(java.util.Locale.ROOT);
            boolean isErasing =
                    verb.startsWith("erase")
                            || verb.startsWith("secureerase")
                            || verb.startsWith("zerodisk")
                            || verb.startsWith("randomdisk")
                            || verb.startsWith("reformat")
                            || verb.startsWith("delete");
            if (isErasing) {
                return true;
            }
        }
        return false;
    }

    private static boolean locks(List<String> argv, char letter) {
        return Argv.hasOption(argv, letter, "--lock") && argv.contains("root");
    }

    private static @Nullable String partition(List<String> argv) {
        boolean isChange =
                argv.contains("mklabel")
                        || argv.contains("mktable")
                        || argv.contains("rm")
                        || argv.contains("--delete")
                        || argv.contains("-Z")
                        || argv.contains("--zap-all")
                        || argv.contains("--zap")
                        || argv.contains("--wipe")
                        || argv.contains("-o");
        return isChange && hasDevice(argv) ? "deletes a disk's partitions" : null;
    }

    private static @Nullable String crypt(List<String> argv) {
        boolean isLost =
                argv.contains("luksFormat")
                        || argv.contains("luksErase")
                        || argv.contains("erase")
                        || argv.contains("luksKillSlot");
        return isLost ? "makes an encrypted disk unreadable" : null;
    }

    private static @Nullable String mode(List<String> argv) {
        boolean isTree = Argv.hasOption(argv, 'R', "--recursive");
        int at = Argv.skip(argv, 1, "--reference");
        if (at >= argv.size()) {
            at = argv.size() - 1;
        }
        String mode = argv.get(at);
        int before = at;
        for (int i = 1; i < argv.size(); i++) {
            if (isTaking(argv.get(i))) {
                mode = argv.get(i);
                before = Math.min(i, at - 1);
            }
        }
        boolean isOpen = isOpen(mode);
        boolean isClosed =
                mode.equals("000")
                        || mode.equals("0")
                        || mode.equals("0000")
                        || mode.equals("a-rwx")
                        || isTaking(mode);
        for (int i = before + 1; i < argv.size(); i++) {
            String path = argv.get(i);
            boolean isSystem = isSystemOrHome(path);
            boolean isVital = FileTargets.isVital(path);
            if (isSystem && (isTree || isOpen || isClosed)) {
                return "changes the rights of the system's or a home directory's files";
            }
            if (isTree && (isOpen || isClosed) && (isVital || path.equals("."))) {
                return isVital ? "changes the rights of the system's files" : null;
            }
            if ((isOpen || isClosed) && isVital) {
                return "opens a file of the system to everyone, or to no one";
            }
        }
        return null;
    }

    /// `-x`, which is a mode and no option.
    private static boolean isTaking(String mode) {
        return switch (mode) {
            case "-x", "-r", "-w", "-rx", "-rw", "-rwx", "-wx", "a-x", "a-r", "ugo-rwx" -> true;
            default -> false;
        };
    }

    /// `chattr -R +i /home`.
    private static @Nullable String attributes(List<String> argv) {
        if (!Argv.hasOption(argv, 'R', "-R")) {
            return null;
        }
        for (int i = 1; i < argv.size(); i++) {
            if (isSystemOrHome(argv.get(i))) {
                return "makes the system's or a home directory's files immutable";
            }
        }
        return null;
    }

    /// A package that the system needs is removed by force.
    private static @Nullable String packages(List<String> argv, String name) {
        boolean isForced =
                argv.contains("--allow-remove-essential")
                        || argv.contains("--force-all")
                        || argv.contains("--force-depends")
                        || argv.contains("--force-remove-essential")
                        || argv.contains("--nodeps")
                        || argv.contains("-Rdd");
        boolean isRemoval =
                argv.contains("purge")
                        || argv.contains("remove")
                        || argv.contains("--purge")
                        || argv.contains("--remove")
                        || argv.contains("autoremove")
                        || Argv.hasOption(argv, name.equals("rpm") ? 'e' : 'r', "-r")
                        || argv.contains("-Rdd");
        boolean isAsked =
                argv.contains("-s")
                        || argv.contains("--simulate")
                        || argv.contains("--dry-run")
                        || argv.contains("--assumeno");
        boolean isErasure = !isAsked && (isRemoval || argv.contains("erase"));
        for (int i = 1; i < argv.size() && isErasure && !isForced; i++) {
            isForced = isEssential(argv.get(i));
        }
        return isForced && isErasure ? "removes packages that the system needs" : null;
    }

    private static boolean isEssential(String name) {
        return switch (name) {
            case "glibc", "libc6", "bash", "coreutils", "systemd", "sudo", "util-linux", "dpkg" ->
                    true;
            case "apt", "rpm", "filesystem", "init", "python3", "python3*", "openssh-server" ->
                    true;
            default -> name.startsWith("linux-image");
        };
    }

    /// A file that is no disk, where one is made for a test.
    private static boolean isImage(String path) {
        boolean isFile = path.endsWith(".img") || path.endsWith(".raw") || path.endsWith(".iso");
        return path.startsWith("/tmp/") || (isFile && !path.startsWith("/"));
    }

    /// Whether everyone may write, or a program runs as its owner.
    private static boolean isOpen(String mode) {
        int length = mode.length();
        if (length >= 3 && length <= 4 && Character.isDigit(mode.charAt(0))) {
            char last = mode.charAt(length - 1);
            return last == '7' || last == '6' || last == '2' || last == '3';
        }
        return (mode.startsWith("a") || mode.startsWith("o") || mode.startsWith("ugo"))
                && mode.indexOf('w') > 0
                && mode.indexOf('-') < 0;
    }

    private static boolean isSystemOrHome(String path) {
        return path.equals("/")
                || path.equals("/*")
                || path.equals("~")
                || path.equals("~/")
                || path.equals("~/*")
                || path.equals("~/.ssh")
                || path.equals("$HOME")
                || path.equals("$HOME/")
                || FileCommands.isSystemTop(path);
    }

    private static @Nullable String owner(List<String> argv) {
        if (!Argv.hasOption(argv, 'R', "--recursive")) {
            return null;
        }
        for (int i = 2; i < argv.size(); i++) {
            String path = argv.get(i);
            boolean isHome = path.startsWith("~") || path.startsWith("$HOME");
            boolean isOwnData = path.equals("/usr/local") || path.equals("/var/www");
            boolean isData = isOwnData || path.equals("/opt") || path.equals("/srv");
            if (isSystemOrHome(path) && !isHome && !isData) {
                return "changes the owner of the system's files";
            }
        }
        return null;
    }

    /// `kill -9 -1`.
    private static boolean killsAll(List<String> argv) {
        for (int i = 2; i < argv.size(); i++) {
            String word = argv.get(i);
            if (word.equals("-1") || word.equals("[0-9]*") || word.equals("*")) {
                return true;
            }
        }
        return false;
    }

    /// `pkill -9 -u postgres`: all that a user runs, without a pattern.
    private static boolean isOfUser(List<String> argv) {
        boolean isKill = argv.contains("-9") || argv.contains("-KILL") || argv.contains("-SIGKILL");
        int user = argv.indexOf("-u");
        return isKill && user > 0 && user + 2 == argv.size();
    }

    private static @Nullable String everyone(List<String> argv) {
        boolean isAll = argv.contains(".") || argv.contains(".*") || isOfUser(argv);
        boolean isRoot = false;
        for (int i = 1; i + 1 < argv.size(); i++) {
            isRoot |= argv.get(i).equals("-u") && argv.get(i + 1).equals("root");
        }
        return isAll || isRoot ? "kills every process" : null;
    }
}
