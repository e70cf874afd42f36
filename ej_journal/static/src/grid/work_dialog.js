import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { day } from "./grid_model";

/** Kind, number, title and weight of a work of a lesson. */
export class WorkDialog extends Component {
    static template = "ej_journal.WorkDialog";
    static components = { Dialog };
    static props = {
        model: Object,
        lesson: Object,
        column: { type: [Object, { value: null }] },
        kind: { type: Number, optional: true }, // offered for a new work
        close: Function,
    };

    setup() {
        const { model, column } = this.props;
        const first = model.kinds.get(this.props.kind) || [...model.kinds.values()][0];
        this.seen = column ? model.workValue(column) : null;
        this.state = useState(
            this.seen ? { ...this.seen } : { kind: first?.id, number: "", title: "", weight: first?.weight || 1 }
        );
        this.fault = useState({ text: "" });
    }

    get title() {
        const date = day(this.props.lesson.d);
        return this.props.column ? _t("Work of %(date)s", { date }) : _t("New work of %(date)s", { date });
    }

    get kinds() {
        return [...this.props.model.kinds.values()];
    }

    get kind() {
        return this.props.model.kinds.get(this.state.kind);
    }

    onKind(ev) {
        this.state.kind = Number(ev.target.value);
        this.state.weight = this.kind.weight;
    }

    save() {
        const weight = Number(String(this.state.weight).replace(",", "."));
        const want = { kind: this.state.kind, number: this.state.number.trim(), title: this.state.title.trim(), weight };
        if (!(weight > 0)) {
            this.fault.text = _t("The weight is a number above zero.");
        } else if (this.kind.numbered && !(want.number && want.title)) {
            this.fault.text = _t("Works of this kind need a number and a topic.");
        } else {
            const { model, lesson, column } = this.props;
            model.writeLesson("work", lesson, this.seen, want, {
                work: column ? column.work : 0,
                label: `${day(lesson.d)}: ${this.kind.name}`,
            });
            this.props.close();
        }
    }
}
