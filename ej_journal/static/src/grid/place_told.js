import { _t } from "@web/core/l10n/translation";
import { day } from "./grid_model";

/**
 * What the bar below the table says of the place of the cursor. All keys are always there: the bar's
 * elements stay and only their texts change, see GridRow on what a changed element costs.
 *
 * @param {import("./grid_model").GridModel} model
 * @param {number} count of cells selected
 */
export function describePlace(model, row, column, count) {
    const told = (text) => (text ? ` · ${text}` : "");
    return {
        name: row.name,
        work: told(`${day(column.lesson.d)}, ${model.columnTitle(column)}`),
        text: told(model.text(row, column)),
        cells: told(count > 1 && _t("cells: %(count)s", { count })),
        state: model.cellState(row, column),
        sentence: told(model.stateSentence(row, column) || model.lockReason(row, column)),
    };
}
