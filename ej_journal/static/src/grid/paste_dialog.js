import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** Shows what a pasted block would change and what of it cannot be taken, before anything is written. */
export class PasteDialog extends Component {
    static template = "ej_journal.PasteDialog";
    static components = { Dialog };
    static props = { plan: Object, onConfirm: Function, close: Function };

    get title() {
        return _t("Paste from a spreadsheet");
    }

    /** Long lists are cut on the screen, not in what is written. */
    get shown() {
        return this.props.plan.cells.slice(0, 100);
    }

    get skipped() {
        return this.props.plan.skipped.slice(0, 100);
    }

    get told() {
        const { cells, skipped } = this.props.plan;
        return _t("Will be written: %(written)s. Cannot be taken: %(skipped)s.", { written: cells.length, skipped: skipped.length });
    }

    get confirmLabel() {
        return _t("Paste %(count)s", { count: this.props.plan.cells.length });
    }

    confirm() {
        this.props.onConfirm();
        this.props.close();
    }
}
