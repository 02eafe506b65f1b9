package gate.rules.builtin;

/// What `$((…))` comes to: whole numbers, variables, brackets and the four operations.
///
/// Anything else counts as nothing. A subscript is expanded, as shells do.
final class ShellArithmetic {

    private static final int MAX_DEPTH = 16;
    private static final long MOST = 1L << 48;

    private final Shell shell;
    private final String text;
    private int at;
    private boolean isOdd;

    ShellArithmetic(Shell shell, String text) {
        this.shell = shell;
        this.text = text;
    }

    /// The sum as digits.
    String value() {
        long value = sum(0);
        blanks();
        return isOdd || at < text.length() ? "0" : Long.toString(value);
    }

    private void blanks() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
    }

    private char next() {
        blanks();
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private long sum(int depth) {
        long value = product(depth);
        for (char c = next(); (c == '+' || c == '-') && !isOdd; c = next()) {
            at++;
            long other = product(depth);
            value = bounded(c == '+' ? value + other : value - other);
        }
        return value;
    }

    private long product(int depth) {
        long value = term(depth);
        for (char c = next(); (c == '*' || c == '/' || c == '%') && !isOdd; c = next()) {
            at++;
            long other = term(depth);
            if (c == '*') {
                boolean isSmall = Math.abs(value) < 1 << 24 && Math.abs(other) < 1 << 24;
                isOdd |= !isSmall;
                value = isSmall ? value * other : 0;
            } else if (other == 0) {
                isOdd = true;
            } else {
                value = c == '/' ? value / other : value % other;
            }
        }
        return value;
    }

    private long bounded(long value) {
        isOdd |= Math.abs(value) > MOST;
        return isOdd ? 0 : value;
    }

    private long term(int depth) {
        char c = next();
        shell.harm.spend(1);
        if (depth >= MAX_DEPTH || shell.harm.isFound()) {
            isOdd = true;
            return 0;
        }
        if (c == '-' || c == '+') {
            at++;
            return c == '-' ? -term(depth + 1) : term(depth + 1);
        }
        if (c == '(') {
            at++;
            long value = sum(depth + 1);
            isOdd |= next() != ')';
            at++;
            return value;
        }
        int from = at;
        while (at < text.length() && isPart(text.charAt(at))) {
            at++;
        }
        String word = text.substring(from, at);
        if (word.isEmpty()) {
            isOdd = true;
            return 0;
        }
        return Character.isDigit(word.charAt(0)) ? number(word) : variable(word, depth);
    }

    private static boolean isPart(char c) {
        return c == '_'
                || c == '#'
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9');
    }

    private long variable(String name, int depth) {
        String value = shell.variable(name);
        if (value == null || value.equals(text)) {
            return 0;
        }
        if (value.indexOf('[') >= 0) {
            shell.expand(value);
        }
        shell.harm.spend(value.length());
        var inner = new ShellArithmetic(shell, value);
        long known = inner.sum(depth + 1);
        isOdd |= inner.isOdd || inner.at < value.length();
        return isOdd ? 0 : known;
    }

    /// Decimal, `0x1f`, `017`, `2#101`.
    private long number(String word) {
        int sign = word.indexOf('#');
        int radix = 10;
        String digits = word;
        if (sign > 0 && sign < 3) {
            radix = (int) number(word.substring(0, sign));
            digits = word.substring(sign + 1);
        } else if (word.startsWith("0x") || word.startsWith("0X")) {
            radix = 16;
            digits = word.substring(2);
        } else if (word.length() > 1 && word.charAt(0) == '0') {
            radix = 8;
        }
        long value = 0;
        for (int i = 0; i < digits.length() && !isOdd; i++) {
            int digit = Character.digit(digits.charAt(i), Math.clamp(radix, 2, 36));
            isOdd |= digit < 0 || value > MOST / 64;
            value = value * radix + digit;
        }
        return isOdd ? 0 : value;
    }
}
