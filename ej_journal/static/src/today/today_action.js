import { Component, onMounted, onWillStart, useState } from "@odoo/owl";
import { router } from "@web/core/browser/router";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { readFresh } from "../core/read_fresh";
import { OutboxStatus } from "../outbox/outbox_status";
import { LessonCard } from "./lesson_card";
import { useLessonLinks } from "./lesson_links";

/** The teacher's day: own lessons, what each lacks, and what past days still lack. */
export class TodayAction extends Component {
    static template = "ej_journal.TodayAction";
    static components = { Layout, LessonCard, OutboxStatus };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.outbox = useService("ej_outbox");
        this.links = useLessonLinks();
        this.display = { controlPanel: {} };
        this.state = useState({ data: null, failed: false });
        const asked = { ...router.current, ...this.props.action.context };
        // what a closed tab left behind is being sent: the day changes with it
        const refresh = useDebounced(() => this.load(this.state.data?.date), 1000);
        useBus(this.outbox.bus, "answered", refresh);
        onWillStart(() => this.load(asked.ej_date || false));
        onMounted(() => this.#keepInUrl());
    }

    async load(date) {
        try {
            const { data, fresh } = await readFresh(this.orm, "load_today", [date || false]);
            Object.assign(this.state, { data, failed: !fresh });
        } catch (error) {
            this.state.failed = true;
            if (error.data) {
                throw error;
            }
        }
    }

    async go(date) {
        await this.load(date);
        this.#keepInUrl();
    }

    #keepInUrl() {
        const { data } = this.state;
        if (data) {
            this.props.updateActionState?.({ ej_date: data.date === data.today ? undefined : data.date });
        }
    }

    /** Opens a lesson to fill; those that lack something too come after it, one tap each. */
    fill(lesson) {
        const { lessons, unfilled } = this.state.data;
        const others = [...lessons, ...unfilled].filter(({ id, missing, cancelled, x }) => id !== lesson.id && missing.length && !cancelled && !x);
        return this.links.fill(lesson, others);
    }

    get isToday() {
        return this.state.data.date === this.state.data.today;
    }

    get title() {
        return luxon.DateTime.fromISO(this.state.data.date).toFormat("cccc, d MMMM");
    }

    get deadline() {
        const { deadline, passed, lessons } = this.state.data;
        if (!deadline || !lessons.some((lesson) => lesson.missing.length)) {
            return null;
        }
        return passed
            ? { text: _t("The time for filling (till %(time)s) has passed", { time: deadline }), css: "ej-bad" }
            : { text: _t("Fill till %(time)s", { time: deadline }), css: "ej-wait" };
    }

    get pastTitle() {
        return _t("Not filled on past days: %(count)s", { count: this.state.data.unfilled_count });
    }

    get nextLabel() {
        const { next } = this.state.data;
        return next ? _t("The next lessons are on %(date)s", { date: luxon.DateTime.fromISO(next).toFormat("cccc, d MMMM") }) : "";
    }
}
registry.category("actions").add("ej_journal.today", TodayAction);
