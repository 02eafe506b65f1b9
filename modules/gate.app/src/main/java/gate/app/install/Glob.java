package gate.app.install;

/// A pattern for names: `*` stands for any characters, `?` for one.
public final class Glob {

    private Glob() {}

    /// Whether the whole name is like the pattern.
    public static boolean matches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int retry = 0;
        while (n < name.length()) {
            boolean isStar = p < pattern.length() && pattern.charAt(p) == '*';
            if (isStar) {
                star = p++;
                retry = n;
            } else if (p < pattern.length()
                    && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
