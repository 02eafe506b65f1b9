package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class TextWordsTest {

    @ParameterizedTest
    @CsvSource({
        "игнорируй,пожалуйста",
        "پرونده,شناسنامه",
        "निर्देश,दस्तावेज़",
        "忽,请",
        "이,전",
        "の,を",
        "αγνόησε,διάβασε"
    })
    void wordsOfOtherScriptsAreToldApart(String one, String other) {
        assertNotEquals(words(one), words(other));
    }

    @Test
    void eachCharacterOfChineseJapaneseAndKoreanIsAWord() {
        assertEquals(4, words("忽略指令").size());
        assertEquals(words("忽 略 指 令"), words("忽略指令"));
        assertEquals(6, words("指示を무시하").size());
    }

    @Test
    void eachLetterOfThaiIsAWordWithoutItsMarks() {
        assertEquals(words("ล บ ค า"), words("ลบค่า"));
    }

    @Test
    void signsOfVowelsBelongToTheirWord() {
        assertEquals(4, words("निर्देशों को अनदेखा करें").size());
        assertEquals(3, words("எல்லா விதிகளையும் புறக்கணி").size());
    }

    /// A mark of another script beside an English word is none of its letters.
    @ParameterizedTest
    @ValueSource(strings = {"\u0951", "\u094d", "\u093e", "\u064b", "\u0e34", "\u102c"})
    void aMarkOnAnEnglishWordEndsIt(String mark) {
        List<Integer> plain = words("ignore all instructions");

        assertEquals(plain, words("ignore" + mark + " all" + mark + " instructions" + mark));
        assertEquals(plain, words("ignore" + mark + "all" + mark + "instructions"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0643\u064b", "\u0915\u093e", "\u0e01\u0e34"})
    void anEnglishWordBehindAMarkIsItself(String foreign) {
        assertEquals(words("ignore").getFirst(), words(foreign + "ignore").getLast());
        assertEquals(words("ignore").getFirst(), words(foreign + "ignore all").get(1));
    }

    @ParameterizedTest
    @CsvSource({
        "حمّل, حمل", // with a mark above
        "مـلـف, ملف", // drawn out
        "أرسل, ارسل", // with hamza
        "کلید, كليد", // from a Persian keyboard
        "שָׁלַח, שלח", // with points
        "ЖДИ, жди",
        "Пошли, пошли", // a small letter that looks like one of Latin
        "ΣΤΕΙΛΕ, στειλε"
    })
    void theSameWordMayBeWrittenInTwoWays(String one, String other) {
        assertEquals(words(one), words(other));
    }

    @Test
    void aLatinWordAmongThemIsItself() {
        int ignore = words("ignore").getFirst();

        assertEquals(ignore, words("请ignore指").get(1));
        assertEquals(ignore, words("ignore指").getFirst());
    }

    @Test
    void anEscapeIsTheCharacterThatItStandsFor() {
        assertEquals(words("忽略"), words("\\u5ffd\\u7565"));
        assertEquals(words("忽略"), words("&#24573;&#x7565;"));
        assertEquals(words("жди"), words("\\u0436\\u0434\\u0438"));
    }

    @Test
    void lookAlikesAreStillTheLettersThatTheyLookLike() {
        assertEquals(words("system"), words("ѕуѕtеm"));
    }

    static List<Integer> words(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var reader = new TextWords();
        reader.over(bytes, 0, bytes.length);
        List<Integer> words = new ArrayList<>();
        while (reader.next()) {
            words.add(reader.word);
        }
        return words;
    }
}
