package gate.app;

import gate.app.Scout.Known;
import gate.app.Scout.News;
import gate.audit.Decision;
import gate.audit.RowCondition;
import gate.audit.RowCondition.Text;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// All that the screen shows, and where in it one is.
///
/// The cursor is the id of a row and not a line, so that it stays where it is when rows come in
/// before and after it. Owned by the thread of the screen.
final class ViewState {

    /// What moves with the arrow keys.
    enum Focus {
        LIST,
        DETAIL
    }

    /// What is on the screen.
    enum Panes {
        LIST,
        BOTH,
        DETAIL
    }

    /// How a message is shown.
    enum Body {
        PRETTY,
        RAW,
        HEX
    }

    /// What lies over the list.
    enum Overlay {
        NONE,
        HELP,
        SESSIONS,
        COPY,
        EXPLAIN,
        COLUMNS
    }

    /// Who does what the state cannot.
    interface Host {

        void want(int number, RowCondition rows);

        void wantSessions();

        /// Why the gate decided so about a row.
        void wantExplanation(long id);

        /// What it would decide now.
        void wantJudgement(long id);
    }

    final Clock clock;
    final Glyphs glyphs;
    final RowCache cache;
    final RowIndex all = new RowIndex();
    final RowIndex matches = new RowIndex();
    final FilterLine filter = new FilterLine();
    final Set<Decision> hidden = EnumSet.noneOf(Decision.class);
    final Set<Long> marks = new TreeSet<>();
    final SessionPicker picker = new SessionPicker();
    final Advised advised = new Advised();
    final Columns columns = new Columns();
    final Folds folds = new Folds();
    final DetailPane detail = new DetailPane();
    private final Host host;

    int width;
    int height;
    Focus focus = Focus.LIST;
    Panes panes = Panes.BOTH;
    Body body = Body.PRETTY;
    Overlay overlay = Overlay.NONE;
    int sideways;
    int detailTop;

    /// The line of the message that the cursor is in, while the keys move there.
    int detailLine;

    boolean isWaiting = true;
    boolean filterOn = true;
    boolean onlyMarked;
    boolean follow = true;
    boolean paused;
    String note = "";
    Traffic.Pulse pulse = Traffic.Pulse.NONE;
    int allPercent;
    int matchPercent = 100;

    /// The newest row that is shown while paused.
    private long frozenId;

    private long cursorId;
    private int cursorRow;
    private int number;
    private RowCondition condition = RowCondition.ALL;

    ViewState(int width, int height, Clock clock, Glyphs glyphs, RowCache cache, Host host) {
        this.width = width;
        this.height = height;
        this.clock = clock;
        this.glyphs = glyphs;
        this.cache = cache;
        this.host = host;
    }

    // ---- rows

    /// Whether fewer rows are shown than there are.
    boolean isNarrowed() {
        return filterOn && !condition.isAll();
    }

    RowIndex rows() {
        return isNarrowed() ? matches : all;
    }

    /// How many rows there are to move through.
    int size() {
        return paused ? rows().find(frozenId + 1) : rows().size();
    }

    /// How many rows came since the pause.
    int fresh() {
        return paused ? rows().size() - size() : 0;
    }

    /// Where the cursor stands; -1 where there are no rows.
    int cursor() {
        int size = size();
        return follow ? size - 1 : Math.min(rows().find(cursorId), size - 1);
    }

    RowCache.@Nullable Held current() {
        int cursor = cursor();
        return cursor < 0 ? null : cache.get(rows().id(cursor));
    }

    /// The first row on the screen.
    int top(int listRows) {
        int fromTop = follow ? listRows - 1 : Math.min(cursorRow, listRows - 1);
        return Math.clamp(cursor() - (long) fromTop, 0, Math.max(0, size() - listRows));
    }

    /// Puts the cursor on a row; on the last one it follows.
    void moveTo(int index, int listRows) {
        int size = size();
        if (size == 0) {
            return;
        }
        int from = cursor();
        int top = top(listRows);
        int to = Math.clamp(index, 0, size - 1);
        follow = to == size - 1;
        cursorId = rows().id(to);
        int row = from - top + (to - from);
        cursorRow = Math.clamp(row, 0, listRows - 1);
        if (to != from) {
            detailToTop();
        }
    }

    /// Stays at this row, whatever comes.
    void hold() {
        int cursor = cursor();
        if (cursor >= 0) {
            cursorId = rows().id(cursor);
            follow = cursor == size() - 1 && follow;
        }
    }

    void follow() {
        paused = false;
        follow = true;
        detailToTop();
    }

    /// Shows the message under the cursor from its beginning.
    void detailToTop() {
        detailTop = 0;
        detailLine = 0;
    }

    void pauseOrResume() {
        if (paused) {
            boolean atEnd = cursor() == size() - 1;
            hold();
            paused = false;
            follow = atEnd;
        } else {
            int size = size();
            frozenId = size == 0 ? 0 : rows().id(size - 1);
            paused = true;
        }
    }

