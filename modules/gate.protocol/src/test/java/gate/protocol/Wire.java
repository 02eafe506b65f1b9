package gate.protocol;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Lines for tests. A text whose every character is one byte shows also what is not UTF-8.
final class Wire {

    private Wire() {}

    /// The bytes of a text of which each character is one byte.
    static byte[] bytes(String latin1) {
        for (int i = 0; i < latin1.length(); i++) {
            if (latin1.charAt(i) > 0xff) {
                throw new IllegalArgumentException("no byte: character " + i + " of " + latin1);
            }
        }
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// A text as UTF-8, one character to a byte.
    static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /// What becomes of the lines of a stream: `blank`, `oversized`, `noise`, the id of a fault, or
    /// `request`, `notification`, `result`, `failure`, `batch`.
    static List<String> outcomes(String latin1, int maxMessageBytes) {
        var frames = new FrameReader(new ByteArrayInputStream(bytes(latin1)), maxMessageBytes);
        var messages = new MessageReader();
        List<String> outcomes = new ArrayList<>();
        try {
            while (true) {
                switch (frames.next()) {
                    case Frame.End _ -> {
                        return outcomes;
                    }
                    case Frame.Oversized _ -> outcomes.add("oversized");
                    case Frame.Line line ->
                            outcomes.add(line.isBlank() ? "blank" : label(messages.read(line)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String label(Reading reading) {
        return switch (reading) {
            case Reading.Single(Message.Request _) -> "request";
            case Reading.Single(Message.Notification _) -> "notification";
            case Reading.Single(Message.Result _) -> "result";
            case Reading.Single(Message.Failure _) -> "failure";
            case Reading.Batch _ -> "batch";
            case Reading.Malformed malformed -> malformed.fault().id();
            case Reading.Noise _ -> "noise";
        };
    }

    /// The one message on a line of UTF-8.
    static Message message(MessageReader reader, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return switch (reader.read(bytes, 0, bytes.length)) {
            case Reading.Single(var message) -> message;
            case Reading.Batch _, Reading.Malformed _, Reading.Noise _ ->
                    throw new AssertionError("no message: " + line);
        };
    }

    static Message message(String line) {
        return message(new MessageReader(), line);
    }

    /// One JSON text of UTF-8 that must be readable.
    static Json json(String text) {
        var scanner = new JsonScanner();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Fault fault = scanner.scan(bytes, 0, bytes.length);
        if (fault != null) {
            throw new AssertionError(fault.id() + ": " + text);
        }
        return scanner.json();
    }
}
