package gate.rules.builtin;

/// Code without its comments of whole lines and its documentation strings: they name files and
/// calls that the code never touches.
///
/// What stands beside code is kept, and so is every string that is anything but the first statement
/// of a file, a class or a function, and every line of a comment in stars that begins with none.
final class ScriptComments {

    private final String code;
    private final boolean hasSlashes;
    private final StringBuilder kept;

    /// Whether documentation is only read.
    private final boolean isRead;

    /// Whether the line before is of a comment in stars that goes on.
    private boolean isInStars;

    /// What ends the documentation string that a line is in, or nothing.
    private String closer = "";

    /// Whether a string that begins the next line is documentation.
    private boolean isFirst;

    private ScriptComments(String code, boolean hasSlashes) {
        this.code = code;
        this.hasSlashes = hasSlashes;
        isRead = !runsTexts(code);
        isFirst = isRead;
        kept = new StringBuilder(code.length());
    }

    /// @param hasSlashes whether comments are those of JavaScript, not those of Python
    static String without(String code, boolean hasSlashes) {
        var comments = new ScriptComments(code, hasSlashes);
        comments.read();
        return comments.kept.toString();
    }

    /// Whether documentation may be run as well.
    private static boolean runsTexts(String code) {
        return code.contains("exec") || code.contains("eval") || code.contains("__doc__");
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
        return hasSlashes ? slashed(from, first, end) : hashed(from, first, end);
    }

    private int slashed(int from, int first, int end) {
        boolean isStarred = isInStars && code.charAt(first) == '*';
        if (isStarred || code.startsWith("/*", first)) {
            int close = code.indexOf("*/", isStarred ? first : first + 2, end);
            isInStars = close < 0;
            return isInStars ? end : close + 2;
        }
        isInStars = false;
        return code.startsWith("//", first) ? end : from;
    }

    private int hashed(int from, int first, int end) {
        if (code.startsWith("# ", first)) {
            return end;
        }
        int quote = "rRuU".indexOf(code.charAt(first)) >= 0 ? first + 1 : first;
        boolean isQuote = code.startsWith("\"\"\"", quote) || code.startsWith("'''", quote);
        if (isFirst && isQuote) {
            return documentation(from, quote, end);
        }
        boolean isBlock =
                code.startsWith("def ", first)
                        || code.startsWith("class ", first)
                        || code.startsWith("async def ", first);
        int last = end;
        while (code.charAt(last - 1) <= ' ') {
            last--;
        }
        isFirst = isBlock && code.charAt(last - 1) == ':' && isRead;
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
        int close = code.indexOf(closer, from, end);
        if (close < 0) {
            return end;
        }
        closer = "";
        isFirst = false;
        return close + 3;
    }
}
