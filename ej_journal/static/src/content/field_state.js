import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { describeMoment, describeValue } from "../outbox/describe";
import { ReasonAsk } from "../outbox/reason_ask";

/** Under a field: that it is not saved yet, or why not, with what can be done about it. */
export class FieldState extends Component {
    static template = "ej_journal.FieldState";
    static components = { ReasonAsk };
    static props = { record: { type: Object, optional: true } };

    setup() {
        this.outbox = useService("ej_outbox");
    }

    get sentence() {
        const { state, message, by, at, now } = this.props.record;
        if (state === "conflict") {
            return _t("%(who)s wrote here %(when)s: %(value)s", {
                who: by || _t("Somebody else"),
                when: describeMoment(at),
                value: describeValue(now),
            });
        }
        return message || "";
    }
}
