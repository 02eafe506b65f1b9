package gate.app;

import java.util.List;

/// Names that somebody may have misspelt.
final class Names {

    private Names() {}

    /// `; did you mean `action`?`, or nothing where no name is near.
    static String hint(String word, List<String> names) {
        String nearest = "";
        int least = Math.max(1, word.length() / 3) + 1;
        for (String name : names) {
            int distance = distance(word, name);
            if (distance < least) {
                least = distance;
                nearest = name;
            }
        }
        return nearest.isEmpty() ? "" : "; did you mean `" + nearest + "`?";
    }

    /// `"allow", "warn" or "block"`.
    static String listed(List<String> names) {
        var text = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                text.append(i == names.size() - 1 ? " or " : ", ");
            }
            text.append('"').append(names.get(i)).append('"');
        }
        return text.toString();
    }

    /// How many letters have to be changed, added, left out, or swapped with the next.
    private static int distance(String one, String other) {
        int[][] rows = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                rows[i][j] =
                        Math.min(
                                rows[i - 1][j - 1] + change,
                                Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
                boolean isSwapped =
                        i > 1
                                && j > 1
                                && one.charAt(i - 1) == other.charAt(j - 2)
                                && one.charAt(i - 2) == other.charAt(j - 1);
                if (isSwapped) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[one.length()][other.length()];
    }
}
