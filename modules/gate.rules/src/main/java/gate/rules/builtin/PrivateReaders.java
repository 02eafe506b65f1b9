package gate.rules.builtin;

import java.util.List;

/// Commands that print what they read, and what that is.
final class PrivateReaders {

    private PrivateReaders() {}

    /// The marks of a file that a word names, alone or as `if=FILE`; none for one of another host.
    static int ofOperand(PrivateData data, String word) {
        if (word.isEmpty() || word.charAt(0) == '-') {
            return 0;
        }
        int from = word.startsWith("if=") ? 3 : 0;
        int colon = word.indexOf(':');
        boolean isRemote = colon > 1 && word.lastIndexOf('/', colon) < 0;
        return isRemote ? 0 : data.ofFile(word.substring(from));
    }

    /// The marks of what a command prints.
    ///
    /// @param read those of its input
    /// @param words those of its words, where names of files may be that were looked for
    /// @param files those of the files that it names
    static int printed(List<String> argv, String name, int read, int words, int files) {
        boolean isOfFound = (words & PrivateData.PRIVATE) != 0 && isPlainReader(name);
        if (isOfFound) {
            return PrivateData.KEY;
        }
        if ((read | files) == 0) {
            return 0;
        }
        if (isScript(name)) {
            return read;
        }
        if (!isReader(name) || isQuiet(argv, name) || writesFile(argv, name)) {
            return 0;
        }
        return isChoice(argv, name) ? (read | files) & ~PrivateData.EVERY : read | files;
    }

    /// Whether only some lines are printed.
    private static boolean isChoice(List<String> argv, String name) {
        return switch (name) {
            case "grep", "egrep", "fgrep", "rg", "ag", "ack" ->
                    !Argv.hasOption(argv, 'v', "--invert-match", "efAmBC");
            case "awk", "gawk", "mawk", "sed" -> isMatching(argv);
            case "head", "tail", "uniq", "comm" -> true;
            default -> false;
        };
    }

