import { Component, onMounted, onPatched, useRef, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { describeMoment, describeValue } from "../outbox/describe";

/** The final mark of a student for a period: one touch, or one touch and its ground. */
export class FinalCard extends Component {
    static template = "ej_journal.FinalCard";
    static props = { model: Object, row: Object, term: Object, value: { type: String, optional: true }, onDone: Function, close: Function };

    setup() {
        this.outbox = useService("ej_outbox");
        this.values = useRef("values");
        this.ground = useRef("ground");
        this.value = describeValue;
        this.moment = describeMoment;
        const { model, row, term } = this.props;
        this.record = model.finalRecord(row, term);
        const refused = this.record?.state === "refused" ? this.record : null;
        // a refused mark is asked for its ground: the average may have moved meanwhile
        this.isAsked = refused?.code === "ground";
        const typed = this.props.value; // a mark typed on the cell that wants its ground
        this.state = useState({
            value: typed ?? model.final(row, term).text,
            ground: refused?.reason || "",
            picked: this.isAsked || Boolean(typed),
        });
        onMounted(() => (this.ground.el || this.values.el?.querySelector("button"))?.focus());
        onPatched(() => this.state.picked && document.activeElement !== this.ground.el && this.ground.el?.focus());
    }

    /** Whether the value picked waits for its ground. */
    get asks() {
        const { model, row, term } = this.props;
        const { value, picked } = this.state;
        return picked && Boolean(value) && (this.isAsked || model.wantsGround(row, term, value));
    }

    /** Digits and «а» («н/а») pick as they do in the cells; in the ground they are text. */
    onKeydown(ev) {
        if (ev.target.closest("textarea") || ev.ctrlKey || ev.altKey || ev.metaKey) {
            return;
        }
        const found = this.props.model.finalOfKey(ev);
        if (this.values.el && found !== undefined) {
            ev.preventDefault();
            this.pick(found);
        }
    }

    pick(value) {
        Object.assign(this.state, { value, picked: true });
        if (!this.asks) {
            this.write("");
        }
    }

    save() {
        const ground = this.state.ground.trim();
        if (ground) {
            this.write(ground);
        }
    }

    write(ground) {
        const { model, row, term } = this.props;
        this.finish(() => model.writeFinal(row, term, this.state.value, ground));
    }

    retry() {
        this.finish(() => this.outbox.retry(this.record.op));
    }

    drop() {
        this.finish(() => this.outbox.drop([this.record.op]));
    }

    finish(work) {
        work();
        this.props.close();
        this.props.onDone();
    }
}
