import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { describeValue } from "./describe";
import { ReasonAsk } from "./reason_ask";

/** Everything that waits for a person: refused and conflicting operations of all pages. */
export class OutboxDialog extends Component {
    static template = "ej_journal.OutboxDialog";
    static components = { Dialog, ReasonAsk };
    static props = { close: Function };

    setup() {
        this.outbox = useService("ej_outbox");
        this.action = useService("action");
        this.state = useState(this.outbox.state);
        useBus(this.outbox.bus, "update", () => this.render());
        this.describe = describeValue;
    }

    get title() {
        return _t("Not saved");
    }

    /** What a reason would cure: a column filled in a closed month is explained once. */
    get closed() {
        return this.outbox.problems.filter(({ code }) => code === "month_closed");
    }

    open(record) {
        this.props.close();
        this.action.doAction("ej_journal.ej_grid_action", {
            additionalContext: { journal_id: record.page, ej_lesson: record.lesson, ej_student: record.student || 0 },
        });
    }
}

/** One line that always tells the truth about what is saved. */
export class OutboxStatus extends Component {
    static template = "ej_journal.OutboxStatus";
    static props = { class: { type: String, optional: true } };

    setup() {
        this.outbox = useService("ej_outbox");
        this.dialog = useService("dialog");
        this.state = useState(this.outbox.state);
    }

    get waiting() {
        const { trouble, waiting, sending } = this.state;
        const count = { count: waiting };
        const told = {
            login: [_t("Log in again: not saved %(count)s", count), "fa-sign-in", "ej-bad"],
            stranger: [_t("Somebody else is logged in. Not saved: %(count)s", count), "fa-user-times", "ej-bad"],
            offline: [_t("No connection: not saved %(count)s", count), "fa-chain-broken", "ej-wait"],
            server: [_t("The server does not answer: not saved %(count)s", count), "fa-warning", "ej-bad"],
        };
        if (waiting && trouble) {
            return told[trouble];
        }
        if (waiting || sending) {
            return [_t("Saving…"), "fa-refresh", "ej-wait"];
        }
        return null;
    }

    get quiet() {
        return !this.waiting && !this.state.refused && !this.state.conflict;
    }

    onWaitingClick() {
        if (this.state.trouble === "login" || this.state.trouble === "stranger") {
            browser.open("/web/login?redirect=/odoo", "_blank");
        } else {
            this.outbox.flush();
        }
    }

    onProblems() {
        this.dialog.add(OutboxDialog, {});
    }
}

/** The same in the bar on top of every screen, while there is something to tell. */
export class OutboxSystray extends Component {
    static template = "ej_journal.OutboxSystray";
    static components = { OutboxStatus };
    static props = {};

    setup() {
        this.state = useState(useService("ej_outbox").state);
    }

    get isShown() {
        const { refused, conflict, waiting, trouble } = this.state;
        return Boolean(refused || conflict || (waiting && trouble));
    }
}
registry.category("systray").add("ej_journal.outbox", { Component: OutboxSystray }, { sequence: 90 });
