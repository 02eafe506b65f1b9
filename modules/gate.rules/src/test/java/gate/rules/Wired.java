package gate.rules;

import gate.protocol.Json;
import gate.protocol.MessageReader;
import gate.protocol.Reading;

import java.nio.charset.StandardCharsets;

/// Texts as they come over the wire.
final class Wired {

    private Wired() {}

    /// A notification with this text at `/params/text`.
    static Json text(String text) {
        String line =
                "{\"jsonrpc\":\"2.0\",\"method\":\"n\",\"params\":{\"text\":\""
                        + text.replace("\\", "\\\\").replace("\"", "\\\"")
                        + "\"}}";
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return ((Reading.Single) new MessageReader().read(bytes, 0, bytes.length)).message().json();
    }
}
