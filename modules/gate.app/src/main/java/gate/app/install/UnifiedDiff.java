package gate.app.install;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A change as `diff -u` shows it, so that `patch` could make it.
final class UnifiedDiff {

    private static final int CONTEXT = 3;
    private static final String NO_END = "\\ No newline at end of file\n";

    private final String source;
    private final List<Integer> lineStarts = new ArrayList<>();
    private final StringBuilder out = new StringBuilder();

    /// How many lines the file has grown by in the hunks before.
    private int grown;

    private UnifiedDiff(String source) {
        this.source = source;
        lineStarts.add(0);
        for (int i = 0; i + 1 < source.length(); i++) {
            if (source.charAt(i) == '\n') {
                lineStarts.add(i + 1);
            }
        }
    }

    /// @param edits sorted by place
    static String of(String file, String source, List<Edit> edits) {
        var diff = new UnifiedDiff(source);
        diff.out.append("--- ").append(file).append("\n+++ ").append(file).append('\n');
        int from = 0;
        while (from < edits.size()) {
            int to = from + 1;
            while (to < edits.size() && diff.areNear(edits.get(to - 1), edits.get(to))) {
                to++;
            }
            diff.hunk(edits.subList(from, to));
            from = to;
        }
        return Format.text(diff.out.toString());
    }

    private boolean areNear(Edit one, Edit next) {
        return lineOf(next.start()) - lineOf(one.end()) <= 2 * CONTEXT;
    }

    private void hunk(List<Edit> edits) {
        int first = Math.max(0, lineOf(edits.get(0).start()) - CONTEXT);
        int last = Math.min(lineStarts.size() - 1, lineOf(edits.getLast().end()) + CONTEXT);
        var lines = new StringBuilder();
        int added = 0;
        int line = first;
        int at = 0;
        while (at < edits.size()) {
            int begin = lineOf(edits.get(at).start());
            int end = lineOf(edits.get(at).end());
            int next = at + 1;
            while (next < edits.size() && lineOf(edits.get(next).start()) <= end) {
                end = lineOf(edits.get(next).end());
                next++;
            }
            while (line < begin) {
                put(lines, ' ', List.of(lineAt(line++)));
            }
            int shift = lineStarts.get(begin);
            String old = source.substring(shift, lineStarts.get(end)) + lineAt(end);
            List<Edit> moved = new ArrayList<>();
            for (Edit edit : edits.subList(at, next)) {
                moved.add(new Edit(edit.start() - shift, edit.end() - shift, edit.text()));
            }
            added += change(lines, split(old), split(Edit.apply(old, moved)));
            line = end + 1;
            at = next;
        }
        while (line <= last) {
            put(lines, ' ', List.of(lineAt(line++)));
        }
        int count = last - first + 1;
        out.append("@@ -").append(first + 1).append(',').append(count);
        out.append(" +").append(first + 1 + grown).append(',').append(count + added);
        out.append(" @@\n").append(lines);
        grown += added;
    }

    /// Adds what differs between two texts, and returns how many lines more the second has.
    private static int change(StringBuilder lines, List<String> old, List<String> fresh) {
        int most = Math.min(old.size(), fresh.size());
        int same = 0;
        while (same < most && old.get(same).equals(fresh.get(same))) {
            same++;
        }
        int end = 0;
        while (end < most - same
                && old.get(old.size() - 1 - end).equals(fresh.get(fresh.size() - 1 - end))) {
            end++;
        }
        put(lines, ' ', old.subList(0, same));
        put(lines, '-', old.subList(same, old.size() - end));
        put(lines, '+', fresh.subList(same, fresh.size() - end));
        put(lines, ' ', old.subList(old.size() - end, old.size()));
        return fresh.size() - old.size();
    }

    private static List<String> split(String text) {
        List<String> lines = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at) + 1;
            lines.add(text.substring(at, end == 0 ? text.length() : end));
            at = end == 0 ? text.length() : end;
        }
        return lines;
    }

    private static void put(StringBuilder out, char mark, List<String> lines) {
        for (String line : lines) {
            out.append(mark).append(line);
            if (!line.endsWith("\n")) {
                out.append('\n').append(NO_END);
            }
        }
    }

    private String lineAt(int line) {
        boolean isLast = line + 1 == lineStarts.size();
        return source.substring(
                lineStarts.get(line), isLast ? source.length() : lineStarts.get(line + 1));
    }

    private int lineOf(int offset) {
        int found = Collections.binarySearch(lineStarts, offset);
        return found >= 0 ? found : -found - 2;
    }
}
