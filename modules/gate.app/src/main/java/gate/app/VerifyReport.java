package gate.app;

import gate.audit.Evidence;
import gate.audit.Verification;

import org.jspecify.annotations.Nullable;

/// What `verify` prints. All that may come from the database goes through [SafeText].
final class VerifyReport {

    private VerifyReport() {}

    /// For people: what was found, then what was looked at.
    static String text(Verification found) {
        var text = new StringBuilder();
        for (Evidence evidence : found.evidence()) {
            text.append(evidence.kind().label()).append(": ");
            if (evidence.firstRow() != 0 || evidence.lastRow() != 0) {
                range(text, "row", evidence.firstRow(), evidence.lastRow()).append(": ");
            } else if (evidence.firstEntry() > 0) {
                range(text, "entry", evidence.firstEntry(), evidence.lastEntry()).append(": ");
            }
            if (evidence.session() != null) {
                text.append("session ").append(SafeText.name(evidence.session())).append(": ");
            }
            text.append(SafeText.line(evidence.what())).append('\n');
        }
        text.append(
                found.isIntact()
                        ? "intact"
                        : "CHANGED: evidence "
                                + found.evidenceCount()
                                + (one(found) ? "" : " times"));
        text.append(", in ");
        range(text, "entry", found.firstEntry(), found.lastEntry());
        text.append(" with ").append(Shown.counted(found.messages(), "message")).append(", and ");
        text.append(Shown.counted(found.sessions(), "session")).append('\n');
        notes(text, found);
        return text.toString();
    }

    private static boolean one(Verification found) {
        return found.evidenceCount() == 1;
    }

    private static void notes(StringBuilder text, Verification found) {
        text.append("  head: ").append(found.lastEntry()).append(' ').append(found.head());
        text.append('\n');
        if (found.key().isEmpty()) {
            text.append("  not signed\n");
        } else {
            text.append("  signed through entry ").append(found.signedThrough());
            text.append(" by ").append(SafeText.line(found.key())).append('\n');
        }
        if (!found.isKeyKnown()) {
            text.append("  there is no key beside the database: whose signatures these are is");
            text.append(" not known\n");
        }
        if (found.headFile() == null) {
            text.append("  there is no head beside the database: rows removed from the end are");
            text.append(" not seen\n");
        }
        if (found.erased() > 0) {
            text.append("  ").append(found.erased()).append(" bodies were erased on purpose\n");
        }
        if (found.rowsOutside() > 0) {
            text.append("  ").append(found.rowsOutside()).append(" messages up to row ");
            text.append(found.rowsOutsideThrough()).append(" were there before the chain\n");
        }
        if (found.anchors() > 0) {
            text.append("  ").append(found.anchors()).append(" anchors compared\n");
        }
    }

    private static StringBuilder range(StringBuilder text, String noun, long first, long last) {
        if (first == last) {
            return text.append(noun).append(' ').append(first);
        }
        String plural = noun.equals("entry") ? "entries" : noun + 's';
        return text.append(plural).append(' ').append(first).append(" to ").append(last);
    }

    /// For programs: one object on one line.
    static String json(Verification found) {
        var json = new StringBuilder("{\"intact\":").append(found.isIntact());
        number(json, "first_entry", found.firstEntry());
        number(json, "last_entry", found.lastEntry());
        string(json, "head", found.head());
        number(json, "messages", found.messages());
        number(json, "sessions", found.sessions());
        number(json, "rows_outside", found.rowsOutside());
        number(json, "rows_outside_through", found.rowsOutsideThrough());
        number(json, "signed_through", found.signedThrough());
        string(json, "key", found.key());
        json.append(",\"key_known\":").append(found.isKeyKnown());
        number(json, "anchors", found.anchors());
        number(json, "erased", found.erased());
        json.append(",\"head_file_entry\":").append(found.headFile());
        number(json, "evidence_count", found.evidenceCount());
        json.append(",\"evidence\":[");
        String comma = "";
        for (Evidence evidence : found.evidence()) {
            json.append(comma).append("{\"kind\":\"").append(evidence.kind().label()).append('"');
            number(json, "first_entry", evidence.firstEntry());
            number(json, "last_entry", evidence.lastEntry());
            number(json, "first_row", evidence.firstRow());
            number(json, "last_row", evidence.lastRow());
            string(json, "session_id", evidence.session());
            string(json, "what", evidence.what());
            json.append('}');
            comma = ",";
        }
        return json.append("]}\n").toString();
    }

    private static void number(StringBuilder json, String name, long value) {
        json.append(",\"").append(name).append("\":").append(value);
    }

    private static void string(StringBuilder json, String name, @Nullable String value) {
        json.append(",\"").append(name).append("\":").append(SafeText.quoted(value));
    }
}
