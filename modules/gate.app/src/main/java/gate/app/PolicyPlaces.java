package gate.app;

import gate.app.PolicyFile.Trust;
import gate.rules.Rule;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Where policy files may lie, and whether they have changed.
///
/// Asked at every start: it costs a look at a few names where there is none, and no class that
/// reads policies is loaded. For any thread.
final class PolicyPlaces {

    private static final String SYSTEM = "/etc/mcpgate/policy.toml";
    private static final String PROJECT = ".mcpgate.toml";
    private static final int MAX_FOLDERS = 64;

    private final File system;

    /// The user's own file, or the one that the command line names in its place.
    private final @Nullable File user;

    private final boolean isNamed;

    /// The outermost first.
    private final List<File> projects;

    private PolicyPlaces(File system, @Nullable File user, boolean isNamed, List<File> projects) {
        this.system = system;
        this.user = user;
        this.isNamed = isNamed;
        this.projects = projects;
    }

    /// Those of this machine, user and working directory.
    ///
    /// @param named stands in the place of the user's own file; null for none
    static PolicyPlaces of(Map<String, String> environment, @Nullable String named) {
        return of(new File(SYSTEM), environment, named, new File(System.getProperty("user.dir")));
    }

    /// @param folder where projects' files are looked for, up to the root; null for nowhere
    static PolicyPlaces of(
            File system,
            Map<String, String> environment,
            @Nullable String named,
            @Nullable File folder) {
        File user = named == null ? null : new File(named);
        String home = environment.get("HOME");
        if (user == null && home != null && !home.isEmpty()) {
            user = new File(home, ".mcpgate/policy.toml");
        }
        List<File> projects = new ArrayList<>();
        File at = folder;
        while (at != null && projects.size() < MAX_FOLDERS) {
            projects.add(0, new File(at, PROJECT));
            at = at.getParentFile();
        }
        return new PolicyPlaces(system, user, named != null, projects);
    }

    /// The same places, but none of a project: for what was recorded elsewhere.
    PolicyPlaces withoutProjects() {
        return new PolicyPlaces(system, user, isNamed, List.of());
    }

    /// Whether there is any file, or one that should be there.
    boolean hasAny() {
        if (isNamed || system.exists() || (user != null && user.exists())) {
            return true;
        }
        for (int i = 0; i < projects.size(); i++) {
            if (projects.get(i).exists()) {
                return true;
            }
        }
        return false;
    }

    /// A number that is another one, but for a rare coincidence, when a file was written, added or
    /// removed.
    long stamp() {
        long stamp = stamp(system, 1);
        if (user != null) {
            stamp = stamp(user, stamp);
        }
        for (int i = 0; i < projects.size(); i++) {
            stamp = stamp(projects.get(i), stamp);
        }
        return stamp;
    }

    private static long stamp(File file, long before) {
        long modified = file.lastModified();
        long mixed = before * 31 + modified;
        return modified == 0 ? mixed : mixed * 31 + file.length();
    }

    /// Reads the files that there are.
    ///
    /// @throws PolicyException if something is wrong with any, or the named one is missing
    List<PolicyFile> read(List<Rule> installed) throws PolicyException {
        List<PolicyFile> files = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        read(system, Trust.SYSTEM, installed, files, problems, system.exists());
        if (user != null) {
            read(user, Trust.USER, installed, files, problems, isNamed || user.exists());
        }
        for (File project : projects) {
            read(project, Trust.PROJECT, installed, files, problems, project.exists());
        }
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        return files;
    }

    private static void read(
            File file,
            Trust trust,
            List<Rule> installed,
            List<PolicyFile> files,
            List<String> problems,
            boolean isThere) {
        if (!isThere) {
            return;
        }
        Path path = Path.of(file.getPath());
        try {
            String why = FileTrust.refusal(path);
            if (why != null) {
                problems.add(path + ": " + why);
                return;
            }
            files.add(PolicyReader.read(path, trust, installed, files));
        } catch (PolicyException e) {
            problems.addAll(e.problems());
        } catch (IOException e) {
            problems.add("cannot read the policy: " + Exit.why(e));
        }
    }

    /// All of them, for people: the file, whose it is, and whether it is there.
    List<String> described() {
        List<String> lines = new ArrayList<>();
        lines.add(described(system, "of the machine"));
        if (user != null) {
            lines.add(described(user, isNamed ? "named by --policy" : "of the user"));
        }
        for (File project : projects) {
            if (project.exists()) {
                lines.add(described(project, "of a project"));
            }
        }
        return lines;
    }

    private static String described(File file, String whose) {
        return file.getPath() + " (" + whose + (file.exists() ? ")" : "; there is none)");
    }
}