    // ---- filter

    /// Searches for what the filter line, the switches and the marks want.
    ///
    /// @return false where the filter makes no sense; what was in force stays so
    boolean refilter() {
        try {
            search(filter.text());
            filter.isRight();
            return true;
        } catch (Filter.Wrong e) {
            filter.isWrong(e.at(), String.valueOf(e.getMessage()));
            searchWithoutLastWord(e.at());
            return false;
        }
    }

    /// While a last word makes no sense yet, `decision:bl`, the words before it are in force.
    private void searchWithoutLastWord(int wrongAt) {
        String text = filter.text();
        int lastWord = text.lastIndexOf(' ') + 1;
        if (wrongAt >= lastWord) {
            try {
                search(text.substring(0, lastWord));
            } catch (Filter.Wrong e) {
                return; // What was in force stays so.
            }
        }
    }

    private void search(String expression) throws Filter.Wrong {
        var keys = new FilterKeys(clock, cache.lastSession(), List.copyOf(marks));
        RowCondition wanted = Filter.parse(expression, keys);
        for (Decision decision : hidden) {
            wanted = wanted.and(RowCondition.is(Text.DECISION, decision.label()).not());
        }
        if (onlyMarked) {
            wanted = wanted.and(keys.condition("is", "marked"));
        }
        hold();
        condition = wanted;
        matches.clear();
        matchPercent = wanted.isAll() ? 100 : 0;
        host.want(++number, wanted);
    }

    /// Adds a term to the filter, or takes it away where it is the last one.
    void addTerm(String term) {
        String text = filter.applied();
        if (text.endsWith(' ' + term) || text.equals(term)) {
            text = text.substring(0, text.length() - term.length()).stripTrailing();
        } else if (text.contains("|")) {
            text = '(' + text + ") " + term;
        } else {
            text = text.isEmpty() ? term : text + ' ' + term;
        }
        filter.set(text);
        filterOn = true;
        refilter();
    }

    // ---- news

    void take(News news) {
        switch (news) {
            case News.Opened() -> {
                isWaiting = false;
                detail.forget();
                all.clear();
                matches.clear();
                allPercent = 0;
                matchPercent = 0;
            }
            case News.Waiting() -> isWaiting = true;
            case News.Older older -> {
                if (older.number() == 0) {
                    all.addOlder(older.ids());
                    allPercent = older.isDone() ? 100 : Math.min(99, older.percent());
                } else if (older.number() == number) {
                    matches.addOlder(older.ids());
                    matchPercent = older.isDone() ? 100 : Math.min(99, older.percent());
                }
            }
            case News.Newer newer -> {
                if (newer.number() == 0) {
                    all.addNewer(newer.ids());
                } else if (newer.number() == number) {
                    matches.addNewer(newer.ids());
                }
            }
            case News.Sessions sessions -> picker.show(sessions.sessions());
            case News.Beat beat -> pulse = beat.pulse();
            case News.Trouble trouble -> note = trouble.message();
        }
    }

    /// Takes what was asked about one row.
    void take(Advisor.Advice advice) {
        String told = advised.take(advice);
        note = told.isEmpty() ? note : told;
    }

    void openExplanation() {
        int cursor = cursor();
        if (cursor >= 0) {
            advised.begin(rows().id(cursor));
            overlay = Overlay.EXPLAIN;
            host.wantExplanation(advised.id());
        }
    }

    /// Has the row under the cursor judged anew, or the one that is being explained.
    void judgeAnew() {
        int cursor = cursor();
        if (overlay != Overlay.EXPLAIN && cursor >= 0) {
            advised.begin(rows().id(cursor));
        }
        if (advised.id() != 0) {
            note = "judging #" + advised.id() + " anew";
            host.wantJudgement(advised.id());
        }
    }

    void openSessions() {
        overlay = Overlay.SESSIONS;
        picker.begin();
        host.wantSessions();
    }

    /// Values of a key among the rows at hand.
    List<String> names(String key) {
        var names = new ArrayList<String>();
        for (RowCache.Held entry : cache.entries()) {
            String name =
                    switch (key) {
                        case "tool", "t" -> entry.row().toolName();
                        case "method", "m" -> entry.row().method();
                        case "rule", "r" -> entry.row().reason();
                        case "server" -> entry.row().serverName();
                        case "session", "s" -> entry.row().sessionId();
                        default -> null;
                    };
            if (name != null && isWord(name) && !names.contains(name)) {
                names.add(name);
            }
        }
        names.sort(null);
        return names;
    }

    /// Whether it can stand in a filter as it is.
    static boolean isWord(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = Character.isLetterOrDigit(c) || "_-./".indexOf(c) >= 0;
            if (!plain) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= FilterKeys.VALUE_CHARS;
    }

    /// The sessions that the picker shows.
    List<Known> sessions() {
        return picker.fitting();
    }
}
