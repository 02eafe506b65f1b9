package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Code that walks through a home directory or the system and deletes or empties what it meets.
final class ScriptSweep {

    private static final List<String> WALKS =
            List.of(
                    "os.walk(",
                    "rglob(",
                    "glob(",
                    "iterdir(",
                    "scandir(",
                    "listdir(",
                    "finddepth",
                    "readdirsync(",
                    "readdir(",
                    "dir.children",
                    "walkdir",
                    "directoryiterator",
                    "find.find(",
                    "file::find",
                    "get-childitem",
                    "gci ");

    private static final List<String> DELETES =
            List.of(
                    "os.remove(",
                    ".unlink(",
                    "unlink or rmdir",
                    "unlink ",
                    "unlink(",
                    "rmtree(",
                    "unlinksync(",
                    "rmsync(",
                    "write_bytes(b''",
                    "write_text('')",
                    ".open('w').close()",
                    ".open(\"w\").close()",
                    "write_bytes(b\"\"",
                    "write_text(\"\")",
                    ",'w').close()",
                    ", 'w').close()",
                    ",\"w\").close()",
                    "file.delete",
                    "fileutils.rm",
                    "set-content $_",
                    "clear-content $_",
                    "$_.delete()");

    private static final List<String> HOMES =
            List.of(
                    "path.home()",
                    "homedir()",
                    "expanduser('~')",
                    "expanduser(\"~\")",
                    "env{home}",
                    "dir.home",
                    "$env:userprofile");

    private static final List<String> UNPACKS =
            List.of(
                    "gzuncompress(",
                    "gzinflate(",
                    "gzdecode(",
                    "zlib.decompress(",
                    "inflatesync(",
                    "gunzipsync(",
                    "lzma.decompress(",
                    "bz2.decompress(",
                    "zlib::inflate",
                    "marshal.loads(",
                    "fernet(");

    private static final List<String> RUNS =
            List.of(
                    "system(",
                    "exec(",
                    "eval(",
                    "popen(",
                    "shell_exec(",
                    "execsync(",
                    "subprocess");

    private static final List<String> OF_TEXTS =
            List.of(
                    "split(",
                    "join(",
                    "replace(",
                    "strip(",
                    "swith(",
                    "partition(",
                    "index(",
                    "indexof(",
                    "count(",
                    "includes(");

    private ScriptSweep() {}

    /// Why code is destructive, or null.
    ///
    /// @param lower the code in small letters
    static @Nullable String judge(Harm harm, String lower) {
        if (lower.contains("win32_shadowcopy") && lower.contains("delete()")) {
            return "deletes backups or shadow copies";
        }
        boolean isPacked = ScriptTheft.has(lower, UNPACKS) && ScriptTheft.has(lower, RUNS);
        if (isPacked) {
            return PrivateData.RUNS_HIDDEN;
        }
        if (lower.contains(".all().delete()")) {
            return "deletes all that a service or a database holds";
        }
        boolean isScripting = lower.contains("deletefolder(") || lower.contains("deletefile(");
        boolean isFinder = lower.contains("finder") && lower.contains("delete ");
        if (isFinder && lower.contains("tell application")) {
            return FileTargets.HOME;
        }
        if (!isScripting && !ScriptTheft.has(lower, WALKS)) {
            return null;
        }
        if (!isScripting && !ScriptTheft.has(lower, DELETES)) {
            return null;
        }
        if (ScriptTheft.has(lower, HOMES)) {
            return FileTargets.HOME;
        }
        boolean hasRoot = hasRoot(lower);
        for (String path : ScriptPaths.of(harm, lower)) {
            String why = FileTargets.tree(path);
            boolean isWide =
                    FileTargets.HOME.equals(why)
                            || FileTargets.SYSTEM.equals(why)
                            || FileTargets.ALL.equals(why)
                            || (why != null && path.indexOf(':') == 1);
            boolean isPath = path.equals("/") ? hasRoot : isPath(path);
            if (isWide && isPath) {
                return why;
            }
        }
        return null;
    }

    /// Whether it is no part of an expression or of a string in a string: backslashes without a
    /// drive.
    private static boolean isPath(String path) {
        return path.indexOf('\\') < 0 || path.indexOf(':') == 1 || path.startsWith("\\\\");
    }

    /// Whether a slash that stands alone is the root somewhere: not the sign of a division, and no
    /// argument of what parts or joins texts.
    private static boolean hasRoot(String lower) {
        for (int at = lower.indexOf('/'); at >= 0; at = lower.indexOf('/', at + 1)) {
            char before = at > 0 ? lower.charAt(at - 1) : ' ';
            char after = at + 1 < lower.length() ? lower.charAt(at + 1) : ' ';
            boolean isQuoted = before == after && "'\"`".indexOf(before) >= 0;
            boolean isOfPerl = before == '(' && after == ')';
            boolean isOfShell =
                    lower.startsWith("get-childitem /", at - 14)
                            || lower.startsWith("-path /", at - 6)
                            || lower.startsWith("gci /", at - 4);
            if (isOfShell || isOfPerl || (isQuoted && !isOfText(lower, at))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfText(String lower, int slash) {
        if (lower.startsWith(".join(", slash + 2)) {
            return true;
        }
        int end = slash - 1;
        for (String call : OF_TEXTS) {
            if (lower.startsWith(call, end - call.length())) {
                return !lower.startsWith("path.join(", end - 10);
            }
        }
        return false;
    }
}
