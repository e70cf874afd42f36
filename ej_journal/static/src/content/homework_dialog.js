import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { day } from "../grid/grid_model";
import { homeworkValue } from "./content_model";

/** Homework of a lesson: for everybody or for one student. */
export class HomeworkDialog extends Component {
    static template = "ej_journal.HomeworkDialog";
    static components = { Dialog };
    static props = { content: Object, row: Object, student: Number, close: Function };

    setup() {
        this.state = useState({ student: this.props.student, value: this.#read(this.props.student), fault: "" });
    }

    #read(student) {
        return homeworkValue(this.props.content.value("homework", this.props.row, student) || {});
    }

    get title() {
        return _t("Homework of %(date)s", { date: day(this.props.row.d) });
    }

    get students() {
        return this.props.content.grid.rows;
    }

    /** Usual ways a homework is done; anything else may be typed. */
    get characters() {
        return [_t("orally"), _t("in writing"), _t("learn by heart"), _t("practical work"), _t("report"), _t("presentation")];
    }

    onStudent(ev) {
        this.state.student = Number(ev.target.value);
        this.state.value = this.#read(this.state.student);
    }

    get isEmpty() {
        const { content, pages, numbers, links } = this.state.value;
        return !(content.trim() || pages.trim() || numbers.trim() || links.trim());
    }

    /** Whether there is something to clear. */
    get isStored() {
        return Boolean(this.props.content.value("homework", this.props.row, this.state.student));
    }

    save() {
        const { value, student } = this.state;
        const { row } = this.props;
        if (value.due && value.due <= row.d) {
            this.state.fault = _t("Homework is due on a day after the lesson.");
            return;
        }
        const trimmed = Object.entries(value).map(([key, item]) => [key, typeof item === "string" ? item.trim() : item]);
        const clean = homeworkValue({ ...Object.fromEntries(trimmed), none: false });
        this.#write(this.isEmpty ? null : clean, student);
    }

    saveNone() {
        this.#write(homeworkValue({ none: true }), this.state.student);
    }

    #write(want, student) {
        const { content, row } = this.props;
        content.write("homework", row, want, student ? { student } : {});
        this.props.close();
    }
}
