package gate.app;

import gate.audit.AuditLookup;
import gate.audit.AuditReader;
import gate.audit.AuditRow;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.protocol.MessageReader;
import gate.protocol.Reading;
import gate.rules.Finding;
import gate.rules.Ruling;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Why the gate decided as it did about one row of the log, and what there is to do.
///
/// Plain values: nothing is printed here, and what stands in a [Place] is safe to be.
///
/// @param json the message, where it can be read; valid as long as this is
/// @param places what was found, where; in the order of the findings
/// @param looksFor what the rule that decided looks for, in a sentence or two; empty where none did
/// @param remedy what would let it pass, or what the user can do; empty where it passed
/// @param pair the answer to it, or the request that it answers
record Explanation(
        AuditRow row,
        @Nullable Json json,
        List<Place> places,
        String looksFor,
        String remedy,
        @Nullable AuditRow pair) {

    Explanation {
        places = List.copyOf(places);
    }

    /// Reads what belongs to a row and explains it.
    static Explanation of(AuditReader reader, AuditRow row) throws IOException {
        return of(row, LogFile.body(reader, row), new AuditLookup(reader).pair(row).orElse(null));
    }

    /// Explains a row.
    ///
    /// @param message what the log holds of the line; empty for nothing
    static Explanation of(AuditRow row, byte[] message, @Nullable AuditRow pair) {
        Json json = json(message);
        List<Place> places = new ArrayList<>();
        for (Finding finding : StoredFindings.of(row)) {
            places.add(
                    json == null || row.kind().equals("fault")
                            ? Place.in(message, finding)
                            : Place.in(json, finding));
        }
        String reason = row.reason();
        if (reason == null || row.decision().equals("allow")) {
            return new Explanation(row, json, places, "", "", pair);
        }
        return new Explanation(
                row,
                json,
                places,
                RuleNotes.looksFor(Ruling.ruleOf(reason)),
                RuleNotes.remedy(Ruling.ruleOf(reason), row),
                pair);
    }

    private static @Nullable Json json(byte[] message) {
        return switch (new MessageReader().read(message, 0, message.length)) {
            case Reading.Single(Message single) -> single.json();
            case Reading.Batch(List<Message> batch) -> batch.get(0).json();
            case Reading.Malformed _, Reading.Noise _ -> null;
        };
    }
}
