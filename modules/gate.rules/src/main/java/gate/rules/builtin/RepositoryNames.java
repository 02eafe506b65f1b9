package gate.rules.builtin;

import gate.protocol.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The repositories that one call names, in the argument shapes of the real servers.
///
/// Only what names a repository counts: a path, a branch, a label, a title or a body may hold any
/// number of slashes. Owned by one thread, for one call.
final class RepositoryNames {

    /// One repository that is named.
    ///
    /// @param name the repository: `owner/name`, `group/sub/name`, `name` where the owner is not
    ///   told, `#7` for the id of one; ASCII letters in lower case
    /// @param node where it is named
    /// @param isWider whether this is no repository but an owner whose repositories are searched
    record Reference(String name, int node, boolean isWider) {}

    /// Who may own the repositories that an object names.
    ///
    /// A server reads one of several members and ignores the others, and which one cannot be told.
    ///
    /// @param user who counts where nobody else is named, for a call may be about a person
    private record Owners(List<String> names, @Nullable String user) {}

    /// Different references kept; a call that names more is refused.
    private static final int MAX_REFERENCES = 64;

    /// Owners that one object may tell; the real servers know one.
    private static final int MAX_OWNERS = 8;

    /// Looks at all the neighbours of a member, so that no call takes quadratic time.
    private static final int MAX_LOOKS = 64;

    private final RepositoryHost host;
    private final boolean searchesContent;
    private final boolean hasDestination;
    private final List<Reference> references = new ArrayList<>(2);
    private int looks;
    private boolean hasAlternative;
    private boolean isFull;
    private boolean isHeld = true;
    private boolean hasQuery;

    /// @param tool the tool that is called
    RepositoryNames(RepositoryHost host, String tool) {
        this.host = host;
        this.searchesContent =
                !tool.endsWith("repositories") && !tool.endsWith("users") && !tool.endsWith("orgs");
        this.hasDestination = tool.contains("fork") || tool.contains("transfer");
    }

    /// What was found, in the order of the call.
    List<Reference> references() {
        return references;
    }

    /// Whether the call names more than are kept.
    boolean isFull() {
        return isFull;
    }

    /// Whether the call is a search that takes nothing but what is in repositories that it names.
    boolean isHeld() {
        return isHeld && (hasQuery || (host == RepositoryHost.GITLAB && !references.isEmpty()));
    }

    /// Whether the call reaches beyond what it names: it names nothing, or searches for something
    /// else as well.
    boolean reachesBeyond() {
        return references.isEmpty() || hasAlternative;
    }

    /// Reads the arguments of a call: every object in them.
    void addArguments(Json json, int arguments) {
        int last = json.last(arguments);
        for (int node = arguments; node < last; node++) {
            if (json.isObject(node)) {
                addObject(json, node);
            }
        }
    }

    /// Reads a resource of github-mcp-server: `repo://owner/name/contents/path`.
    void addResource(Json json, int uri) {
        String path = json.string(uri).substring("repo://".length());
        int end = RepositoryPath.afterSteps(path, 2);
        add(RepositoryPath.plain(path.substring(0, end)), uri);
    }

    private void addObject(Json json, int object) {
        Owners owners = owners(json, object);
        int before = references.size();
        boolean isRepository = json.parent(object) != Json.NONE && isNamedRepository(json, object);
        for (int at = json.first(object); at != Json.NONE; at = json.next(at)) {
            addMember(json, at, owners, isRepository);
        }
        if (references.size() == before && host == RepositoryHost.GITHUB) {
            addOwnersWithPath(json, object);
        }
    }

    private Owners owners(Json json, int object) {
        List<String> names = new ArrayList<>(1);
        String user = null;
        for (int at = json.first(object); at != Json.NONE; at = json.next(at)) {
            RepositoryKey key = RepositoryKey.of(json, at);
            boolean isOwner =
                    key == RepositoryKey.OWNER
                            || (key == RepositoryKey.ORGANIZATION && !hasDestination);
            if (!isOwner && key != RepositoryKey.USER) {
                continue;
            }
            String told = ownerName(json, at + 1);
            if (!isOwner) {
                user = told == null ? user : told;
            } else if (told != null && names.size() < MAX_OWNERS && !names.contains(told)) {
                names.add(told);
            }
        }
        return new Owners(names, user);
    }

    /// No owner on GitHub has a slash in it; a server that builds addresses out of what it is given
    /// would find a whole repository there.
    private void addOwnersWithPath(Json json, int object) {
        for (int at = json.first(object); at != Json.NONE; at = json.next(at)) {
            RepositoryKey key = RepositoryKey.of(json, at);
            String told =
                    key == RepositoryKey.OWNER || key == RepositoryKey.USER
                            ? ownerName(json, at + 1)
                            : null;
            if (told != null && told.indexOf('/') >= 0) {
                add(told, at + 1);
            }
        }
    }

    private void addMember(Json json, int name, Owners owners, boolean isRepository) {
        int value = name + 1;
        switch (RepositoryKey.of(json, name)) {
            case REPOSITORY -> addValues(json, value, owners(json, name, owners), true);
            case FULL_NAME -> addValues(json, value, owners, false);
            case PROJECT -> addValues(json, value, owners, host == RepositoryHost.GITLAB);
            case ID -> {
                if (host == RepositoryHost.GITLAB && isProjectId(json, value)) {
                    addValues(json, value, owners, true);
                }
            }
            case QUERY -> {
                if (json.isString(value)) {
                    addQuery(json.string(value), value);
                }
            }
            case OWNER, ORGANIZATION, USER, TEXT, PLACE -> {
                if (isRepository && json.textEquals(name, "name")) {
                    addValues(json, value, owners, true);
                }
            }
            case OTHER -> addUrls(json, value);
        }
    }

