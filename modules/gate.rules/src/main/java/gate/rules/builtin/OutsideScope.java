package gate.rules.builtin;

import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Scope;
import gate.rules.Setting;
import gate.rules.Settings;
import gate.rules.Severity;
import gate.rules.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/// Refuses calls that name a table, a path or a host which the policy does not let be named.
///
/// Without such a policy it finds nothing. Where it cannot tell what a call names, it refuses: see
/// `docs/rules/outside_scope.md`.
public final class OutsideScope implements Rule {

    private static final String ID = "outside_scope";

    private static final Setting.Names TABLES =
            new Setting.Names(
                    "tables", "the SQL tables that calls may name: `orders`, `public.support_*`");
    private static final Setting.Names PATHS =
            new Setting.Names(
                    "paths",
                    "the directories and files that calls may name, with all below them: absolute,"
                            + " `~/…`, or `.` for the directory that the server works in");
    private static final Setting.Names HOSTS =
            new Setting.Names(
                    "hosts", "the hosts that calls may name: `api.example.com`, `*.example.com`");

    private static final int SHOWN_CHARS = 100;

    private final Scope tables;
    private final Scope paths;
    private final Scope hosts;

    /// For the service loader.
    public OutsideScope() {
        this(Scope.OPEN, Scope.OPEN, Scope.OPEN);
    }

    private OutsideScope(Scope tables, Scope paths, Scope hosts) {
        this.tables = tables;
        this.paths = paths;
        this.hosts = hosts;
    }

    @Override
    public List<Setting> settings() {
        return List.of(TABLES, PATHS, HOSTS);
    }

    @Override
    public Rule with(Settings settings) {
        return new OutsideScope(
                settings.scope(TABLES), settings.scope(PATHS), settings.scope(HOSTS));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public void judge(Envelope envelope, Memory memory, Consumer<Finding> findings) {
        if (tables.isOpen() && paths.isOpen() && hosts.isOpen()) {
            return;
        }
        CallArguments arguments = CallArguments.of(envelope, memory);
        if (arguments == null) {
            return;
        }
        Json json = arguments.json();
        for (int node = arguments.next(Json.NONE); node != Json.NONE; node = arguments.next(node)) {
            String why = tables.isOpen() ? null : TableScope.why(arguments, node, tables);
            if (why == null && !paths.isOpen()) {
                why = PathScope.why(arguments, node, paths);
            }
            if (why == null && !hosts.isOpen()) {
                why = HostScope.why(arguments, node, hosts);
            }
            report(json, node, why, findings);
        }
    }

    /// Why a name is refused; of a long one the beginning is shown.
    static String none(String kind, String name) {
        return "the "
                + kind
                + ' '
                + shown(name)
                + " is none of those that the policy lets be named";
    }

    /// The beginning of a name, for people.
    static String shown(String name) {
        return name.length() <= SHOWN_CHARS ? name : name.substring(0, SHOWN_CHARS) + "…";
    }

    private static void report(
            Json json, int node, @Nullable String why, Consumer<Finding> findings) {
        if (why != null) {
            Span span = new Span(json.pointer(node), 0, json.string(node).length());
            findings.accept(new Finding(ID, Severity.HIGH, span, why));
        }
    }
}
