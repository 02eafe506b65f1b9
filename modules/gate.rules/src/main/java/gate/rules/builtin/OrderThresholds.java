package gate.rules.builtin;

import gate.rules.Setting;
import gate.rules.Settings;

import java.util.List;

/// From which scores of a model on a text is shown, and refused. A score is a log-odds: 0 is as
/// likely an order as not, in the mixture that the model was trained with.
final class OrderThresholds {

    private static final double LEAST = -5;
    private static final double MOST = 20;

    private final Setting.Amount warn;
    private final Setting.Amount block;
    private final Settings settings;

    /// Those of the model. They are told here as well, so that a policy can be read without loading
    /// the model; `OrderModelTest` keeps them the same.
    OrderThresholds(double warnAt, double blockAt) {
        warn = amount("warn_at", warnAt, "from this score on a text is shown as a warning");
        block = amount("block_at", blockAt, "from this score on a text is refused");
        settings = Settings.NONE;
    }

    private OrderThresholds(OrderThresholds standard, Settings settings) {
        warn = standard.warn;
        block = standard.block;
        this.settings = settings;
    }

    private static Setting.Amount amount(String name, double standard, String what) {
        return new Setting.Amount(name, standard, LEAST, MOST, true, what + ", a log-odds");
    }

    List<Setting> settings() {
        return List.of(warn, block);
    }

    OrderThresholds with(Settings others) {
        return new OrderThresholds(this, others);
    }

    /// Whether they show more than the model does by itself.
    boolean areLower() {
        return Math.min(settings.amount(warn), settings.amount(block)) < warn.standard();
    }

    /// The model, looking from these scores on.
    OrderModel of(OrderModel model) {
        int shown = units(warn, model.flagThreshold());
        int refused = units(block, model.blockThreshold());
        boolean isSame = shown == model.flagThreshold() && refused == model.blockThreshold();
        return isSame ? model : model.with(new int[] {Math.min(shown, refused), refused});
    }

    private int units(Setting.Amount setting, int ofModel) {
        double set = settings.amount(setting);
        return set == setting.standard() ? ofModel : (int) Math.round(set * OrderModel.UNITS);
    }

    /// A score for people, cut to a tenth: `, score 2.1`; nothing where no window was looked into.
    static String shown(int score) {
        if (score == OrderScan.NO_SCORE) {
            return "";
        }
        int tenths = score * 10 / OrderModel.UNITS;
        String sign = tenths < 0 ? "-" : "";
        return ", score " + sign + Math.abs(tenths) / 10 + '.' + Math.abs(tenths) % 10;
    }
}
