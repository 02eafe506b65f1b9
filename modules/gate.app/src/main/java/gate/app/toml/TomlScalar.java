package gate.app.toml;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;

/// Values that stand without quotes: numbers, dates, `true` and `false`.
final class TomlScalar {

    private TomlScalar() {}

    /// What the word stands for.
    ///
    /// @throws TomlException if it is no value
    static Object read(String word, int line, int column) throws TomlException {
        switch (word) {
            case "true" -> {
                return true;
            }
            case "false" -> {
                return false;
            }
            case "inf", "+inf" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-inf" -> {
                return Double.NEGATIVE_INFINITY;
            }
            case "nan", "+nan", "-nan" -> {
                return Double.NaN;
            }
            default -> {}
        }
        try {
            if (isAt(word, 4, '-') && isAt(word, 7, '-')) {
                return date(word);
            }
            if (isAt(word, 2, ':')) {
                return LocalTime.parse(seconds(word, 8));
            }
            Object number = number(word);
            if (number != null) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new TomlException(line, column, "`" + word + "` is too large a number");
        } catch (DateTimeException e) {
            throw new TomlException(line, column, "`" + word + "` is no date or time");
        }
        throw new TomlException(
                line, column, "`" + word + "` is no value; texts need quotes: \"" + word + '"');
    }

    private static boolean isAt(String word, int index, char c) {
        return word.length() > index && word.charAt(index) == c;
    }

    private static Object date(String word) {
        if (word.length() == 10) {
            return LocalDate.parse(word);
        }
        char between = word.charAt(10);
        if (between != 'T' && between != 't' && between != ' ') {
            throw new DateTimeException("no time");
        }
        String iso = word.substring(0, 10) + 'T' + seconds(word.substring(11), 8);
        char last = iso.charAt(iso.length() - 1);
        boolean hasOffset =
                last == 'Z' || last == 'z' || iso.indexOf('+') > 0 || iso.lastIndexOf('-') > 10;
        return hasOffset ? OffsetDateTime.parse(iso.replace('z', 'Z')) : LocalDateTime.parse(iso);
    }

    /// A time, which in TOML has seconds.
    private static String seconds(String time, int length) {
        if (time.length() < length || time.charAt(5) != ':') {
            throw new DateTimeException("no seconds");
        }
        return time;
    }

    private static @org.jspecify.annotations.Nullable Object number(String word) {
        for (int radix : new int[] {16, 8, 2}) {
            String prefix = radix == 16 ? "0x" : radix == 8 ? "0o" : "0b";
            if (word.startsWith(prefix)) {
                String digits = digits(word.substring(2), radix);
                return digits.isEmpty() ? null : Long.parseLong(digits, radix);
            }
        }
        String sign = word.startsWith("-") ? "-" : "";
        String rest = word.startsWith("+") || word.startsWith("-") ? word.substring(1) : word;
        int exponent = Math.max(rest.indexOf('e'), rest.indexOf('E'));
        String mantissa = exponent < 0 ? rest : rest.substring(0, exponent);
        int point = mantissa.indexOf('.');
        String whole = digits(point < 0 ? mantissa : mantissa.substring(0, point), 10);
        if (whole.isEmpty() || (whole.length() > 1 && whole.charAt(0) == '0')) {
            return null;
        }
        if (point < 0 && exponent < 0) {
            return Long.parseLong(sign + whole);
        }
        String fraction = point < 0 ? "0" : digits(mantissa.substring(point + 1), 10);
        String power = exponent < 0 ? "0" : rest.substring(exponent + 1);
        String powerSign = power.startsWith("-") ? "-" : "";
        String powerDigits =
                digits(
                        power.startsWith("-") || power.startsWith("+") ? power.substring(1) : power,
                        10);
        if (fraction.isEmpty() || powerDigits.isEmpty()) {
            return null;
        }
        return Double.parseDouble(sign + whole + '.' + fraction + 'e' + powerSign + powerDigits);
    }

    /// Digits without the underscores between them; empty if that is not what the text is.
    private static String digits(String text, int radix) {
        var digits = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '_') {
                boolean isBetween = i > 0 && i + 1 < text.length() && text.charAt(i - 1) != '_';
                if (!isBetween) {
                    return "";
                }
            } else if (c < 0x80 && Character.digit(c, radix) >= 0) {
                digits.append(c);
            } else {
                return "";
            }
        }
        return digits.toString();
    }
}
