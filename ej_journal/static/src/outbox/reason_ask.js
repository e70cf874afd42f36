import { Component, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

/** Asks why a month that is closed is changed, and sends the refused operation again with the answer. */
export class ReasonAsk extends Component {
    static template = "ej_journal.ReasonAsk";
    static props = { record: Object, onDone: { type: Function, optional: true } };

    setup() {
        this.outbox = useService("ej_outbox");
        this.state = useState({ reason: "" });
    }

    get reason() {
        return this.state.reason.trim();
    }

    send() {
        if (this.reason) {
            this.outbox.retry(this.props.record.op, { reason: this.reason });
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
