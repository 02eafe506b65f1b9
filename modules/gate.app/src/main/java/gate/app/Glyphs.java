package gate.app;

import java.util.Locale;
import java.util.Map;

/// What the screen is drawn with. Where the locale is not UTF-8 it is ASCII.
record Glyphs(
        String cursor,
        String up,
        String down,
        String answer,
        String across,
        String side,
        String topLeft,
        String topRight,
        String bottomLeft,
        String bottomRight,
        String under,
        String live,
        String ended,
        String paused,
        String busy,
        String done,
        String marked,
        String bars) {

    static final Glyphs UNICODE =
            new Glyphs(
                    "▌", "→", "←", "↳ ", "─", "│", "┌", "┐", "└", "┘", "▔", "●", "○", "‖", "⟳", "✓",
                    "✦", "▁▂▃▅▇");

    static final Glyphs ASCII =
            new Glyphs(
                    ">", ">", "<", "` ", "-", "|", "+", "+", "+", "+", "^", "*", "o", "||", "..",
                    "ok", "*", "_.-=#");

    /// Those that a terminal of this environment can show.
    static Glyphs of(Map<String, String> env, boolean wantsAscii) {
        if (wantsAscii) {
            return ASCII;
        }
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String locale = env.getOrDefault(name, "").toLowerCase(Locale.ROOT);
            if (!locale.isEmpty()) {
                return locale.contains("utf-8") || locale.contains("utf8") ? UNICODE : ASCII;
            }
        }
        return ASCII;
    }
}
