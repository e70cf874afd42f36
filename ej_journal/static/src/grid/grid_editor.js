import { Component, onMounted, useRef } from "@odoo/owl";

/** The input over a cell: takes what one key cannot say («54», «5/4», «о 4»). */
export class GridEditor extends Component {
    static template = "ej_journal.GridEditor";
    static props = { text: String, box: String, onCommit: Function, onCancel: Function };

    setup() {
        this.input = useRef("input");
        this.done = false;
        onMounted(() => {
            const { el } = this.input;
            el.focus();
            this.props.text.endsWith("/") ? el.setSelectionRange(99, 99) : el.select();
        });
    }

    #finish(move) {
        if (!this.done) {
            this.done = true;
            this.props.onCommit(this.input.el.value, move);
        }
    }

    onKeydown(ev) {
        const moves = { Enter: [ev.shiftKey ? -1 : 1, 0], Tab: [0, ev.shiftKey ? -1 : 1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
        ev.stopPropagation();
        if (ev.key in moves) {
            ev.preventDefault();
            this.#finish(moves[ev.key]);
        } else if (ev.key === "Escape") {
            this.done = true;
            this.props.onCancel();
        }
    }

    onBlur() {
        this.#finish([0, 0]);
    }
}