    /// `awk '/node/ {print $2}'`: a script that asks something of a line.
    private static boolean isMatching(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            boolean isSubstitution = word.startsWith("s/") || word.startsWith("s|");
            boolean isTest = word.contains("/") || word.contains("==") || word.contains("~");
            if (isTest && !isSubstitution && !word.startsWith("-")) {
                return true;
            }
        }
        return false;
    }

    /// Whether a command unpacks what it reads.
    static boolean unpacks(List<String> argv, String name) {
        return switch (name) {
            case "gunzip", "zcat", "bunzip2", "bzcat", "unxz", "xzcat", "unzstd", "zstdcat" -> true;
            case "gzip", "bzip2", "xz", "zstd", "lzma" -> Argv.hasOption(argv, 'd', "--decompress");
            case "openssl" -> Argv.hasOption(argv, 'd', "-d");
            case "gpg", "gpg2" -> Argv.hasOption(argv, 'd', "--decrypt");
            case "uudecode", "ascii85", "base32", "basenc" -> true;
            default -> false;
        };
    }

    /// Whether a command is an interpreter, or a client of a database, that runs what it reads.
    static boolean runsInput(List<String> argv, String name) {
        boolean isPlain = argv.size() == 1 || Argv.isStandardInput(argv.get(1));
        return (isScript(name) && isPlain) || DataCommands.isSqlClient(name);
    }

    /// Whether a command may write what it reads to a file that it names.
    static boolean copies(String name) {
        return switch (name) {
            case "cp", "mv", "ln", "install", "dd", "tar", "bsdtar", "zip", "7z", "7za", "rsync" ->
                    true;
            case "openssl", "gpg", "gpg2", "age", "base64", "copy", "cpio", "ditto" -> true;
            default -> false;
        };
    }

    /// Whether a command writes what it reads in other signs, whose text is not worked out here.
    static boolean encodes(String name) {
        return switch (name) {
            case "xxd", "base64", "base32", "od", "hexdump" -> true;
            default -> false;
        };
    }

    /// The marks of what the last operand holds then: copied out of a container, as by `kubectl cp
    /// pod:/app/.env /tmp/e`, a picture of a screen, or a dump.
    static int takenOut(List<String> argv, String name) {
        if (isTaken(argv, name)) {
            return PrivateData.PRIVATE;
        }
        boolean isContainer =
                switch (name) {
                    case "kubectl", "oc", "docker", "podman", "nerdctl" -> argv.contains("cp");
                    default -> false;
                };
        int marks = 0;
        for (int i = 1; isContainer && i + 1 < argv.size(); i++) {
            int colon = argv.get(i).indexOf(':');
            marks |= colon > 0 ? PrivateFiles.of(argv.get(i).substring(colon + 1)) : 0;
        }
        return marks;
    }

    /// Whether a command writes to a file what a screen shows, or a database holds.
    private static boolean isTaken(List<String> argv, String name) {
        return switch (name) {
            case "screencapture", "scrot", "maim", "grim", "gnome-screenshot" -> true;
            case "redis-cli", "valkey-cli" -> argv.contains("--rdb");
            default -> false;
        };
    }

    private static boolean isPlainReader(String name) {
        return switch (name) {
            case "cat", "head", "tail", "strings", "xxd", "base64", "less", "more" -> true;
            default -> false;
        };
    }

    private static boolean isScript(String name) {
        return ScriptCommands.isInterpreter(name);
    }

    private static boolean isReader(String name) {
        return switch (name) {
            case "cat", "tac", "less", "more", "head", "tail", "sort", "uniq", "nl", "cut" -> true;
            case "paste", "strings", "xxd", "od", "hexdump", "hd", "base64", "base32" -> true;
            case "basenc", "gzip", "bzip2", "xz", "zstd", "lz4", "zip", "tar", "bsdtar" -> true;
            case "cpio", "sed", "awk", "gawk", "mawk", "grep", "egrep", "fgrep", "rg", "ag" -> true;
            case "ack", "jq", "yq", "bat", "batcat", "type", "fold", "fmt", "rev", "tee" -> true;
            case "dd", "openssl", "gpg", "gpg2", "age", "sqlite3", "iconv", "tr", "column" -> true;
            case "join", "comm", "diff", "uuencode", "pv", "split", "xargs", "echo", "printf" ->
                    true;
            default -> false;
        };
    }

    /// A count, a name or a public key tells nothing.
    private static boolean isQuiet(List<String> argv, String name) {
        return switch (name) {
            case "grep", "egrep", "fgrep", "rg", "ag", "ack" ->
                    Argv.hasOption(argv, 'q', "--quiet", "efAmBC")
                            || Argv.hasOption(argv, 'c', "--count", "efAmBC")
                            || Argv.hasOption(argv, 'l', "--files-with-matches", "efAmBC")
                            || Argv.hasOption(argv, 'L', "--files-without-match", "efAmBC");
            case "openssl" -> !argv.contains("enc") && !argv.contains("base64");
            case "gpg", "gpg2" -> !isEncrypting(argv);
            case "sed" -> Argv.hasOption(argv, 'i', "--in-place", "ef");
            default -> false;
        };
    }

    private static boolean isEncrypting(List<String> argv) {
        return Argv.hasOption(argv, 'c', "--symmetric", "ro")
                || Argv.hasOption(argv, 'e', "--encrypt", "ro");
    }

    static boolean writesFile(List<String> argv, String name) {
        boolean isOut = argv.contains("-") || argv.contains("/dev/stdout");
        return switch (name) {
            case "tar", "bsdtar" -> !isOut && hasLetter(argv, 'f');
            case "zip" -> !isOut;
            case "dd" -> Argv.hasPrefix(argv, "of=");
            case "openssl" -> argv.contains("-out");
            case "gpg", "gpg2", "age" -> Argv.hasOption(argv, 'o', "--output", "r");
            case "gzip", "bzip2", "xz", "zstd", "lz4" ->
                    argv.size() > 1
                            && !argv.getLast().startsWith("-")
                            && !Argv.hasOption(argv, 'c', "--stdout");
            default -> false;
        };
    }

    /// `tar czf`, `tar -cz -f`.
    private static boolean hasLetter(List<String> argv, char letter) {
        boolean isBundle = argv.size() > 1 && argv.get(1).indexOf(letter) >= 0;
        boolean isOld = isBundle && argv.get(1).indexOf('/') < 0 && argv.get(1).indexOf('.') < 0;
        return isOld || Argv.hasOption(argv, letter, "--file");
    }
}
