import { Component, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

/** Asks why a month that is closed is changed, and sends the refused operations again with the answer. */
export class ReasonAsk extends Component {
    static template = "ej_journal.ReasonAsk";
    static props = { records: Array, onDone: { type: Function, optional: true } };

    setup() {
        this.outbox = useService("ej_outbox");
        this.state = useState({ reason: "" });
    }

    get reason() {
        return this.state.reason.trim();
    }

    send() {
        if (this.reason) {
            const { reason } = this;
            this.props.records.forEach(({ op }) => this.outbox.retry(op, { reason }));
            this.props.onDone?.();
        }
    }

    onKeydown(ev) {
        ev.stopPropagation(); // letters typed here are no marks
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.send();
        }
    }
}
