package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

/// What it would mean to delete or overwrite a path.
///
/// Deleting a tree is destruction unless the path is build output inside the working tree, or an
/// entry of a directory for temporary files: the lists are fixed, and stand here.
final class FileTargets {

    static final String ALL = "deletes the whole file system";
    static final String HOME = "deletes a home directory";
    static final String SYSTEM = "deletes a directory of the system";
    private static final String OUTSIDE = "deletes a directory outside of the working tree";
    private static final String VARIABLE = "deletes a directory that only a variable names";
    private static final String HERE = "deletes the working directory";
    private static final String HISTORY = "deletes a Git repository with its history";
    static final String TREE = "deletes a directory that is no build output";

    static final String LOST = "empties files of the user";

    static final String ANY_TREE = "deletes a directory, which the policy forbids";

    private FileTargets() {}

    /// Why a tree must not be deleted, or null if nothing is lost by it.
    static @Nullable String tree(String path) {
        String plain = path.replace('\\', '/');
        if (plain.isEmpty()) {
            return null;
        }
        if (isCache(plain) || isBuildOfProject(plain)) {
            return null;
        }
        if (plain.startsWith("$PWD/") || plain.startsWith("${PWD}/")) {
            return relative(plain.substring(plain.indexOf('/') + 1));
        }
        char first = plain.charAt(0);
        if (first == '~' || plain.startsWith("$HOME") || plain.startsWith("${HOME")) {
            return HOME;
        }
        if (isTemporary(plain)) {
            return null;
        }
        if (first == '/') {
            return absolute(plain);
        }
        if (plain.length() > 1 && plain.charAt(1) == ':' && Character.isLetter(first)) {
            return plain.length() <= 4 ? "deletes a whole drive" : OUTSIDE;
        }
        if (plain.indexOf('$') >= 0 || plain.indexOf('%') >= 0 || plain.indexOf('`') >= 0) {
            return VARIABLE;
        }
        return relative(plain);
    }

    private static String absolute(String path) {
        int end = path.length();
        while (end > 0 && "/*.".indexOf(path.charAt(end - 1)) >= 0) {
            end--;
        }
        if (end == 0) {
            return ALL;
        }
        boolean isAllHomes = path.equals("/home") || path.equals("/Users");
        if (isAllHomes || path.startsWith("/home/") || path.startsWith("/Users/")) {
            return HOME;
        }
        if (path.startsWith("/root")) {
            return HOME;
        }
        return isSystem(path) ? SYSTEM : OUTSIDE;
    }

