package gate.rules.builtin;

/// Which letter of the English alphabet a character is, or is made to look like.
///
/// Folded are case, accents, full width, mathematical and circled letters, small capitals, letters
/// of other scripts that look the same (Unicode TR 39), and tag characters. The letters `i` and `l`
/// fold to one, for `I`, `l`, `1` and `|` look alike.
final class Letters {

    /// No letter: it ends a word.
    static final int NONE = 0;

    /// Invisible, or a mark on the letter before: as if it were not there.
    static final int IGNORED = 1;

    /// A letter, but none of these: it belongs to its word.
    static final int FOREIGN = 2;

    /// The table reaches up to here; beyond are blocks that are computed.
    private static final int TABLE_CHARS = 0x2200;

    private static final byte[] ASCII = ascii();

    private Letters() {}

    /// The folded letter, from `a` to `z` without `l`, or [#NONE], [#IGNORED], [#FOREIGN].
    static int fold(int point) {
        if (point < 0x80) {
            return ASCII[point];
        }
        if (point < TABLE_CHARS) {
            return Table.LETTERS[point];
        }
        if (point < 0xfe00) {
            return foldHigh(point);
        }
        return foldForm(point);
    }

    /// The same for a byte of UTF-8 that is a letter by itself; [#NONE] for any other.
    static int plain(int b) {
        return ASCII[b & 0xff];
    }

    /// The letter that a digit or a sign stands for where somebody writes `1gn0re`, or [#NONE].
    static int foldLeet(int c) {
        return switch (c) {
            case '0' -> 'o';
            case '1', '!', '|' -> 'i';
            case '3' -> 'e';
            case '4', '@' -> 'a';
            case '5', '$' -> 's';
            case '7' -> 't';
            default -> NONE;
        };
    }

    private static int foldHigh(int point) {
        if (point >= 0x249c && point <= 0x24e9) {
            if (point <= 0x24b5) {
                return latin(point - 0x249c);
            }
            return latin((point - 0x24b6) % 26);
        }
        if (point < 0x3000) {
            boolean isLetter = Character.isLetter(point);
            return isLetter ? FOREIGN : NONE;
        }
        return switch (point) {
            case 0xa730 -> 'f';
            case 0xa731 -> 's';
            default -> point > 0x3040 && point < 0xd800 ? FOREIGN : NONE;
        };
    }

    private static int foldForm(int point) {
        if (point <= 0xfe0f || (point >= 0xfe20 && point <= 0xfe2f) || point == 0xfeff) {
            return IGNORED;
        }
        if (point >= 0xff21 && point <= 0xff3a) {
            return latin(point - 0xff21);
        }
        if (point >= 0xff41 && point <= 0xff5a) {
            return latin(point - 0xff41);
        }
        if (point < 0x1d400) {
            return point > 0x10000 ? FOREIGN : NONE;
        }
        if (point <= 0x1d6a3) {
            return latin((point - 0x1d400) % 26);
        }
        if (point >= 0x1f110 && point <= 0x1f129) {
            return latin(point - 0x1f110);
        }
        if (point >= 0x1f130 && point <= 0x1f189) {
            int letter = (point - 0x1f130) & 0x1f;
            return letter < 26 ? latin(letter) : NONE;
        }
        if (point >= 0x1f1e6 && point <= 0x1f1ff) {
            return latin(point - 0x1f1e6);
        }
        if (point >= 0xe0000 && point <= 0xe007f) {
            return ASCII[point - 0xe0000] == NONE ? IGNORED : ASCII[point - 0xe0000];
        }
        return point >= 0xe0100 && point <= 0xe01ef ? IGNORED : NONE;
    }

    private static int latin(int index) {
        return ASCII['a' + index];
    }

    private static byte[] ascii() {
        var table = new byte[0x100];
        for (int c = 'a'; c <= 'z'; c++) {
            table[c] = (byte) (c == 'l' ? 'i' : c);
            table[c - 0x20] = table[c];
        }
        return table;
    }

    /// Made when the first character beyond ASCII is met.
    private static final class Table {

