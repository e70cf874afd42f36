import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** The keys of the grid. */
export class HelpDialog extends Component {
    static template = "ej_journal.HelpDialog";
    static components = { Dialog };
    static props = { rules: Object, close: Function };

    get title() {
        return _t("Keys of the journal");
    }

    get values() {
        const { rules } = this.props;
        return rules.letterList.map(([letter, , title]) => [rules.keyOfValue(letter) || "F2", `${letter}: ${title}`]);
    }

    get keys() {
        return [
            ["5 4 3 2", _t("mark; the cursor goes down")],
            ...this.values,
            ...(this.props.rules.pairs ? [["5 / 4", _t("two marks in one cell")]] : []),
            [_t("Shift + letter"), _t("absence for all lessons of the day")],
            ["F2", _t("type into the cell: %(example)s", { example: this.props.rules.pairs ? "54, 5/4" : "5" })],
            ["← ↑ → ↓, Enter, Tab, Home, End", _t("move; with Shift the arrows select")],
            ["Delete", _t("clear")],
            ["Esc", _t("take back what is not sent yet")],
            ["Ctrl + Z", _t("undo")],
            ["Ctrl + C, Ctrl + V", _t("copy to a spreadsheet, paste from it")],
            ["Ctrl + D", _t("fill the selection with its first line")],
            ["F4", _t("history of the cell, reason of a refusal")],
        ];
    }
}
