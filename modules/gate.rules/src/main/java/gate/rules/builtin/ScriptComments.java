package gate.rules.builtin;

/// Code without its comments of whole lines and its documentation strings: they name files and
/// calls that the code never touches.
///
/// What stands beside code is kept, and so is every string that is anything but the first statement
/// of a file or a block, and every line of a comment in stars that begins with none.
final class ScriptComments {

    private final String code;
    private final StringBuilder kept;

    /// Whether the line before is of a comment in stars that goes on.
    private boolean isInStars;

    /// What ends the documentation string that a line is in, or nothing.
    private String closer = "";

    /// Whether a string that begins the next line is documentation.
    private boolean isFirst = true;

    private ScriptComments(String code) {
        this.code = code;
        kept = new StringBuilder(code.length());
    }

    static String without(String code) {
        var comments = new ScriptComments(code);
        comments.read();
        return comments.kept.toString();
    }

    private void read() {
        int from = 0;
        while (from < code.length()) {
            int end = code.indexOf('\n', from);
            end = end < 0 ? code.length() : end + 1;
            kept.append(code, line(from, end), end);
            from = end;
        }
    }

    /// Where a line goes on as code: at its end, if all of it is comment.
    private int line(int from, int end) {
        if (!closer.isEmpty()) {
            return closed(from, end);
        }
        int first = from;
        while (first < end && code.charAt(first) <= ' ') {
            first++;
        }
        if (first == end) {
            return from;
        }
        boolean isStarred = isInStars && code.charAt(first) == '*';
        if (isStarred || code.startsWith("/*", first)) {
            int close = code.indexOf("*/", isStarred ? first : first + 2);
            isInStars = close < 0 || close >= end;
            return isInStars ? end : close + 2;
        }
        isInStars = false;
        if (code.startsWith("//", first) || code.startsWith("# ", first)) {
            return end;
        }
        int quote = "rRuU".indexOf(code.charAt(first)) >= 0 ? first + 1 : first;
        boolean isQuote = code.startsWith("\"\"\"", quote) || code.startsWith("'''", quote);
        if (isFirst && isQuote) {
            return documentation(from, quote, end);
        }
        int last = end;
        while (code.charAt(last - 1) <= ' ') {
            last--;
        }
        isFirst = code.charAt(last - 1) == ':';
        return from;
    }

    /// A string that is all of its line, or goes on.
    private int documentation(int from, int quote, int end) {
        closer = code.substring(quote, quote + 3);
        int behind = closed(quote + 3, end);
        return code.substring(behind, end).isBlank() ? end : from;
    }

    /// Where a line goes on as code that a documentation string ends in.
    private int closed(int from, int end) {
        int close = code.indexOf(closer, from);
        if (close < 0 || close >= end) {
            return end;
        }
        closer = "";
        isFirst = false;
        return close + 3;
    }
}
