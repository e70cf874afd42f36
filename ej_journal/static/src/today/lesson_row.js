import { Component, toRaw, useState } from "@odoo/owl";
import { FieldState } from "../content/field_state";
import { splitCell } from "../core/cell_text";
import { toneOf } from "../grid/grid_row";

/**
 * One student on the page of a single lesson: big buttons for a thumb. A tap on «н» notes the
 * absence, a second one offers its kinds; a tap on the mark that stands takes it away.
 */
export class LessonRow extends Component {
    static template = "ej_journal.LessonRow";
    static components = { FieldState };
    static props = { model: Object, row: Object, column: Object, number: Number, onWrite: Function };

    setup() {
        this.view = useState(this.props.row.view);
        this.state = useState({ open: false });
    }

    /** The initials stay together when the name takes two lines. */
    get name() {
        return this.props.row.name.replace(/(\.) (?=\S+\.)/g, "$1\u00a0");
    }

    get cell() {
        void this.view.v;
        const model = toRaw(this.props.model);
        const row = toRaw(this.props.row);
        const column = toRaw(this.props.column);
        const text = model.text(row, column);
        const { absence, mark } = splitCell(text, model.rules.letters);
        const record = model.record(row, column);
        return { text, absence, mark, state: model.cellState(row, column), message: record?.message || "", lock: model.lockReason(row, column) };
    }

    tone(value) {
        return toneOf(value, this.props.model.rules);
    }

    get absent() {
        return this.props.model.rules.absent;
    }

    write(text) {
        const { row, column } = this.props;
        this.state.open = false;
        this.props.onWrite({ row, column, text });
    }

    onAbsent() {
        const { text, absence } = this.cell;
        if (absence) {
            this.state.open = !this.state.open;
        } else {
            this.write(this.props.model.rules.typeOver(text, this.absent));
        }
    }

    onLetter(letter) {
        this.write(this.props.model.rules.typeOver(this.cell.text, letter));
    }

    onMark(value) {
        const { text, absence, mark } = this.cell;
        this.write(mark === value ? absence : this.props.model.rules.typeOver(text, value));
    }

    clear() {
        this.write("");
    }
}