        /// A letter, then what looks like it, from U+0080 to U+21FF: Latin with accents, small
        /// capitals, modifier letters, Greek, Cyrillic, Armenian, letter-like symbols.
        private static final String ALIKE =
                "aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặɑαаᴀᵃⲁªÀÁÂÃÄÅĀĂĄǍȀȂȦẠẢΑАẤẦẬẮẰẶ "
                        + "bƀɓḃḅḇЬьвВβΒᴃʙᵇℬ "
                        + "cçćĉċčƈȼḉсϲᴄᶜⅽⅭℂℭÇĆĈĊČСϹ "
                        + "dďđɖɗⅾⅮḋḍḏḑḓԁᴅᵈⅆⅅĎĐḌժ "
                        + "eèéêëēĕėęěȅȇȩḕḗẹẻẽếềểễệеєҽεᴇᵉℯℰⅇ℮ÈÉÊËĒĔĖĘĚȄȆẸẺẼẾỀỆЕЄΕ "
                        + "fƒḟғϝᶠℱſƑ "
                        + "gĝğġģǥǧǵɠɡḡɢᵍℊĜĞĠĢǤǦǴԍ "
                        + "hĥħȟɦḣḥḧḩḫһнНᴴʜʰℋℌℍℎĤĦΗҺհ "
                        + "iìíîïĩīĭįıǐȉȋɨḭḯỉịіїιɩΙІЇӏӀᴉɪⁱℐℑℹⅈⅰⅠÌÍÎÏĨĪĬĮİǏȈȊỈỊǀ "
                        + "jĵǰɉјЈʝᴊʲⅉĴϳյ "
                        + "kķƙǩḱḳḵкКκΚᴋᵏKĶǨḰḲ "
                        + "lĺļľŀłƚḷḹḻḽʟˡℒℓⅼⅬĹĻĽĿŁḶΙլ "
                        + "mḿṁṃмМΜᴍᵐⅿⅯℳṀṂ "
                        + "nñńņňŉŋǹɲṅṇṉṋηпɴⁿℕÑŃŅŇŊΝṄṆոռ "
                        + "oòóôõöøōŏőơǒǫǿȍȏȯṍṏṑṓọỏốồổỗộớờởỡợοоσᴏᵒℴ"
                        + "ºÒÓÔÕÖØŌŎŐƠǑỌỎỐỒỔỘỚỜỢΟОօՕ "
                        + "pƥṕṗрРρΡᴘᵖℙṔṖ "
                        + "qʠԛϙℚգ "
                        + "rŕŗřȑȓɍṙṛṝṟгᴦʀʳℛℜℝŔŖŘ "
                        + "sśŝşšșṡṣṥṧṩѕЅꜱˢŚŜŞŠȘՏ "
                        + "tţťŧțṫṭṯṱτтТΤᴛᵗŢŤŦȚ "
                        + "uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữựυսᴜᵘÙÚÛÜŨŪŬŮŰŲƯՍ "
                        + "vṽṿνѵᴠᵛѴⅴⅤ "
                        + "wŵẁẃẅẇẉẘωԝѡᴡʷŴ "
                        + "xẋẍхХχΧˣⅹⅩ "
                        + "yýÿŷȳẏẙỳỵỷỹуУүγʏʸÝŶŸΥҮ "
                        + "zźżžƶȥẑẓẕᴢᶻℤℨŹŻŽΖ";

        static final byte[] LETTERS = letters();

        private static byte[] letters() {
            var table = new byte[TABLE_CHARS];
            for (int c = 0x80; c < TABLE_CHARS; c++) {
                table[c] = (byte) kind(c);
            }
            int letter = NONE;
            boolean isFirst = true;
            for (int i = 0; i < ALIKE.length(); i++) {
                char c = ALIKE.charAt(i);
                if (c == ' ') {
                    isFirst = true;
                } else if (isFirst) {
                    letter = ASCII[c];
                    isFirst = false;
                } else if (c >= 0x80 && c < TABLE_CHARS) {
                    table[c] = (byte) letter;
                }
            }
            return table;
        }

        private static int kind(int c) {
            if (isIgnored(c)) {
                return IGNORED;
            }
            return c >= 0xaa && Character.isLetter(c) ? FOREIGN : NONE;
        }

        private static boolean isIgnored(int c) {
            return c == 0xad
                    || (c >= 0x300 && c <= 0x36f)
                    || (c >= 0x483 && c <= 0x489)
                    || c == 0x61c
                    || c == 0x115f
                    || c == 0x1160
                    || (c >= 0x17b4 && c <= 0x17b5)
                    || (c >= 0x180b && c <= 0x180f)
                    || (c >= 0x1ab0 && c <= 0x1aff)
                    || (c >= 0x1dc0 && c <= 0x1dff)
                    || (c >= 0x200b && c <= 0x200f)
                    || (c >= 0x202a && c <= 0x202e)
                    || (c >= 0x2060 && c <= 0x206f)
                    || (c >= 0x20d0 && c <= 0x20ff);
        }
    }
}
