package gate.rules.builtin;

import gate.protocol.Json;
import gate.protocol.Message;
import gate.protocol.MessageReader;
import gate.protocol.Reading;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Reads the corpora of DETECTION.md, which are not part of the repository.
final class Corpus {

    /// One record; what it lacks is empty.
    ///
    /// @param text the source of a JSON string, quotes included
    record Sample(String kind, String family, String source, String cluster, String text) {

        /// The text itself.
        String plain() {
            Reading.Single read = reading("{\"text\":" + text + "}");
            Json json = read.message().json();
            return json.string(json.member(params(read), "text"));
        }
    }

    private Corpus() {}

    static List<Sample> samples(Path corpora, String file) throws IOException {
        List<Sample> samples = new ArrayList<>();
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(
                                        Files.newInputStream(corpora.resolve(file + ".jsonl.gz"))),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                samples.add(sample(line));
            }
        }
        return samples;
    }

    private static Sample sample(String line) {
        Reading.Single read = reading(line);
        Json json = read.message().json();
        int params = params(read);
        return new Sample(
                string(json, params, "kind"),
                string(json, params, "family"),
                string(json, params, "source"),
                string(json, params, "cluster"),
                json.source(json.member(params, "text")));
    }

    /// The record in a message, for that is what we have a reader for.
    private static Reading.Single reading(String line) {
        byte[] bytes =
                ("{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":" + line + "}")
                        .getBytes(StandardCharsets.UTF_8);
        if (new MessageReader().read(bytes, 0, bytes.length) instanceof Reading.Single single) {
            return single;
        }
        throw new IllegalArgumentException(line);
    }

    private static int params(Reading.Single read) {
        return ((Message.Notification) read.message()).params();
    }

    private static String string(Json json, int object, String name) {
        String value = json.memberString(object, name);
        return value == null ? "" : value;
    }
}
