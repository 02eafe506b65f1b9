package gate.app;

import gate.app.install.Surroundings;
import gate.audit.AuditPaths;
import gate.audit.AuditReader;
import gate.audit.AuditRow;
import gate.audit.LogHealth;
import gate.audit.RowCondition;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What `doctor` looks at of the audit log. Owned by one thread.
final class LogCheckup {

    private static final long WAL_WARN_BYTES = 256L << 20;
    private static final long FREE_WARN_BYTES = 512L << 20;
    private static final long FREE_FAIL_BYTES = 16L << 20;

    private final CheckupSheet sheet;
    private final Map<String, String> env;
    private final Surroundings here;
    private final @Nullable String gate;
    private final boolean isFixing;
    private final Clock clock;

    /// @param gate the program that empties the spool; absent if it was not found
    /// @param isFixing whether to mend what can be mended without asking
    LogCheckup(
            CheckupSheet sheet,
            Map<String, String> env,
            @Nullable String gate,
            boolean isFixing,
            Clock clock) {
        this.sheet = sheet;
        this.env = env;
        this.gate = gate;
        this.isFixing = isFixing;
        this.clock = clock;
        here = Surroundings.of(env);
    }

    /// Looks at it.
    void look() {
        AuditPaths paths;
        LogHealth health;
        try {
            paths = AuditPaths.fromEnvironment(env);
            health = LogHealth.of(paths);
        } catch (IOException | IllegalArgumentException e) {
            sheet.fail("database", String.valueOf(e.getMessage()), "");
            return;
        }
        if (!health.isThere()) {
            sheet.ok("database", "none yet: the first run makes " + paths.database());
            return;
        }
        database(paths, health);
        modes(health);
        space(health);
        spool(health);
        clock(paths);
    }

    private void database(AuditPaths paths, LogHealth health) {
        String shown = ClientFiles.shown(paths.database(), here);
        if (!health.quickCheck().equals("ok")) {
            sheet.fail(
                    "database",
                    shown + ": " + health.quickCheck(),
                    "mv " + shown + " " + shown + ".broken");
        } else if (health.walBytes() > WAL_WARN_BYTES) {
            sheet.warn(
                    "database",
                    shown + " is sound, but its write-ahead log has " + mega(health.walBytes()),
                    "mcpgate run -- true, with no viewer open");
        } else {
            sheet.ok(
                    "database",
                    shown
                            + " is sound, "
                            + mega(health.bytes())
                            + ", write-ahead log "
                            + mega(health.walBytes())
                            + ", gates at work: "
                            + health.living());
        }
    }

    private void modes(LogHealth health) {
        if (health.open().isEmpty()) {
            sheet.ok("modes", "the log is yours alone");
            return;
        }
        for (Path path : health.open()) {
            String mend = "chmod go-rwx " + ClientFiles.shown(path, here);
            try {
                if (isFixing) {
                    boolean isFolder = Files.isDirectory(path);
                    Files.setPosixFilePermissions(
                            path,
                            PosixFilePermissions.fromString(isFolder ? "rwx------" : "rw-------"));
                    sheet.ok("modes", "mended: " + mend);
                    continue;
                }
            } catch (IOException e) {
                mend += " (as its owner)";
            }
            sheet.fail("modes", "others may use " + ClientFiles.shown(path, here), mend);
        }
    }

    private void space(LogHealth health) {
        String type = health.fileSystem().toLowerCase(Locale.ROOT);
        if (health.isOnNetwork()) {
            sheet.warn(
                    "file system",
                    "the log lies on " + type + ", whose locks do not reach other machines",
                    "export MCPGATE_DB_PATH=/a/local/folder/audit.db");
            return;
        }
        String text =
                (type.isEmpty() ? "of a kind that the system does not tell" : type)
                        + ", "
                        + mega(health.freeBytes())
                        + " free";
        if (health.freeBytes() < FREE_FAIL_BYTES) {
            sheet.fail("file system", text, "mcpgate purge --before 30d");
        } else if (health.freeBytes() < FREE_WARN_BYTES) {
            sheet.warn("file system", text, "mcpgate purge --before 30d");
        } else {
            sheet.ok("file system", text);
        }
    }

    private void spool(LogHealth health) {
        if (health.dead() == 0) {
            sheet.ok("spool", "nothing left of gates that were killed");
            return;
        }
        String text = "gates that were killed left messages of " + health.dead() + " sessions";
        String mend = "mcpgate run -- true";
        String path = gate;
        if (isFixing && path != null) {
            try {
                Process run = new ProcessBuilder(path, "run", "--", "true").inheritIO().start();
                run.getOutputStream().close();
                if (run.waitFor() == 0) {
                    sheet.ok("spool", "mended: " + mend);
                    return;
                }
            } catch (IOException e) {
                text += " (" + e.getMessage() + ")";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        sheet.warn("spool", text + "; the next run moves them into the log", mend);
    }

    private void clock(AuditPaths paths) {
        long now = clock.millis();
        try {
            Optional<AuditReader> opened = AuditReader.open(paths.database());
            if (opened.isEmpty()) {
                return;
            }
            try (AuditReader reader = opened.get()) {
                List<AuditRow> last = reader.after(reader.newest() - 1, 1, RowCondition.ALL);
                boolean isAhead =
                        !last.isEmpty() && last.get(0).epochNanos() / 1_000_000 > now + 60_000;
                if (isAhead) {
                    sheet.warn("clock", "the log's last row is of a later time than now", "date");
                } else {
                    sheet.ok("clock", "not behind the log");
                }
            }
        } catch (IOException e) {
            sheet.fail("clock", String.valueOf(e.getMessage()), "");
        }
    }

    private static String mega(long bytes) {
        return bytes < 1_000_000 ? bytes / 1_000 + " kB" : bytes / 1_000_000 + " MB";
    }
}
