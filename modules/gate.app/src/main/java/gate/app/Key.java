package gate.app;

/// One key, as the terminal told it.
///
/// @param point the character of [Name#CHAR], and of [Name#CTRL] its letter
record Key(Name name, int point) {

    enum Name {
        CHAR,
        CTRL,
        UP,
        DOWN,
        LEFT,
        RIGHT,
        PAGE_UP,
        PAGE_DOWN,
        HOME,
        END,
        ENTER,
        TAB,
        BACK_TAB,
        ESCAPE,
        BACKSPACE,
        DELETE,
        OTHER
    }

    static Key of(Name name) {
        return new Key(name, 0);
    }

    static Key of(char c) {
        return new Key(Name.CHAR, c);
    }

    static Key ctrl(char letter) {
        return new Key(Name.CTRL, letter);
    }
}
