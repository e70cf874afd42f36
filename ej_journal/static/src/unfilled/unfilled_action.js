import { Component, onMounted, onWillStart, useState } from "@odoo/owl";
import { router } from "@web/core/browser/router";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { day } from "../grid/grid_model";
import { describeMoment } from "../outbox/describe";
import { LessonCard } from "../today/lesson_card";
import { useLessonLinks } from "../today/lesson_links";

/** For those who oversee: what is not filled or was filled late, by teacher, with the way to the cell. */
export class UnfilledAction extends Component {
    static template = "ej_journal.UnfilledAction";
    static components = { Layout, LessonCard };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.links = useLessonLinks();
        this.display = { controlPanel: {} };
        this.state = useState({ data: null, blank: [], from: router.current.ej_from || "", to: router.current.ej_to || "" });
        this.moment = describeMoment;
        onWillStart(() => this.load());
        onMounted(() => this.#keepInUrl());
    }

    async load() {
        const { from, to } = this.state;
        const [data, blank] = await Promise.all([
            this.orm.call("ej.journal", "load_unfilled", [from || false, to || false]),
            this.orm.call("ej.journal", "load_blank", []),
        ]);
        Object.assign(this.state, { data, blank, from: data.from, to: data.to });
    }

    async setDays(from, to) {
        if (from && to && from <= to) {
            Object.assign(this.state, { from, to });
            await this.load();
            this.#keepInUrl();
        }
    }

    /** Today, or so many last days. */
    last(days) {
        const today = luxon.DateTime.fromISO(this.state.data.today);
        return this.setDays(today.minus({ days: days - 1 }).toISODate(), today.toISODate());
    }

    #keepInUrl() {
        this.props.updateActionState?.({ ej_from: this.state.from, ej_to: this.state.to });
    }

    get tooMany() {
        const { teachers, count } = this.state.data;
        const shown = teachers.reduce((sum, teacher) => sum + teacher.lessons.length, 0);
        return count > shown ? _t("Shown: %(shown)s of %(count)s. Choose fewer days to see the rest.", { shown, count }) : "";
    }

    lateText(teacher) {
        return _t("filled late: %(count)s", { count: teacher.late });
    }

    blankText({ teacher, lessons, since }) {
        return _t("%(teacher)s · lessons without marks: %(count)s, since %(date)s", { teacher, count: lessons, date: day(since) });
    }

    openPage(page) {
        this.action.doAction("ej_journal.ej_grid_action", { additionalContext: { journal_id: page } });
    }
}
registry.category("actions").add("ej_journal.unfilled", UnfilledAction);
