package gate.app;

import gate.protocol.Json;
import gate.protocol.Message;
import gate.protocol.Reading;
import gate.rules.Finding;
import gate.rules.Offer;
import gate.rules.OfferDiff;
import gate.rules.Severity;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What `mcpgate scan` found, for people and for programs. All that came from the server goes
/// through [SafeText]. Owned by one thread.
final class ScanReport {

    /// Names of one kind, findings and notes that are kept.
    private static final int MAX_KEPT = 4_096;

    /// Names of one kind that are printed for people.
    private static final int MAX_SHOWN = 60;

    /// A finding, with what it is about.
    private record Found(String what, Finding finding, Severity severity) {}

    private final ScanPins pins;
    private final Map<String, List<String>> offers = new LinkedHashMap<>();
    private final List<Found> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private String name = "";
    private String version = "";
    private String revision = "";

    ScanReport(ScanPins pins) {
        this.pins = pins;
    }

    /// Takes note of the answer to `initialize`.
    void server(Json json, int result) {
        int info = json.member(result, "serverInfo");
        name = orEmpty(json.memberString(info, "name"));
        version = orEmpty(json.memberString(info, "version"));
        revision = orEmpty(json.memberString(result, "protocolVersion"));
    }

    /// Takes note of one page of a list.
    void listed(String method, Json json, int result) {
        String kind = kind(method);
        List<String> names = offers.computeIfAbsent(kind, _ -> new ArrayList<>());
        int list = json.member(result, kind.equals("templates") ? "resourceTemplates" : kind);
        if (!json.isArray(list)) {
            note(method + " is answered without a list");
            return;
        }
        for (int at = json.first(list); at != Json.NONE; at = json.next(at)) {
            if (names.size() < MAX_KEPT) {
                names.add(orEmpty(json.memberString(at, "name")));
            }
        }
    }

    private static String kind(String method) {
        return switch (method) {
            case "tools/list" -> "tools";
            case "prompts/list" -> "prompts";
            case "resources/list" -> "resources";
            default -> "templates";
        };
    }

    /// Takes a finding in a line that came while a method was being answered.
    void found(String method, Reading reading, Finding finding, Severity severity) {
        if (findings.size() < MAX_KEPT) {
            findings.add(new Found(what(method, reading, finding), finding, severity));
        }
    }

    /// The name of what a pointer leads into: `tool get_fact: /description`.
    private static String what(String method, Reading reading, Finding finding) {
        String[] steps = finding.span().pointer().split("/", 5);
        if (steps.length >= 4
                && reading instanceof Reading.Single(Message.Result result)
                && steps[1].equals("result")) {
            Json json = result.json();
            int list = json.member(result.result(), steps[2]);
            String name = json.isArray(list) ? nameAt(json, list, steps[3]) : null;
            if (name != null) {
                String kind = steps[2].substring(0, steps[2].length() - 1);
                return kind + " " + name + (steps.length > 4 ? ": " + steps[4] : "");
            }
        }
        return method + " " + finding.span().pointer();
    }

    private static @Nullable String nameAt(Json json, int list, String index) {
        int left;
        try {
            left = Integer.parseInt(index);
        } catch (NumberFormatException e) {
            return null;
        }
        int at = json.first(list);
        while (left > 0 && at != Json.NONE) {
            at = json.next(at);
            left--;
        }
        return at == Json.NONE ? null : json.memberString(at, "name");
    }

    /// Takes note of what a person should know.
    void note(String note) {
        if (notes.size() < MAX_KEPT) {
            notes.add(note);
        }
    }

    /// The worst finding; null if there is none.
    @Nullable Severity worst() {
        Severity worst = null;
        for (Found found : findings) {
            worst = found.severity == Severity.HIGH ? Severity.HIGH : worst;
            worst = worst == null ? found.severity : worst;
        }
        return worst;
    }

