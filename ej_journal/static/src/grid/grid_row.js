import { Component, toRaw, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { splitCell } from "../core/cell_text";
import { day } from "./grid_model";

/** Characters that surely fit into a cell. */
const SHORT = 3;

/** Class of the colour of a mark or a sign; the character itself always stays. */
export function toneOf(text, rules) {
    const { absence, mark } = splitCell(text, rules.letters);
    if (mark) {
        const worst = mark.split("/").sort()[0];
        return /^[1-5]$/.test(worst) ? `ej-m${worst}` : "ej-m0";
    }
    if (!absence) {
        return "";
    }
    return `ej-a-${rules.codes[absence]}`;
}

/** The values to put by the pointer, with their colours and keys. */
export function paletteOf(rules) {
    return rules.values.map((value) => ({
        value,
        tone: toneOf(value, rules),
        title: rules.titles[value] || _t("Mark %(value)s", { value }),
        key: rules.keyOfValue(value),
    }));
}

/** Place of the column of a period: sums stand still at the right edge. */
export function finalStyle(model, index) {
    return `--ej-right: ${(1 + model.terms.length - index) * 46}px`;
}

/** "4,57" in the person's own notation; "" when there is nothing to average. */
function hundredths(value) {
    return value === null || value === undefined ? "" : formatFloat(Number(value), { digits: [16, 2] });
}

/** One student's line. Renders when `row.view.v` moves, and alone. */
export class GridRow extends Component {
    static template = "ej_journal.GridRow";
    static props = { model: Object, row: Object, columns: Array, from: Number, to: Number, number: Number, today: String, onFinal: Function };

    setup() {
        this.view = useState(this.props.row.view);
    }

    /**
     * What all cells show: one pass over plain data, no proxies. What changes while typing is an
     * attribute of ours, never a class: the web client's style sheets have `:has()` rules over
     * classes, and one changed class makes the browser match the whole page anew (40 ms).
     */
    get cells() {
        void this.view.v; // subscribes this row to its changes
        const { today, from, to } = this.props;
        const row = toRaw(this.props.row);
        const model = toRaw(this.props.model);
        return toRaw(this.props.columns).slice(from, to).map((column) => {
            const text = model.text(row, column);
            return {
                key: column.index,
                text,
                css: `${column.lesson.d === today ? "ej-today " : ""}${model.lockReason(row, column) ? "ej-locked" : ""}`,
                tone: text ? toneOf(text, model.rules) : undefined,
                long: text.length > SHORT ? "" : undefined,
                state: model.cellState(row, column) || undefined,
            };
        });
    }

    get gone() {
        const { row, today } = this.props;
        return Boolean((row.to && row.to < today) || (row.from && row.from > today));
    }

    get note() {
        const { row } = this.props;
        if (row.note) {
            return row.note;
        }
        return this.gone ? (row.to ? _t("till %(date)s", { date: day(row.to) }) : _t("from %(date)s", { date: day(row.from) })) : "";
    }

    /** Final marks of the periods shown; they keep to the right edge before the last two sums. */
    get finals() {
        void this.view.v;
        const { model, row } = this.props;
        return model.terms.map((term, index) => {
            const { text, state } = model.final(row, term);
            return { term, text, state, tone: text ? toneOf(text, model.rules) : "", style: finalStyle(model, index) };
        });
    }

    /** Arrows and Enter go down the column, a digit or «а» puts the mark as it does in the cells. */
    onFinalKey(ev, term) {
        const step = { ArrowUp: -1, ArrowDown: 1, Enter: ev.shiftKey ? -1 : 1 }[ev.key];
        const value = this.props.model.finalOfKey(ev);
        if (ev.ctrlKey || ev.altKey || ev.metaKey || (!step && value === undefined)) {
            return;
        }
        ev.preventDefault();
        const row = ev.currentTarget.closest("tr");
        const place = [...row.querySelectorAll(".ej-final button")].indexOf(ev.currentTarget);
        const lineAt = (line) => line?.querySelectorAll(".ej-final button")[place];
        if (step) {
            lineAt(step < 0 ? row.previousElementSibling : row.nextElementSibling)?.focus();
        } else if (this.props.onFinal(this.props.row, term, ev.currentTarget, value)) {
            lineAt(row.nextElementSibling)?.focus();
        }
    }

    get sums() {
        void this.view.v;
        const [average, weighted, proposal, missed, unexcused, debts] = this.props.row.sums;
        return [
            { key: "average", text: hundredths(average), css: "" },
            { key: "weighted", text: hundredths(weighted), css: "" },
            { key: "proposal", text: proposal ? String(proposal) : "", css: proposal ? `fw-bold ${toneOf(String(proposal), this.props.model.rules)}` : "" },
            { key: "missed", text: missed ? `${missed}${unexcused ? `/${unexcused}` : ""}` : "", css: unexcused ? "ej-warn" : "" },
            { key: "debts", text: debts ? String(debts) : "", css: debts ? "ej-warn" : "" },
        ];
    }
}
