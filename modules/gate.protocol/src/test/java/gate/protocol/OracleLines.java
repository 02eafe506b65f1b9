package gate.protocol;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Answers each line of hex digits with how Jackson reads these bytes, or with `error` and why:
/// where the gate does not take them, or reads another tree. For `wire/differential.py`:
///
///     bench/fuzz.sh --oracle
final class OracleLines {

    private OracleLines() {}

    /// Answers until its input ends.
    public static void main(String[] args) throws IOException {
        var oracle = new Oracle();
        var reader = new MessageReader();
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        var out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(answer(oracle, reader, HexFormat.of().parseHex(line)));
            if (!in.ready()) {
                out.flush();
            }
        }
        out.flush();
    }

    private static String answer(Oracle oracle, MessageReader reader, byte[] bytes) {
        Json json = DifferentialFuzz.json(reader.read(bytes, 0, bytes.length));
        if (json == null) {
            return "error: the gate does not take it";
        }
        try {
            return oracle.assertSame(bytes, json);
        } catch (IOException | AssertionError e) {
            return "error: " + String.valueOf(e.getMessage()).replace('\n', ' ');
        }
    }
}