    /// For people.
    byte[] text() {
        var out = new Lines();
        out.line(
                (name.isEmpty() ? "(a server without a name)" : name)
                        + (version.isEmpty() ? "" : " " + version)
                        + ", MCP "
                        + revision);
        for (Map.Entry<String, List<String>> each : offers.entrySet()) {
            out.line("  " + each.getValue().size() + " " + each.getKey() + names(each.getValue()));
        }
        for (String note : notes) {
            out.line("  note: " + note);
        }
        news(out);
        int high = 0;
        for (Found found : findings) {
            boolean isHigh = found.severity == Severity.HIGH;
            high += isHigh ? 1 : 0;
            out.line((isHigh ? "HIGH " : "low  ") + found.finding.ruleId() + "  " + found.what);
            out.line("     " + found.finding.reason());
        }
        out.line(
                findings.isEmpty()
                        ? "nothing found"
                        : Shown.counted(findings.size(), "finding")
                                + ", "
                                + high
                                + " of them high");
        return out.bytes();
    }

    private static String names(List<String> all) {
        if (all.isEmpty()) {
            return "";
        }
        List<String> shown = all.subList(0, Math.min(all.size(), MAX_SHOWN));
        return ": " + String.join(", ", shown) + (all.size() > MAX_SHOWN ? ", …" : "");
    }

    private void news(Lines out) {
        if (!pins.isKnown()) {
            out.line("  no gate has run this server yet: everything is new");
            return;
        }
        for (Offer offer : pins.news()) {
            List<Offer> before = pins.known(offer.name());
            if (before.isEmpty()) {
                out.line("  new since a gate last ran it: " + offer.label());
                continue;
            }
            out.line("  changed since a gate last ran it: " + offer.label());
            for (OfferDiff.Change change : OfferDiff.of(before.getFirst(), offer).changes()) {
                if (!change.text().isEmpty()) {
                    out.line((change.widens() ? "    + " : "      ") + change.text());
                }
            }
        }
    }

    /// For programs: one object.
    byte[] json() {
        var json = new StringBuilder(1024);
        json.append("{\"server\":").append(SafeText.quoted(name));
        json.append(",\"version\":").append(SafeText.quoted(version));
        json.append(",\"protocol\":").append(SafeText.quoted(revision));
        for (Map.Entry<String, List<String>> each : offers.entrySet()) {
            json.append(",\"").append(each.getKey()).append("\":");
            strings(json, each.getValue());
        }
        json.append(",\"notes\":");
        strings(json, notes);
        json.append(",\"known\":").append(pins.isKnown()).append(",\"news\":[");
        String comma = "";
        for (Offer offer : pins.news()) {
            json.append(comma).append("{\"offer\":").append(SafeText.quoted(offer.label()));
            json.append(",\"new\":").append(pins.known(offer.name()).isEmpty()).append('}');
            comma = ",";
        }
        json.append("],\"findings\":[");
        comma = "";
        for (Found found : findings) {
            json.append(comma).append("{\"rule\":").append(SafeText.quoted(found.finding.ruleId()));
            json.append(",\"severity\":\"");
            json.append(found.severity.name().toLowerCase(Locale.ROOT));
            json.append("\",\"what\":").append(SafeText.quoted(found.what));
            json.append(",\"pointer\":");
            json.append(SafeText.quoted(found.finding.span().pointer()));
            json.append(",\"start\":").append(found.finding.span().start());
            json.append(",\"end\":").append(found.finding.span().end());
            json.append(",\"reason\":").append(SafeText.quoted(found.finding.reason()));
            json.append('}');
            comma = ",";
        }
        return json.append("]}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void strings(StringBuilder json, List<String> all) {
        json.append('[');
        for (int i = 0; i < all.size(); i++) {
            json.append(i == 0 ? "" : ",").append(SafeText.quoted(all.get(i)));
        }
        json.append(']');
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /// Lines that are safe to print.
    private static final class Lines {

        private final ByteArrayOutputStream all = new ByteArrayOutputStream();

        void line(String line) {
            all.writeBytes(SafeText.line(line).utf8());
            all.write('\n');
        }

        byte[] bytes() {
            return all.toByteArray();
        }
    }
}
