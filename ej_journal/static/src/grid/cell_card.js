import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { describeMoment, describeValue } from "../outbox/describe";
import { ReasonAsk } from "../outbox/reason_ask";

/** What is to be told about one cell: why it is locked, refused, in conflict; who wrote what before. */
export class CellCard extends Component {
    static template = "ej_journal.CellCard";
    static components = { ReasonAsk };
    static props = { model: Object, row: Object, column: Object, onDone: Function, close: Function };

    setup() {
        this.outbox = useService("ej_outbox");
        this.orm = useService("orm");
        this.state = useState({ history: null, failed: false, comment: "" });
        this.value = describeValue;
        this.moment = describeMoment;
        const { model, row, column } = this.props;
        this.record = model.record(row, column);
        this.lock = model.lockReason(row, column);
        this.text = model.text(row, column);
        this.comment = row.comments[column.work] || "";
        this.state.comment = this.comment;
        onWillStart(() => {
            this.#load(); // not awaited: the card opens at once, the history follows
        });
    }

    async #load() {
        const { model, row, column } = this.props;
        try {
            this.state.history = await this.orm.silent.call("ej.journal", "load_history", [
                [model.pageId],
                column.lesson.id,
                row.id,
                column.work,
            ]);
        } catch {
            this.state.failed = true;
        }
    }

    get dropLabel() {
        const { model, row, column } = this.props;
        return _t("Drop, leave “%(value)s”", { value: describeValue(model.storedText(row, column)) });
    }

    get canComment() {
        const { model, row, column } = this.props;
        return Boolean(row.marks[column.work]) && !this.record && !model.lockReason(row, column);
    }

    saveComment() {
        const { model, row, column } = this.props;
        this.finish(() => model.write([{ row, column, text: this.text, comment: this.state.comment.trim() }]));
    }

    finish(work) {
        work();
        this.props.close();
        this.props.onDone();
    }

    leave() {
        this.finish(() => {});
    }

    retry() {
        this.finish(() => this.outbox.retry(this.record.op));
    }

    drop() {
        this.finish(() => this.outbox.drop([this.record.op]));
    }
}
