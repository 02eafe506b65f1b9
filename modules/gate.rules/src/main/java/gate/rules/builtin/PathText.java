package gate.rules.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A path as the system that opens it may read it: without escapes, in one case, with `/` between
/// its parts, and without `.` and `..`.
///
/// Nothing is looked up, so a link is not seen.
final class PathText {

    /// Longest value that is taken for a path, in characters.
    static final int MAX_CHARS = 4_096;

    private static final int MAX_PARTS = 256;

    private final List<String> parts = new ArrayList<>();
    private boolean isAbsolute;
    private boolean isHome;
    private boolean hasDots;
    private boolean isDisguised;
    private boolean hasNul;
    private boolean isWhole = true;
    private boolean isOfOther;
    private String drive = "";
    private int climbs;

    /// Where the first part stands that Windows would read otherwise.
    private int firstTrimmed = Integer.MAX_VALUE;

    private PathText() {}

    /// Reads a path, or the URL of a file.
    static PathText of(String source) {
        var path = new PathText();
        String text = source;
        boolean hadDots = hasDots(text);
        for (int i = 0; i < 2; i++) {
            String decoded = Percent.decode(text);
            text = decoded == null ? text : decoded;
        }
        path.hasNul = text.indexOf(0) >= 0;
        text = ArgumentJudge.folded(text).replace('\\', '/').toLowerCase(Locale.ROOT);
        path.isDisguised = (!hadDots && hasDots(text)) || text.contains("....//");
        path.read(text);
        return path;
    }

    /// Reads a path as it is written: with its escapes and its letters of full width, but without
    /// case.
    static PathText plain(String source) {
        var path = new PathText();
        path.read(source.replace('\\', '/').toLowerCase(Locale.ROOT));
        return path;
    }

    /// Whether a text may be a path at all.
    static boolean isPath(String text) {
        return !text.isEmpty() && text.length() <= MAX_CHARS && text.indexOf('\n') < 0;
    }

    /// Whether a text that nobody calls a path looks like one and like nothing else.
    static boolean looksLikePath(String text) {
        if (!isPath(text) || text.indexOf(' ') >= 0) {
            return false;
        }
        char first = text.charAt(0);
        boolean isRooted = first == '/' || first == '~' || first == '.' || first == '\\';
        boolean isDrive = text.length() > 2 && text.charAt(1) == ':' && text.charAt(2) == '\\';
        return isRooted || isDrive || text.startsWith("file:") || text.indexOf('/') > 0;
    }

    private void read(String text) {
        int from = 0;
        if (text.startsWith("file:")) {
            from = text.startsWith("file://localhost/") ? 16 : 5;
        }
        if (from < text.length() && text.charAt(from) == '/') {
            isAbsolute = true;
        }
        int part = from;
        for (int at = from; at <= text.length() && parts.size() < MAX_PARTS; at++) {
            if (at == text.length() || text.charAt(at) == '/') {
                add(text.substring(part, at));
                part = at + 1;
            }
        }
        isWhole = part > text.length();
    }

    private void add(String raw) {
        if (raw.isEmpty() || raw.equals(".")) {
            return;
        }
        if (raw.equals("..")) {
            hasDots = true;
            if (!parts.isEmpty()) {
                parts.removeLast();
            } else if (isHome || !isAbsolute) {
                climbs++;
            }
            return;
        }
        boolean isFirst = parts.isEmpty() && climbs == 0;
        if (isFirst && isHomeName(raw)) {
            isHome = true;
            isOfOther = raw.charAt(0) == '~' && raw.length() > 1;
            return;
        }
        if (isFirst && raw.length() == 2 && raw.charAt(1) == ':') {
            isAbsolute = true;
            drive = raw; // c:
            return;
        }
        String part = trimmed(raw);
        if (part.length() < raw.length()) {
            firstTrimmed = Math.min(firstTrimmed, parts.size());
        }
        parts.add(part);
    }

    private static boolean isHomeName(String part) {
        return part.charAt(0) == '~'
                || part.equals("$home")
                || part.equals("${home}")
                || part.equals("$env:userprofile")
                || part.equals("%userprofile%");
    }

    /// Windows drops blanks and dots at the end, and what follows a colon names a stream.
    private static String trimmed(String part) {
        int colon = part.indexOf(':');
        int end = colon > 1 ? colon : part.length();
        while (end > 1 && (part.charAt(end - 1) == '.' || part.charAt(end - 1) == ' ')) {
            end--;
        }
        return part.substring(0, end);
    }

    private static boolean hasDots(String text) {
        int at = text.indexOf("..");
        while (at >= 0) {
            boolean isStart = at == 0 || isSeparator(text.charAt(at - 1));
            boolean isEnd = at + 2 == text.length() || isSeparator(text.charAt(at + 2));
            if (isStart && isEnd) {
                return true;
            }
            at = text.indexOf("..", at + 1);
        }
        return false;
    }

    private static boolean isSeparator(char c) {
        return c == '/' || c == '\\';
    }

    int size() {
        return parts.size();
    }

    /// A part, counted from the end: 0 is the last; empty where there is none.
    String last(int index) {
        return index < parts.size() ? parts.get(parts.size() - 1 - index) : "";
    }

    /// A part, counted from the start; empty where there is none.
    String part(int index) {
        return index < parts.size() ? parts.get(index) : "";
    }

    /// Where a part stands, or -1.
    int indexOf(String part) {
        return parts.indexOf(part);
    }

    boolean isAbsolute() {
        return isAbsolute;
    }

    /// Whether it begins in somebody's home, by its sign or by the usual place.
    boolean isInHome() {
        boolean isUsual = part(0).equals("home") || part(0).equals("users");
        return isHome || (isAbsolute && (part(0).equals("root") || (isUsual && size() > 2)));
    }

    /// Whether it begins with a sign for somebody's home.
    boolean isHome() {
        return isHome;
    }

    /// Whether all of it was read.
    boolean isWhole() {
        return isWhole;
    }

    /// Whether it is a directory or file, or below it. The home of the user is one place, whether
    /// it is written out or by its sign; that of another is nowhere.
    boolean isIn(PathText directory) {
        List<String> own = fromRoot();
        List<String> other = directory.fromRoot();
        boolean isAlike =
                drive.equals(directory.drive)
                        && (isAbsolute || isHome) == (directory.isAbsolute || directory.isHome);
        return isAlike
                && !isOfOther
                && climbs == 0
                && firstTrimmed >= other.size() - (own.size() - parts.size())
                && own.size() >= other.size()
                && own.subList(0, other.size()).equals(other);
    }

    private List<String> fromRoot() {
        if (!isHome) {
            return parts;
        }
        List<String> all = new ArrayList<>(of(System.getProperty("user.home", "/nowhere")).parts);
        all.addAll(parts);
        return all;
    }

    /// Whether `..` is in it.
    boolean climbs() {
        return hasDots;
    }

    /// How many directories above the one that it starts from it leads.
    int levels() {
        return climbs;
    }

    /// Whether its `..` was written so that a filter does not see it.
    boolean isDisguised() {
        return isDisguised;
    }

    boolean hasNul() {
        return hasNul;
    }
}
