import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** Topics of the КТП to pick from, in order, given ones shown last; and laying them over several lessons. */
export class TopicList extends Component {
    static template = "ej_journal.TopicList";
    static props = { content: Object, onPick: Function, onLay: Function, close: Function };

    setup() {
        this.state = useState({ text: "", count: 4 });
    }

    get topics() {
        const { content } = this.props;
        const text = this.state.text.trim().toLowerCase();
        return content.plan
            .map((topic) => ({ topic, left: content.hoursLeft(topic) }))
            .map((item) => ({ ...item, told: item.left > 0 ? _t("%(hours)s h", { hours: item.left }) : _t("given") }))
            .filter(({ topic }) => !text || `${topic.number} ${topic.name}`.toLowerCase().includes(text))
            .sort((a, b) => (b.left > 0) - (a.left > 0));
    }

    pick(topic) {
        this.props.close();
        this.props.onPick(topic);
    }

    lay() {
        const count = Math.min(Math.max(Number(this.state.count) || 0, 1), 200);
        this.props.close();
        this.props.onLay(count);
    }
}
