package gate.app;

import java.util.EnumMap;
import java.util.Map;

/// Which columns of the list the user chose; the others are there as there is room. Owned by the
/// thread of the screen.
final class Columns {

    private final Map<Column, Boolean> chosen = new EnumMap<>(Column.class);

    /// @param narrow whether the list has room for the shortest columns only
    boolean shows(Column column, boolean narrow) {
        Boolean choice = chosen.get(column);
        return choice == null ? column.isUsual(narrow) : choice;
    }

    /// Shows or hides the column of this key; 0 forgets all choices.
    ///
    /// @return false where the key stands for nothing
    boolean press(int key, boolean narrow) {
        if (key == '0') {
            chosen.clear();
            return true;
        }
        for (Column column : Column.values()) {
            if (column.key() == key) {
                chosen.put(column, !shows(column, narrow));
                return true;
            }
        }
        return false;
    }
}
