import { Component, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { router } from "@web/core/browser/router";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ContentModel, homeworkText, homeworkValue } from "../content/content_model";
import { FieldState } from "../content/field_state";
import { HomeworkDialog } from "../content/homework_dialog";
import { splitCell } from "../core/cell_text";
import { useJournalMenu } from "../core/journal_menu";
import { GridModel, day } from "../grid/grid_model";
import { KindPicker } from "../grid/kind_picker";
import { WorkDialog } from "../grid/work_dialog";
import { OutboxStatus } from "../outbox/outbox_status";
import { LessonRow } from "./lesson_row";

/**
 * A single lesson for a phone or a tablet in the classroom: topic, homework, students with big
 * buttons. The same models and outbox as the grid, one day wide.
 */
export class LessonAction extends Component {
    static template = "ej_journal.LessonAction";
    static components = { Layout, LessonRow, FieldState, OutboxStatus };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.outbox = useService("ej_outbox");
        this.dialog = useService("dialog");
        this.action = useService("action");
        this.notification = useService("notification");
        this.display = { controlPanel: {} };
        this.root = useRef("root");
        useJournalMenu();
        const asked = { ...router.current, ...this.props.action.context };
        this.asked = { journal_id: Number(asked.journal_id || 0), ej_lesson: Number(asked.ej_lesson || 0), ej_date: asked.ej_date || "" };
        this.state = useState({ lesson: this.asked.ej_lesson, work: 0, wholeDay: false, failed: false, version: 0 });
        this.next = asked.ej_next || []; // lessons of "Today" that lack something too
        this.kindOf = new Map();
        this.model = new GridModel({ orm: this.orm, outbox: this.outbox, page: this.asked.journal_id });
        this.content = new ContentModel({ orm: this.orm, grid: this.model });
        useBus(this.model.bus, "columns", () => this.state.version++);
        useBus(this.model.bus, "reload", () => this.load());
        useBus(this.model.bus, "warning", ({ detail }) => this.notification.add(detail.sentence, { type: "warning" }));
        useBus(this.outbox.bus, "update", () => this.render());
        useBus(this.model.bus, "answered", () => this.render());
        onWillStart(() => this.open());
        onMounted(() => {
            this.props.updateActionState?.(this.asked);
            this.#focus(".ej-one-take, .ej-one-none, .ej-student .ej-big");
        });
        onWillUnmount(() => {
            this.content.destroy();
            this.model.destroy();
        });
    }

    async open() {
        if (!this.asked.journal_id || !this.asked.ej_date) {
            return; // the template sends to "Today"
        }
        await this.load();
        this.env.config.setDisplayName?.(this.model.page ? `${this.model.page.title}, ${day(this.asked.ej_date)}` : _t("Lesson"));
    }

    async load() {
        const { ej_date: date } = this.asked;
        try {
            await Promise.all([this.model.load(date, date), this.content.load(date, date)]);
            this.state.failed = false;
            this.state.version++;
        } catch (error) {
            this.state.failed = true;
            if (error.data) {
                throw error;
            }
        }
    }

    // ----- what is shown -----------------------------------------------------

    get lesson() {
        return this.model.lessonById.get(this.state.lesson) || this.model.lessons[0];
    }

    get columns() {
        return this.model.columns.filter((column) => column.lesson === this.lesson);
    }

    get column() {
        return this.columns.find((column) => column.work === this.state.work) || this.columns[0];
    }

    get rows() {
        const { d } = this.lesson;
        return this.model.rows.filter((row) => (!row.from || row.from <= d) && (!row.to || row.to >= d));
    }

    get line() {
        return this.content.rowById.get(this.lesson.id);
    }

    get lock() {
        return this.model.lessonLock(this.lesson);
    }

    get contentLock() {
        return this.model.contentLock(this.lesson);
    }

    get topic() {
        return this.content.value("topic", this.line);
    }

    get nextTopic() {
        return this.topic || this.contentLock ? null : this.content.openTopics[0]; // in order: one lesson on the screen
    }

    get homework() {
        return homeworkText(this.content.value("homework", this.line));
    }

    get isPresent() {
        return this.model.isPresent(this.lesson);
    }

    get nextLesson() {
        return this.next[0];
    }

    get title() {
        const date = luxon.DateTime.fromISO(this.lesson.d).toFormat("ccc, d MMMM");
        return _t("%(date)s, lesson %(pair)s", { date, pair: this.lesson.p });
    }

    // ----- commands ----------------------------------------------------------

    write(cell) {
        const { mark, absence } = splitCell(cell.text, this.model.rules.letters);
        if (mark && !cell.column.work && this.model.kindRequired && !this.kindOf.has(this.lesson.id)) {
            return this.#askKind(cell);
        }
        const columns = this.state.wholeDay && absence && !mark ? this.model.dayColumns(cell.column) : [cell.column];
        this.model.write(
            columns
                .filter((column) => !this.model.lockReason(cell.row, column))
                .map((column) => ({ ...cell, column, kind: this.kindOf.get(column.lesson.id) }))
        );
    }

    #askKind(cell) {
        const lesson = this.lesson;
        this.dialog.add(KindPicker, {
            kinds: [...this.model.kinds.values()],
            value: cell.text,
            onPick: (kind) => {
                this.kindOf.set(lesson.id, kind.id);
                this.write(cell);
            },
            onDescribe: (kind) => this.openWork(kind.id),
        });
    }

    openWork(kind) {
        this.dialog.add(WorkDialog, { model: this.model, lesson: this.lesson, column: null, kind });
    }

    togglePresent() {
        this.model.writeLesson("present", this.lesson, this.isPresent, !this.isPresent);
    }

    takeTopic() {
        this.content.writeTopic(this.line, this.nextTopic.name, this.nextTopic);
        this.#focus(".ej-one-none, .ej-one-hw");
    }

    /** A button that has done its work is gone: the keyboard goes on from the next one. */
    #focus(selector) {
        browser.setTimeout(() => this.root.el?.querySelector(selector)?.focus());
    }

    /**
     * The keyboard does what the buttons do: a value is put to the student in focus and the focus
     * goes down, arrows move over the students, Delete clears.
     */
    onKeydown(ev) {
        const line = ev.target.closest(".ej-student");
        const row = line && this.rows.find(({ id }) => id === Number(line.dataset.student));
        if (!row || ev.ctrlKey || ev.altKey || ev.metaKey) {
            return;
        }
        const clears = ev.key === "Delete" || ev.key === "Backspace";
        const value = clears ? "" : this.model.rules.valueOfKey(ev);
        const step = { ArrowUp: -1, ArrowDown: 1 }[ev.key] || (value ? 1 : 0);
        if (!step && value === undefined) {
            return;
        }
        ev.preventDefault();
        if (value !== undefined) {
            this.#put(row, value);
        }
        const target = { "-1": line.previousElementSibling, 1: line.nextElementSibling, 0: line }[step];
        target?.querySelector(".ej-big")?.focus();
    }

    /** Puts a value of the keyboard to a student; a place that is locked stays as it is. */
    #put(row, value) {
        const { column } = this;
        if (!this.model.lockReason(row, column)) {
            const text = value && this.model.rules.typeOver(this.model.text(row, column), value);
            this.write({ row, column, text });
        }
    }

    openNext() {
        const [next, ...rest] = this.next;
        return this.action.doAction("ej_journal.ej_lesson_action", { additionalContext: { ...next, ej_next: rest }, stackPosition: "replaceCurrentAction" });
    }

    onTopic(ev) {
        this.content.writeTopic(this.line, ev.target.value);
    }

    openHomework() {
        this.dialog.add(HomeworkDialog, { content: this.content, row: this.line, student: 0 });
    }

    noHomework() {
        this.content.write("homework", this.line, homeworkValue({ none: true }));
        this.#focus(".ej-student .ej-big");
    }

    openGrid() {
        this.action.doAction("ej_journal.ej_grid_action", {
            additionalContext: { journal_id: this.asked.journal_id, ej_lesson: this.lesson.id, ej_date: this.lesson.d },
        });
    }

    openToday() {
        this.action.doAction("ej_journal.ej_today_action", { clearBreadcrumbs: true });
    }
}

registry.category("actions").add("ej_journal.lesson", LessonAction);
