package gate.rules;

/// Whether a name fits a pattern in which `*` stands for any characters and `?` for one.
///
/// Work is linear in the name for each `*`; nothing is ever tried twice behind a `*` that fitted.
public final class Glob {

    private Glob() {}

    /// Whether the whole name fits.
    public static boolean fits(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            char c = p < pattern.length() ? pattern.charAt(p) : 0;
            if (c == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length() && (c == '?' || c == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /// Whether it fits one of these.
    public static boolean fitsAny(Iterable<String> patterns, String name) {
        for (String pattern : patterns) {
            if (fits(pattern, name)) {
                return true;
            }
        }
        return false;
    }
}
