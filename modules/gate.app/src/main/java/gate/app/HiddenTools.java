package gate.app;

import gate.protocol.Frame;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.protocol.MessageReader;
import gate.protocol.Reading;
import gate.rules.ToolLists;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;

/// A list of tools without those that the policy does not let be called. Every other byte stays as
/// it came.
final class HiddenTools {

    private HiddenTools() {}

    /// The line without the tools that the lists deny; the line itself where it has none of them.
    ///
    /// @param line an answer to `tools/list`
    /// @return null where what is left would be no message
    static Frame.@Nullable Line without(Frame.Line line, ToolLists lists) {
        if (!(new MessageReader().read(line) instanceof Reading.Single(Message.Result result))) {
            return null;
        }
        Json json = result.json();
        int tools = json.member(result.result(), "tools");
        if (!json.isArray(tools) || !hasDenied(json, tools, lists)) {
            return line;
        }
        Frame.Line less = Frame.Line.of(cut(line, json, tools, lists));
        return new MessageReader().read(less) instanceof Reading.Single ? less : null;
    }

    private static boolean hasDenied(Json json, int tools, ToolLists lists) {
        for (int at = json.first(tools); at != Json.NONE; at = json.next(at)) {
            if (isDenied(json, at, lists)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDenied(Json json, int tool, ToolLists lists) {
        String name = json.memberString(tool, "name");
        return name != null && lists.why(name) != null;
    }

    /// A tool that goes takes along what stands before it, up to the tool before; the first ones
    /// what stands behind them, up to the first that stays.
    private static byte[] cut(Frame.Line line, Json json, int tools, ToolLists lists) {
        var out = new ByteArrayOutputStream(line.end() - line.start());
        int done = line.start();
        boolean isAnyKept = false;
        int before = Json.NONE;
        for (int at = json.first(tools); at != Json.NONE; at = json.next(at)) {
            boolean isDenied = isDenied(json, at, lists);
            if (isDenied && isAnyKept) {
                out.write(line.bytes(), done, json.end(before) - done);
                done = json.end(at);
            } else if (!isDenied && !isAnyKept) {
                int first = json.start(json.first(tools));
                out.write(line.bytes(), done, first - done);
                done = json.start(at);
                isAnyKept = true;
            }
            before = at;
        }
        if (!isAnyKept) {
            int first = json.start(json.first(tools));
            out.write(line.bytes(), done, first - done);
            done = json.end(before);
        }
        out.write(line.bytes(), done, line.end() - done);
        return out.toByteArray();
    }
}
