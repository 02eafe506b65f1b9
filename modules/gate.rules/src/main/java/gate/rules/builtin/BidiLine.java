package gate.rules.builtin;

/// One line of text and the controls in it that change the direction of writing.
///
/// Text that is shown in another order than it is read hides code from its reviewers
/// (CVE-2021-42574, "Trojan Source"): a control that nothing closes on its line, or an override
/// before letters that are written from left to right. Controls that are closed serve languages
/// that mix directions. Owned by one thread.
final class BidiLine {

    private static final int POP = 0x202c;
    private static final int POP_ISOLATE = 0x2069;
    private static final int OVERRIDE = 0x202e;

    private int embeddings;
    private int isolates;
    private int from;
    private int letters;
    private boolean isOverride;

    /// Whether the character is one of these controls.
    static boolean isControl(int point) {
        return (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= POP_ISOLATE);
    }

    /// Reads the next character.
    ///
    /// @return whether the line ends here, or what was opened, and was shown in another order
    boolean read(int point, int index) {
        if (isControl(point)) {
            return control(point, index);
        }
        if (point == '\n' || point == '\r' || point == 0x2028 || point == 0x2029) {
            boolean isOpen = (embeddings > 0 || isolates > 0) && letters > 1;
            clear();
            return isOpen;
        }
        int letter = point | 0x20;
        if (letter >= 'a' && letter <= 'z') {
            letters++;
        }
        return false;
    }

    /// Where the first control that is still open stands; after a line was reported, where it
    /// stood.
    int from() {
        return from;
    }

    private boolean control(int point, int index) {
        if (point == POP || point == POP_ISOLATE) {
            boolean isReordered = isOverride && letters > 1;
            if (point == POP) {
                embeddings = Math.max(0, embeddings - 1);
            } else {
                isolates = Math.max(0, isolates - 1);
            }
            if (embeddings == 0 && isolates == 0) {
                clear();
            }
            return isReordered;
        }
        if (embeddings == 0 && isolates == 0) {
            from = index;
            letters = 0;
        }
        isOverride |= point == OVERRIDE;
        if (point >= 0x2066) {
            isolates++;
        } else {
            embeddings++;
        }
        return false;
    }

    private void clear() {
        embeddings = 0;
        isolates = 0;
        letters = 0;
        isOverride = false;
    }
}