    /// The owners of the repository at a name: those of `item_owner` beside an `item_repo`.
    private Owners owners(Json json, int name, Owners otherwise) {
        String letters = RepositoryKey.letters(json.string(name));
        int role = RepositoryKey.roleLength(letters);
        if (role == 0 || ++looks > MAX_LOOKS) {
            return otherwise;
        }
        int object = json.parent(name);
        for (int at = json.first(object); at != Json.NONE; at = json.next(at)) {
            String other = RepositoryKey.letters(json.string(at));
            if (other.equals(letters.substring(0, role) + "owner")) {
                String owner = ownerName(json, at + 1);
                return owner == null ? otherwise : new Owners(List.of(owner), null);
            }
        }
        return otherwise;
    }

    /// GitLab's own server calls the project `id`, beside the number of an issue in it.
    private boolean isProjectId(Json json, int value) {
        if (json.isString(value) && json.string(value).startsWith("gid:")) {
            return false;
        }
        if (++looks > MAX_LOOKS) {
            return true;
        }
        int object = json.parent(value);
        for (int at = json.first(object); at != Json.NONE; at = json.next(at)) {
            String letters = RepositoryKey.letters(json.string(at));
            boolean isInProject =
                    letters.endsWith("iid")
                            || letters.equals("pipelineid")
                            || letters.equals("sourcebranch")
                            || letters.equals("title");
            if (isInProject) {
                return true;
            }
        }
        return json.isString(value) && RepositoryPath.plain(json.string(value)).indexOf('/') > 0;
    }

    /// Whether an object is the value of a member that names repositories, or an element of it.
    private static boolean isNamedRepository(Json json, int object) {
        int value = json.isArray(json.parent(object)) ? json.parent(object) : object;
        int parent = json.parent(value);
        return json.isObject(parent)
                && RepositoryKey.of(json, value - 1) == RepositoryKey.REPOSITORY;
    }

    private static @Nullable String ownerName(Json json, int value) {
        int text = json.isObject(value) ? json.member(value, "login") : value;
        String owner = json.isString(text) ? RepositoryPath.plain(json.string(text)) : "";
        return owner.isEmpty() ? null : owner;
    }

    private void addValues(Json json, int value, Owners owners, boolean namesAlways) {
        if (json.isArray(value)) {
            for (int at = json.first(value); at != Json.NONE; at = json.next(at)) {
                addValue(json, at, owners, namesAlways);
            }
        } else {
            addValue(json, value, owners, namesAlways);
        }
    }

    private void addValue(Json json, int value, Owners owners, boolean namesAlways) {
        if (json.kind(value) == Json.Kind.NUMBER) {
            if (namesAlways) {
                add("#" + json.source(value), value);
            }
        } else if (json.isString(value)) {
            String path = RepositoryPath.of(json.string(value), host);
            if (path == null || path.isEmpty()) {
                return;
            }
            if (Words.isNumber(path) && host == RepositoryHost.GITLAB) {
                add("#" + path, value);
            } else if (path.indexOf('/') >= 0) {
                add(path, value);
                for (int i = 0; host == RepositoryHost.GITHUB && i < owners.names.size(); i++) {
                    if (!path.startsWith(owners.names.get(i) + "/")) {
                        add(owners.names.get(i) + "/" + path, value);
                    }
                }
            } else if (namesAlways) {
                addOwned(path, owners, value);
            }
        }
    }

    private void addOwned(String name, Owners owners, int node) {
        for (int i = 0; i < owners.names.size(); i++) {
            add(owners.names.get(i) + "/" + name, node);
        }
        if (owners.names.isEmpty()) {
            add(owners.user == null ? name : owners.user + "/" + name, node);
        }
    }

    private void addUrls(Json json, int value) {
        if (json.isArray(value)) {
            for (int at = json.first(value); at != Json.NONE; at = json.next(at)) {
                addUrl(json, at);
            }
        } else {
            addUrl(json, value);
        }
    }

    private void addUrl(Json json, int value) {
        if (json.isString(value)) {
            add(RepositoryUrl.ofKnown(json.string(value), host), value);
        }
    }

    private void addQuery(String query, int node) {
        var qualifiers = new RepositoryQuery(query);
        hasAlternative |= qualifiers.hasAlternative();
        hasQuery = true;
        isHeld &= host == RepositoryHost.GITLAB || qualifiers.isHeld();
        while (qualifiers.next() && !isFull) {
            String named = qualifiers.named();
            String name = named == null ? null : RepositoryPath.of(named, host);
            if (name == null || name.isEmpty()) {
                continue;
            }
            if (qualifiers.isRepository()) {
                add(name, node);
            } else if (searchesContent) {
                add(new Reference(name, node, true));
            }
        }
    }

    private void add(@Nullable String name, int node) {
        if (name != null && !name.isEmpty()) {
            add(new Reference(name, node, false));
        }
    }

    private void add(Reference reference) {
        for (int i = 0; i < references.size(); i++) {
            Reference known = references.get(i);
            if (known.name.equals(reference.name) && known.isWider == reference.isWider) {
                return;
            }
        }
        if (references.size() < MAX_REFERENCES) {
            references.add(reference);
        } else {
            isFull = true;
        }
    }
}
