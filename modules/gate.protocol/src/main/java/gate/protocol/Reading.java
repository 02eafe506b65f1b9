package gate.protocol;

import java.util.List;

/// What a line turned out to be.
public sealed interface Reading {

    /// One message.
    record Single(Message message) implements Reading {}

    /// A batch, as only MCP 2025-03-26 has it; one message or more.
    record Batch(List<Message> messages) implements Reading {

        public Batch {
            messages = List.copyOf(messages);
        }
    }

    /// Something that must not be forwarded.
    ///
    /// @param offsetBytes where in the line it went wrong
    /// @param sniff what could be told of it, for the answer
    record Malformed(Fault fault, int offsetBytes, Sniff sniff) implements Reading {}

    /// A line that is no JSON at all: a banner, a log line.
    record Noise() implements Reading {}
}
