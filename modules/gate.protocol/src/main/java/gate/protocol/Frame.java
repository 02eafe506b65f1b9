package gate.protocol;

/// What stands between two line feeds on a stdio transport (MCP 2025-11-25, basic/transports,
/// "stdio"): one message to a line.
public sealed interface Frame {

    /// A line as it arrived. Its bytes belong to the reader and stay only until the next
    /// [FrameReader#next].
    ///
    /// Owned by one thread.
    final class Line implements Frame {

        byte[] bytes = new byte[0];
        int start;
        int end;

        Line() {}

        /// A line that no stream brought, without line feed.
        public static Line of(byte[] content) {
            var line = new Line();
            line.bytes = content;
            line.end = content.length;
            return line;
        }

        /// The array that the line stands in.
        public byte[] bytes() {
            return bytes;
        }

        /// Where it starts in [#bytes].
        public int start() {
            return start;
        }

        /// Where it ends in [#bytes], exclusive; line feed included, which only the last line of a
        /// stream may lack.
        public int end() {
            return end;
        }

        /// Where its content ends, exclusive: before LF or CRLF.
        public int contentEnd() {
            if (end == start || bytes[end - 1] != '\n') {
                return end;
            }
            return end - 1 > start && bytes[end - 2] == '\r' ? end - 2 : end - 1;
        }

        /// Whether there is nothing on it but blanks.
        public boolean isBlank() {
            for (int i = contentEnd() - 1; i >= start; i--) {
                if (bytes[i] != ' ' && bytes[i] != '\t') {
                    return false;
                }
            }
            return true;
        }
    }

    /// A line longer than a message may be. It was read to its end and let go.
    ///
    /// @param sizeBytes how long it was, without its line feed; a carriage return before that
    ///   counts
    /// @param sha256 of those bytes, in hex
    /// @param sniff what could be told of it
    record Oversized(long sizeBytes, String sha256, Sniff sniff) implements Frame {}

    /// The stream has ended.
    record End() implements Frame {}
}
