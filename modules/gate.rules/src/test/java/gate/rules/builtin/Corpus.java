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

    /// One record; its text is the source of a JSON string, quotes included.
    record Sample(String kind, String family, String source, String text) {}

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
        byte[] bytes =
                ("{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":" + line + "}")
                        .getBytes(StandardCharsets.UTF_8);
        if (new MessageReader().read(bytes, 0, bytes.length)
                instanceof Reading.Single(Message.Notification(Json json, _, _, int params))) {
            return new Sample(
                    String.valueOf(json.memberString(params, "kind")),
                    String.valueOf(json.memberString(params, "family")),
                    String.valueOf(json.memberString(params, "source")),
                    json.source(json.member(params, "text")));
        }
        throw new IllegalArgumentException(line);
    }
}
