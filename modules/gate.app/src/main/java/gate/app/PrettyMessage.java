package gate.app;

import gate.app.Line.Style;
import gate.protocol.Json;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A message on many lines, with marks under what was found.
///
/// Strings stand as in JSON, with what no terminal should see escaped. Long ones are broken where
/// the sheet ends and after their line feeds. Owned by one thread.
final class PrettyMessage {

    private static final int INDENT = 2;
    private static final int MIN_CHUNK = 24;

    private final Json json;
    private final Screen screen;
    private final int columns;
    private final boolean colored;
    private final Map<Integer, List<Place>> marks = new HashMap<>();

    PrettyMessage(Json json, List<Place> places, Screen screen, int columns, boolean colored) {
        this.json = json;
        this.screen = screen;
        this.columns = columns;
        this.colored = colored;
        for (Place place : places) {
            if (place.node() != Json.NONE) {
                marks.computeIfAbsent(place.node(), _ -> new ArrayList<>()).add(place);
            }
        }
    }

    void print() throws IOException {
        value(Json.ROOT, 0, SafeText.EMPTY, false);
    }

    /// Prints a value. How deep this goes the reader of messages has limited.
    ///
    /// @param name the member's, with its colon
    private void value(int node, int indent, SafeText name, boolean isFollowed) throws IOException {
        switch (json.kind(node)) {
            case OBJECT -> members(node, indent, name, isFollowed);
            case ARRAY -> elements(node, indent, name, isFollowed);
            case STRING, NAME -> string(node, indent, name, isFollowed);
            case NUMBER, TRUE, FALSE, NULL -> {
                SafeText text = SafeText.json(source(node));
                print(indent, comma(name.plus(text), isFollowed));
                mark(node, indent + name.cells(), text.cells());
            }
        }
    }

    private void members(int object, int indent, SafeText name, boolean isFollowed)
            throws IOException {
        if (json.first(object) == Json.NONE) {
            print(indent, comma(name.plus(SafeText.line("{}")), isFollowed));
            return;
        }
        print(indent, name.plus(SafeText.line("{")));
        for (int at = json.first(object); at != Json.NONE; at = json.next(at)) {
            SafeText member = SafeText.quoted(json.string(at));
            value(
                    at + 1,
                    indent + INDENT,
                    member.plus(SafeText.line(": ")),
                    json.next(at) != Json.NONE);
            mark(at, indent + INDENT, member.cells());
        }
        print(indent, comma(SafeText.line("}"), isFollowed));
        mark(object, indent, 1);
    }

    private void elements(int array, int indent, SafeText name, boolean isFollowed)
            throws IOException {
        if (json.first(array) == Json.NONE) {
            print(indent, comma(name.plus(SafeText.line("[]")), isFollowed));
            return;
        }
        print(indent, name.plus(SafeText.line("[")));
        for (int at = json.first(array); at != Json.NONE; at = json.next(at)) {
            value(at, indent + INDENT, SafeText.EMPTY, json.next(at) != Json.NONE);
        }
        print(indent, comma(SafeText.line("]"), isFollowed));
        mark(array, indent, 1);
    }

    private void string(int node, int indent, SafeText name, boolean isFollowed)
            throws IOException {
        String text = json.string(node);
        int column = indent + name.cells() + 1;
        SafeText lead = name.plus(SafeText.line("\""));
        int from = 0;
        do {
            int to = chunkEnd(text, from, Math.max(MIN_CHUNK, columns - column - 2));
            SafeText chunk = SafeText.escaped(text.substring(from, to));
            boolean isLast = to == text.length();
            SafeText line = lead.plus(chunk);
            print(
                    from == 0 ? indent : column,
                    isLast ? comma(line.plus(SafeText.line("\"")), isFollowed) : line);
            mark(node, text, from, to, column);
            from = to;
            if (lead.cells() > columns / 2 && !isLast) {
                column = indent + INDENT; // a long name leaves no room beside it
            }
            lead = SafeText.EMPTY;
        } while (from < text.length());
    }

    /// Where a piece of a text ends that is no wider than this.
    private static int chunkEnd(String text, int from, int cells) {
        int most = Math.min(text.length() - from, cells);
        int feed = text.indexOf('\n', from, from + most);
        int to = feed < 0 ? from + most : feed + 1;
        int length = to - from;
        while (length > 1) {
            to = after(text, from, length);
            int width = SafeText.escaped(text.substring(from, to)).cells();
            if (width <= cells) {
                return to;
            }
            length = Math.min(length - 1, Math.max(1, (int) ((long) length * cells / width)));
        }
        return after(text, from, 1);
    }

    private static int after(String text, int from, int length) {
        int to = Place.boundary(text, from + length);
        return to > from ? to : Math.min(text.length(), from + 2);
    }

    /// Marks what was found in a piece of a text.
    private void mark(int node, String text, int from, int to, int column) throws IOException {
        for (Place place : marks.getOrDefault(node, List.of())) {
            int start = Place.boundary(text, place.finding().span().start());
            int end = Place.boundary(text, place.finding().span().end());
            if (start == end) {
                end = text.length(); // the value as a whole
                start = 0;
            }
            int first = Math.max(start, from);
            int last = Math.min(end, to);
            if (first < last) {
                int before = SafeText.escaped(text.substring(from, first)).cells();
                int until = SafeText.escaped(text.substring(from, last)).cells();
                printMarks(column + before, until - before);
            }
        }
    }

    private void mark(int node, int column, int cells) throws IOException {
        if (marks.containsKey(node)) {
            printMarks(column, cells);
        }
    }

    private void printMarks(int column, int cells) throws IOException {
        SafeText marks = SafeText.line(" ".repeat(column) + "▔".repeat(Math.max(1, cells)));
        screen.write(new Line(colored).field(marks, Style.RED).finish());
    }

    private void print(int indent, SafeText text) throws IOException {
        screen.write(new Line(false).field(SafeText.line(" ".repeat(indent)).plus(text)).finish());
    }

    private static SafeText comma(SafeText text, boolean isFollowed) {
        return isFollowed ? text.plus(SafeText.line(",")) : text;
    }

    private ByteBuffer source(int node) {
        return ByteBuffer.wrap(json.bytes(), json.start(node), json.end(node) - json.start(node));
    }
}
