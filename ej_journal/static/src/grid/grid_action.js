import { Component, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { router } from "@web/core/browser/router";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ContentPage } from "../content/content_page";
import { useJournalMenu } from "../core/journal_menu";
import { OutboxStatus } from "../outbox/outbox_status";
import { GridModel } from "./grid_model";
import { GridTable } from "./grid_table";
import { HelpDialog } from "./help_dialog";
import { PagePicker } from "./page_picker";
import { monthRange, shiftMonth } from "./range";
import { WorkDialog } from "./work_dialog";

const SIDE_KEY = "ej_journal.side";
/** Pixels from which both pages stand side by side by default. */
const WIDE = 1280;

/**
 * A page of the journal: the left-hand page with marks, the right-hand one with topics.
 *
 * `/odoo/ej-journal?journal_id=<page>` survives F5; without a page it offers the person's pages. The
 * action's context (or the address) may name `ej_date`, `ej_lesson` and `ej_student` to stand on.
 */
export class GridAction extends Component {
    static template = "ej_journal.GridAction";
    static components = { Layout, GridTable, ContentPage, OutboxStatus, PagePicker };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.outbox = useService("ej_outbox");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.ui = useState(useService("ui"));
        this.root = useRef("root");
        useJournalMenu();
        this.display = { controlPanel: {} };
        const { action } = this.props;
        const asked = { ...router.current, ...action.params, ...action.context };
        this.pageId = Number(asked.journal_id || (asked.active_model === "ej.journal" && asked.active_id) || 0);
        this.start = { lesson: Number(asked.ej_lesson || 0), student: Number(asked.ej_student || 0) };
        this.state = useState({
            version: 0,
            group: 0,
            span: "month",
            from: "",
            to: "",
            side: this.#wantsSide(asked),
            tab: asked.ej_content ? "content" : "grid",
            focus: asked.ej_content ? this.start.lesson : 0,
            error: "",
            loading: false,
        });
        // back on line: what was shown from memory is read anew
        useBus(this.outbox.bus, "answered", () => this.model?.isStale && this.load());
        useSetupAction({ beforeLeave: () => void this.outbox.flush(), beforeUnload: () => void this.outbox.flush() });
        onWillStart(() => this.pageId && this.open(asked));
        onMounted(() => this.#keepInUrl());
        onWillUnmount(() => this.model?.destroy());
    }

    /** The right-hand page is open on a wide screen unless the person closed it, and when asked for. */
    #wantsSide(asked) {
        const chosen = browser.localStorage.getItem(SIDE_KEY);
        return Boolean(asked.ej_content) || (chosen ? chosen === "1" : browser.innerWidth >= WIDE);
    }

    async open(asked) {
        this.model?.destroy();
        this.model = new GridModel({ orm: this.orm, outbox: this.outbox, page: this.pageId });
        useModelBus(this);
        const today = luxon.DateTime.local().toISODate();
        const { ej_date: date, ej_from: from, ej_to: to } = asked;
        Object.assign(this.state, date || !from || !to ? monthRange(date || today) : { from, to });
        await this.load();
        this.state.span = this.#spanOf(this.state);
        this.env.config.setDisplayName?.(this.model.page?.title || _t("Journal page"));
    }

    /** The address survives F5: the page and the days. */
    #keepInUrl() {
        if (this.pageId) {
            const { from: ej_from, to: ej_to } = this.state;
            this.props.updateActionState?.({ journal_id: this.pageId, ej_from, ej_to });
        }
    }

    /** Whether days are a month, a period of the year or the person's own choice. */
    #spanOf({ from, to }) {
        if (monthRange(from).from === from && monthRange(from).to === to) {
            return "month";
        }
        const period = this.model.page?.periods.find(([, , start, end]) => start === from && end === to);
        return period ? `p${period[0]}` : "own";
    }

    async load() {
        this.state.loading = true;
        try {
            await this.model.load(this.state.from, this.state.to);
            this.state.error = "";
        } catch (error) {
            if (!this.model.page || !error.data) {
                this.state.error = error.data?.message || _t("No connection: the page could not be read. What you typed is kept.");
            }
            if (error.data) {
                throw error;
            }
        } finally {
            this.state.loading = false;
            this.state.version++;
        }
    }

    // ----- what is shown -----------------------------------------------------

    get groups() {
        return this.model.page.groups.length > 1 ? [[0, _t("All")], ...this.model.page.groups] : [];
    }

    get rows() {
        const { group } = this.state;
        return group ? this.model.rows.filter((row) => row.group === group) : this.model.rows;
    }

    get monthLabel() {
        const { span, from } = this.state;
        return span === "month" ? luxon.DateTime.fromISO(from).toFormat("LLLL yyyy") : _t("Month");
    }

    get noLessons() {
        const [from, to] = [this.state.from, this.state.to].map((iso) => luxon.DateTime.fromISO(iso).toFormat("dd.MM.yyyy"));
        return _t("There are no lessons from %(from)s to %(to)s.", { from, to });
    }

    get place() {
        return this.model.place || this.start;
    }

    get showsGrid() {
        return !this.ui.isSmall || this.state.tab === "grid";
    }

    /** Pixels for the table: beside the right-hand page it takes half of the window (grid.scss). */
    get tableWidth() {
        return browser.innerWidth * (this.showsContent ? 0.52 : 1);
    }

    get showsContent() {
        return this.ui.isSmall ? this.state.tab === "content" : this.state.side;
    }

    async setRange(span, from, to) {
        if (from && to && from <= to) {
            Object.assign(this.state, { span, from, to });
            this.#keepInUrl();
            await this.load();
        }
    }

    onSpan(ev) {
        const span = ev.target.value;
        const period = this.model.page.periods.find(([id]) => `p${id}` === span);
        if (period) {
            return this.setRange(span, period[2], period[3]);
        }
        if (span === "own") {
            this.state.span = "own";
            return;
        }
        const { from, to } = this.state;
        const { today } = this.model.page;
        return this.setMonth(monthRange(from <= today && today <= to ? today : from));
    }

    setMonth({ from, to }) {
        return this.setRange("month", from, to);
    }

    step(months) {
        return this.setMonth(shiftMonth(this.state.from, months));
    }

    toggleSide() {
        this.state.side = !this.state.side;
        browser.localStorage.setItem(SIDE_KEY, this.state.side ? "1" : "0");
    }

    // ----- commands ----------------------------------------------------------

    openWork(lesson, column, kind) {
        this.dialog.add(WorkDialog, { model: this.model, lesson, column, kind });
    }

    openContent(lesson) {
        Object.assign(this.state, { side: true, tab: "content", focus: lesson.id });
    }

    openHelp() {
        this.dialog.add(HelpDialog, { rules: this.model.rules });
    }

    async choose(id) {
        this.pageId = id;
        await this.open({});
        this.#keepInUrl();
        this.render();
    }
}

/** Follows the model: new works change the columns. */
function useModelBus(action) {
    action.model.bus.addEventListener("columns", () => action.render());
    action.model.bus.addEventListener("reload", () => action.load());
    action.model.bus.addEventListener("warning", ({ detail }) => action.notification.add(detail.sentence, { title: detail.record.label, type: "warning" }));
}
registry.category("actions").add("ej_journal.grid", GridAction);