    private static @Nullable String relative(String path) {
        boolean isBuild = false;
        boolean isHere = true;
        int from = 0;
        while (from <= path.length()) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            String name = path.substring(from, end);
            if (name.equals("..")) {
                return OUTSIDE;
            }
            if (name.equals(".git")) {
                return HISTORY;
            }
            isBuild |= isBuildOutput(name);
            isHere &= isEverything(name);
            from = end + 1;
        }
        if (isHere) {
            return HERE;
        }
        return isBuild ? null : TREE;
    }

    private static boolean isEverything(String name) {
        return switch (name) {
            case "", ".", "*", "**", ".*", "*.*", "{*,.*}", ".[!.]*" -> true;
            default -> false;
        };
    }

    /// `~/work/shop/node_modules`, or `${DIR:?}/dist`: a name that only builds give.
    private static boolean isBuildOfProject(String path) {
        boolean isHome = path.startsWith("~/") || path.startsWith("$HOME/");
        boolean isGuarded = path.startsWith("${") && path.contains(":?");
        if ((!isHome && !isGuarded) || path.indexOf("..") >= 0) {
            return false;
        }
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        int slash = path.lastIndexOf('/', end - 1);
        int depth = 0;
        for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
            depth++;
        }
        boolean isWithin = path.contains("/node_modules/");
        boolean isDeep = depth > 2 || isGuarded;
        return isDeep && (isWithin || isBuildOutput(path.substring(slash + 1, end)));
    }

    /// An entry of a directory that a program fills again by itself.
    private static boolean isCache(String path) {
        if (path.indexOf("..") >= 0) {
            return false;
        }
        for (String cache : CACHES) {
            int at = path.indexOf(cache);
            int after = at + cache.length();
            if (at >= 0 && after < path.length() && path.charAt(after) != '/') {
                return true;
            }
        }
        return path.equals("vendor/bundle") || path.endsWith("/.npm/_cacache");
    }

    private static final String[] CACHES = {
        "/.cache/",
        "/Library/Caches/",
        "/Xcode/DerivedData/",
        "/.gradle/caches/",
        "/.m2/repository/",
        "/.cargo/registry/",
        "/.nuget/packages/",
        "/go/pkg/mod/",
        "/var/lib/apt/lists/",
        "/AppData/Local/Temp/"
    };

    /// Whether what a path names would be missed: it is nothing that a build makes, nor named as
    /// made to be thrown away.
    static boolean isMissed(String path) {
        return tree(path) != null && !isThrowAway(path);
    }

    /// Whether a name says that what bears it is made to be thrown away: `shop_test`, `pg-ci`.
    static boolean isThrowAway(String name) {
        int from = 0;
        String lower = name.toLowerCase(java.util.Locale.ROOT);
        int e2e = lower.indexOf("e2e");
        boolean isEnd = e2e + 3 >= lower.length() || !Secrets.isAlnum(lower.charAt(e2e + 3));
        if (e2e >= 0 && isEnd && (e2e == 0 || !Secrets.isAlnum(lower.charAt(e2e - 1)))) {
            return true; // `e2e-7`, but no `i-0abe2e1f`
        }
        for (int at = 0; at <= lower.length(); at++) {
            if (at == lower.length() || !Character.isLetter(lower.charAt(at))) {
                switch (lower.substring(from, at)) {
                    case "test", "tests", "testing", "tmp", "temp", "scratch", "sandbox", "ci" -> {
                        return true;
                    }
                    case "dev", "preview", "bench", "staging", "throwaway", "testcontainers" -> {
                        return true;
                    }
                    case "restoretest",
                            "smoketest",
                            "loadtest",
                            "unittest",
                            "dbtest",
                            "apitest" -> {
                        return true;
                    }
                    case "pr" -> {
                        if (at + 1 < lower.length() && Character.isDigit(lower.charAt(at + 1))) {
                            return true;
                        }
                    }
                    default -> {}
                }
                from = at + 1;
            }
        }
        return false;
    }

    /// An entry of a directory that the system empties by itself.
    private static boolean isTemporary(String path) {
        if (path.indexOf("..") >= 0) {
            return false;
        }
        int after = -1;
        for (String base : TEMPORARY) {
            if (path.startsWith(base)) {
                after = base.length();
                break;
            }
        }
        if (after < 0 || after >= path.length()) {
            return false;
        }
        char next = path.charAt(after);
        return next != '*' && next != '/' && next != '.' && next != '?' && next != '{';
    }

    private static final String[] TEMPORARY = {
        "/tmp/",
        "/var/tmp/",
        "/private/tmp/",
        "/private/var/tmp/",
        "/dev/shm/",
        "$TMPDIR/",
        "${TMPDIR}/",
        "$TEMP/",
        "$TMP/",
        "$RUNNER_TEMP/",
        "${RUNNER_TEMP}/",
        "$env:TEMP/",
        "$env:TMP/",
        "%TEMP%/",
        "%TMP%/",
        "C:/Temp/",
        "C:/tmp/"
    };

    /// Whether a path is the system's, a home, or all there is.
    static boolean isSystemOrHome(String path) {
        String why = tree(path);
        return SYSTEM.equals(why) || HOME.equals(why) || ALL.equals(why);
    }

    private static boolean isSystem(String path) {
        int end = path.indexOf('/', 1);
        String top = end < 0 ? path.substring(1) : path.substring(1, end);
        return switch (top) {
            case "bin", "boot", "dev", "etc", "lib", "lib64", "opt", "proc", "run", "sbin", "srv" ->
                    true;
            case "sys", "usr", "var", "System", "Library", "Applications", "private", "Windows" ->
                    true;
            default -> top.startsWith("lib");
        };
    }

    /// Names that build tools, package managers and test runners write and can write again.
    static boolean isBuildOutput(String name) {
        return switch (name) {
            case "node_modules",
                    "bower_components",
                    "dist",
                    "build",
                    "target",
                    "out",
                    "output",
                    ".next",
                    ".nuxt",
                    ".output",
                    ".svelte-kit",
                    ".turbo",
                    ".parcel-cache",
                    ".vite",
                    ".angular",
                    ".astro",
                    ".docusaurus",
                    ".expo",
                    ".gradle",
                    ".cache",
                    "cache",
                    ".sass-cache",
                    ".eslintcache",
                    "coverage",
                    ".coverage",
                    ".nyc_output",
                    ".tsdown",
                    "distribution",
                    "libcjs",
                    "libesm",
                    "cjs",
                    "esm",
                    "umd",
                    "htmlcov",
                    "__pycache__",
                    ".pytest_cache",
                    ".mypy_cache",
                    ".ruff_cache",
                    ".tox",
                    ".nox",
                    ".venv",
                    "venv",
                    ".eggs",
                    "DerivedData",
                    ".build",
                    "tmp",
                    "temp",
                    ".tmp",
                    ".temp",
                    "obj",
                    "_build",
                    ".dart_tool",
                    "zig-out",
                    "zig-cache",
                    ".zig-cache",
                    "dist-newstyle",
                    ".stack-work",
                    ".serverless",
                    "storybook-static",
                    "vendor",
                    "Pods",
                    ".terraform",
                    ".terraform.lock.hcl",
                    ".bundle",
                    "elm-stuff",
                    "jspm_packages",
                    ".pnpm-store",
                    ".hypothesis",
                    ".ipynb_checkpoints",
                    ".wrangler",
                    ".vercel",
                    ".netlify",
                    ".aws-sam",
                    "cdk.out",
                    ".rollup.cache",
                    "playwright-report",
                    "test-results",
                    "artifacts",
                    "managed_components",
                    "sdkconfig",
                    ".godot",
                    "allure-results" ->
                    true;
            case "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lockb" -> true;
            case "composer.lock", "Podfile.lock", "Gemfile.lock", "poetry.lock", "uv.lock" -> true;
            case "dependencies.lock" -> true;
            default -> isBuildFile(name);
        };
    }

    private static boolean isBuildFile(String name) {
        if (name.startsWith("build-")
                || name.startsWith("dist-")
                || name.startsWith("cmake-build-")
                || name.startsWith("perf.data")) {
            return true;
        }
        int dot = name.lastIndexOf('.');
        return switch (dot < 0 ? "" : name.substring(dot)) {
            case ".pyc", ".pyo", ".o", ".class", ".obj", ".tsbuildinfo", ".egg-info", ".tmp" ->
                    true;
            case ".swp", ".DS_Store", ".gcda", ".gcno", ".lcov", ".log" -> true;
            case ".bak", ".bck", ".orig", ".rej" -> true;
            case ".out", ".xml", ".info" -> name.startsWith("coverage");
            default -> name.endsWith("~") && name.length() > 1;
        };
    }

    /// Whether a name of the working tree ends as files do, and hardly any directory: `rm -rf
    /// trace.zip` deletes what `rm -f` would.
    static boolean isFile(String path) {
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') + 1
                && path.indexOf('*') < 0
                && path.indexOf('?') < 0
                && Words.isAmong(ENDINGS, path.substring(dot + 1));
    }

    private static final String ENDINGS =
            "zip gz tgz tar bz2 xz 7z html json md txt csv tsv map svg png jpg jpeg gif pdf yml"
                    + " yaml xml lock mp4 mov wasm";

    /// Why a single file must not be deleted, or null.
    static @Nullable String file(String path) {
        if (path.endsWith(".bak") || path.endsWith(".swp") || path.endsWith(".tmp")) {
            return null;
        }
        if (isVital(path)) {
            return "deletes a file of the system";
        }
        boolean isAll = path.equals("/*") || path.equals("~/*") || path.equals("$HOME/*");
        if (isAll) {
            return "deletes every file of the system or the home directory";
        }
        if (path.endsWith("/*")) {
            String why = tree(path.substring(0, path.length() - 1));
            if (ALL.equals(why) || HOME.equals(why) || SYSTEM.equals(why)) {
                return why;
            }
        }
        if (isDevice(path)) {
            return "deletes a disk's device";
        }
        boolean isRooted = path.startsWith("/") || path.startsWith("~");
        if (isRooted && isData(path) && tree(path) != null) {
            return "deletes a database";
        }
        if (path.endsWith("terraform.tfstate")) {
            return "forgets what infrastructure there is";
        }
        return isHomeSetting(path) ? "deletes keys or settings of a user" : null;
    }

    /// A file without which the system or its users cannot work.
    static boolean isVital(String path) {
        if (path.isEmpty() || path.charAt(0) != '/' || isTemporary(path)) {
            return false;
        }
        int end = path.indexOf('/', 1);
        return switch (end < 0 ? path.substring(1) : path.substring(1, end)) {
            case "etc", "boot", "bin", "sbin", "lib", "lib64", "usr", "root" -> true;
            case "var" ->
                    path.startsWith("/var/lib/")
                            || path.startsWith("/var/log/")
                            || path.startsWith("/var/spool/")
                            || path.startsWith("/var/www/")
                            || path.startsWith("/var/backups/");
            default -> false;
        };
    }

    private static boolean isHomeSetting(String path) {
        if (path.endsWith(".pub") || path.endsWith("/known_hosts")) {
            return false;
        }
        boolean isHome =
                path.startsWith("~")
                        || path.startsWith("$HOME/")
                        || path.startsWith("/home/")
                        || path.startsWith("/Users/");
        return isHome
                && (path.indexOf("/.ssh/") > 0
                        || path.indexOf("/.gnupg/") > 0
                        || path.endsWith("/.bashrc")
                        || path.endsWith("/.profile")
                        || path.endsWith("/.zshrc")
                        || path.endsWith("/.bash_profile"));
    }

    /// A disk or part of one; writing to it destroys what is on it.
    static boolean isDevice(String path) {
        if (path.startsWith("\\\\.\\PhysicalDrive") || path.startsWith("//./PhysicalDrive")) {
            return true;
        }
        if (!path.startsWith("/dev/")) {
            return false;
        }
        boolean isPattern = path.indexOf('[') > 0 || path.indexOf('?') > 0;
        String plain = isPattern ? path.replace("[", "").replace("]", "") : path;
        for (String disk : DISKS) {
            if (plain.startsWith(disk, 5)) {
                return true;
            }
        }
        return isPattern && plain.startsWith("?d", 5);
    }

    private static final String[] DISKS = {
        "sd", "hd", "vd", "xvd", "nvme", "disk", "rdisk", "mmcblk", "mapper/", "md", "dm-", "loop",
        "zd", "root", "mem", "kmem", "port", "nbd", "ada", "da0", "block/", "bus/", "pmem"
    };

    /// Why a file must not be made empty, or null; logs are emptied to make room.
    static @Nullable String emptied(String path) {
        if ((PrivateData.in(path) & PrivateData.EVERY) != 0) {
            return "empties every file that is found";
        }
        if (isVital(path) || isDevice(path)) {
            return "empties a file of the system";
        }
        if (isPlain(path) || path.isEmpty()) {
            return null;
        }
        boolean isMany = path.indexOf('*') >= 0 || path.startsWith("$FOUND.");
        return isMany || isData(path) ? LOST : null;
    }

    /// The same for commands that do nothing but empty: `truncate -s 0`, `cp /dev/null`.
    static @Nullable String cleared(String path) {
        String why = emptied(path);
        boolean isMade = isPlain(path) || path.endsWith(".lock") || path.endsWith(".pid");
        boolean isFile = path.indexOf('.') > 0 && tree(path) != null;
        return why == null && isFile && !isMade ? LOST : why;
    }

    private static boolean isPlain(String path) {
        return path.endsWith(".log") || path.endsWith(".out") || path.endsWith(".txt");
    }

    /// Why `> file` must not be, for a file of somebody's home.
    static @Nullable String replaced(String path) {
        boolean isHome = path.startsWith("~/") || path.startsWith("$HOME/");
        return isHome && tree(path) != null ? LOST : null;
    }

    private static boolean isData(String path) {
        return path.endsWith(".db")
                || path.endsWith(".sqlite")
                || path.endsWith(".sqlite3")
                || path.endsWith(".tfstate");
    }

    /// Why a file must not be written over, or null.
    ///
    /// @param isAppending whether what is in it stays
    static @Nullable String overwritten(String path, boolean isAppending) {
        if (isDevice(path)) {
            return "writes over a disk";
        }
        if (isAppending) {
            return null;
        }
        if (isHomeSetting(path)) {
            return "writes over keys or settings of a user";
        }
        boolean isLost =
                switch (path) {
                    case "/etc/passwd",
                            "/etc/shadow",
                            "/etc/group",
                            "/etc/gshadow",
                            "/etc/sudoers",
                            "/etc/fstab",
                            "/etc/crypttab",
                            "/etc/ld.so.preload",
                            "/etc/nsswitch.conf",
                            "/etc/pam.d/common-auth",
                            "/etc/ssh/sshd_config",
                            "/proc/sysrq-trigger" ->
                            true;
                    default ->
                            path.startsWith("/boot/")
                                    || path.startsWith("/bin/")
                                    || path.startsWith("/sbin/")
                                    || path.startsWith("/usr/bin/")
                                    || path.startsWith("/usr/sbin/")
                                    || path.startsWith("/usr/lib/")
                                    || path.startsWith("/lib/")
                                    || path.startsWith("/var/lib/")
                                    || path.startsWith("/var/log/")
                                    || path.startsWith("/sys/firmware/")
                                    || path.startsWith("/sys/block/");
                };
        return isLost ? "writes over a file of the system" : null;
    }
}
