import { EventBus, reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { readFresh } from "../core/read_fresh";
import { CellRules, joinCell, splitCell } from "../core/cell_text";

/** How long a cell shows that it has just been saved. */
const SAVED_MS = 1600;
/** Pause after saving before the sums of the touched students are asked. */
const SUMS_MS = 700;

/**
 * The page as it stands on the screen: what the server answered, with the operations of the outbox
 * laid over it. Plain data; one reactive counter `v` per row tells the row's component to render, so
 * a keystroke costs one row and not the table.
 */
export class GridModel {
    /** @param {{orm: Object, outbox: import("../outbox/outbox").Outbox, page: number}} services */
    constructor({ orm, outbox, page }) {
        Object.assign(this, { orm, outbox, pageId: page });
        this.bus = new EventBus();
        this.head = reactive({ v: 0 });
        this.savedCells = new Map(); // cell just saved -> whether after the lesson's deadline
        this.staleStudents = new Set();
        this.onUpdate = (ev) => this.#onUpdate(ev.detail);
        this.onAnswered = (ev) => this.#onAnswered(ev.detail);
        outbox.bus.addEventListener("update", this.onUpdate);
        outbox.bus.addEventListener("answered", this.onAnswered);
    }

    destroy() {
        this.outbox.bus.removeEventListener("update", this.onUpdate);
        this.outbox.bus.removeEventListener("answered", this.onAnswered);
        browser.clearTimeout(this.sumsTimer);
    }

    /** Reads the page for a span of days (ISO dates, both included). */
    async load(from, to) {
        const { data, fresh } = await readFresh(this.orm, "load_grid", [[this.pageId], from, to]);
        this.isStale = !fresh;
        this.setData(data);
    }

    setData(data) {
        this.page = data.page;
        this.rules = new CellRules(data.rules);
        this.kindRequired = data.rules.kind_required;
        this.individual = data.rules.individual;
        this.kinds = new Map(data.kinds.map(([id, short, name, weight, numbered]) => [id, { id, short, name, weight, numbered }]));
        this.lessonKinds = new Map(data.lesson_kinds.map(([code, short, name]) => [code, { code, short, name }]));
        this.lessons = data.lessons;
        this.lessonById = new Map(data.lessons.map((lesson) => [lesson.id, lesson]));
        this.locks = data.locks || {};
        this.terms = (data.terms || []).map(([id, name, lock]) => ({ id, name, lock }));
        this.finalValues = [...data.rules.scale, ...(data.codes || [])];
        this.rows = data.students.map(([id, name, group, from, to, note], index) => ({
            id, name, group, from, to, note, index,
            marks: data.marks[id] || {},
            comments: data.comments?.[id] || {},
            absences: data.absences[id] || {},
            sums: data.sums[id] || [],
            finals: data.finals?.[id] || {},
            proposals: data.proposals?.[id] || {},
            view: reactive({ v: 0 }),
        }));
        this.rowById = new Map(this.rows.map((row) => [row.id, row]));
        this.#buildColumns();
        this.#indexRecords();
    }

    #buildColumns() {
        this.columns = [];
        for (const lesson of this.lessons) {
            const works = lesson.w.length ? lesson.w : [[0, 0, "", "", 1]];
            works.forEach(([work, kind, number, title, weight], index) => {
                this.columns.push({
                    key: `${lesson.id}:${work}`,
                    lesson, work, kind, number, title, weight,
                    first: index === 0,
                    last: index === works.length - 1,
                    span: works.length,
                });
            });
        }
        this.columns.forEach((column, index) => (column.index = index));
    }

    /** The work that an operation's 0 («the lesson's only work») means on the screen now. */
    #workOf(record) {
        return record.work || this.lessonById.get(record.lesson)?.w[0]?.[0] || 0;
    }

    #indexRecords() {
        this.cellRecords = new Map();
        this.lessonRecords = new Map();
        this.finalRecords = new Map();
        for (const record of this.outbox.ofPage(this.pageId)) {
            if (record.kind === "final") {
                this.finalRecords.set(`${record.student}:${record.period}`, record);
            } else if (record.kind === "cell") {
                this.cellRecords.set(`${record.student}:${record.lesson}:${this.#workOf(record)}`, record);
            } else {
                this.lessonRecords.set(`${record.kind}:${record.lesson}:${record.student || 0}:${record.work || 0}`, record);
            }
        }
    }

    // -------------------------------------------------------------------------
    // Reading
    // -------------------------------------------------------------------------

    /** The outbox's record that covers a cell, or undefined. */
    record(row, column) {
        return this.cellRecords.get(`${row.id}:${column.key}`);
    }

    /** A record about a lesson: kind `present`, `topic`, `homework` …; see the door. */
    lessonRecord(kind, lesson, student = 0, work = 0) {
        return this.lessonRecords.get(`${kind}:${lesson}:${student}:${work}`);
    }

    /** What stands in the cell on the screen. */
    text(row, column) {
        const record = this.record(row, column);
        return record ? record.want : this.storedText(row, column);
    }

    /**
     * What the server has in the cell, as far as this screen knows; an absence on its way through
     * another work of the same lesson counts, for it is sent first.
     */
    storedText(row, column) {
        let absence = row.absences[column.lesson.id];
        if (column.span > 1) {
            const sibling = this.columns
                .filter((other) => other.lesson === column.lesson && other !== column)
                .map((other) => this.record(row, other))
                .filter((record) => record?.state === "waiting")
                .sort((a, b) => b.seq - a.seq)[0];
            absence = sibling ? splitCell(sibling.want, this.rules.letters).absence : absence;
        }
        return joinCell(absence, row.marks[column.work]);
    }

    /** `""`, `waiting`, `refused`, `conflict` or `saved` (a moment ago). */
    cellState(row, column) {
        const record = this.record(row, column);
        if (record) {
            return record.state;
        }
        return this.savedCells.has(`${row.id}:${column.key}`) ? "saved" : "";
    }

    /** Whether the cell was saved a moment ago and after the deadline of its lesson. */
    isSavedLate(row, column) {
        return this.savedCells.get(`${row.id}:${column.key}`) || false;
    }

    /** What became of the value in the cell, as a sentence; undefined when nothing is to be told. */
    stateSentence(row, column) {
        const record = this.record(row, column);
        return {
            waiting: _t("Not saved yet"),
            saved: this.isSavedLate(row, column) ? _t("Saved after the deadline") : _t("Saved"),
            refused: record?.message,
            conflict: record && _t("%(who)s wrote another value here meanwhile.", { who: record.by || _t("Somebody else") }),
        }[this.cellState(row, column)];
    }

    /** The outbox's record that covers a final mark, or undefined. */
    finalRecord(row, term) {
        return this.finalRecords.get(`${row.id}:${term.id}`);
    }

    /** What stands as the final mark on the screen, and its state as of a cell. */
    final(row, term) {
        const record = this.finalRecord(row, term);
        const saved = this.savedCells.has(`${row.id}:final:${term.id}`) ? "saved" : "";
        return { text: record ? record.want : row.finals[term.id] || "", state: record ? record.state : saved };
    }

    /** Whether a final mark differs from what the average proposes, so that it wants its ground. */
    wantsGround(row, term, value) {
        const proposed = row.proposals[term.id];
        return Boolean(value) && (proposed ? value !== proposed : /^[0-9]+$/.test(value));
    }

    /** Whether anything on the page can be written: marks, or at least reasons of absences. */
    get isOpen() {
        return this.page.write || this.lessons.some((lesson) => lesson.x === "reason");
    }

    /** The sentence why a cell cannot be written, or "". */
    lockReason(row, column) {
        const { lesson } = column;
        if (row.from && lesson.d < row.from) {
            return _t("%(student)s came to the group on %(date)s.", { student: row.name, date: day(row.from) });
        }
        if (row.to && lesson.d > row.to) {
            return _t("%(student)s left the group on %(date)s.", { student: row.name, date: day(row.to) });
        }
        if (lesson.x === "reason" && this.rules.counted.has(row.absences[lesson.id])) {
            return ""; // a curator sets the reason of a noted absence; the door takes nothing else
        }
        return this.lessonLock(lesson);
    }

    /** The sentence why marks and attendance of a lesson cannot be written, or "". */
    lessonLock(lesson) {
        if (lesson.x) {
            return this.locks[lesson.x] || lesson.x;
        }
        return this.page.write ? "" : this.page.why || _t("You may read this page but not write in it.");
    }

    /** The same for topic, homework, works: they may be prepared before the lesson's day. */
    contentLock(lesson) {
        return lesson.x === "future" ? "" : this.lessonLock(lesson);
    }

    /** Whether attendance of the lesson is confirmed, unsent confirmation included. */
    isPresent(lesson) {
        const record = this.lessonRecord("present", lesson.id);
        return record ? record.want : Boolean(lesson.c);
    }

    /** Columns of the same day: a block of lessons. */
    dayColumns(column) {
        return this.columns.filter(({ lesson, first }) => first && lesson.d === column.lesson.d);
    }

    /** Two letters over a column: of the work, or of the lesson while it has no work. */
    columnShort({ lesson, work, kind, number }) {
        const short = work ? this.kinds.get(kind)?.short || "" : this.lessonKinds.get(lesson.k)?.short || "";
        return `${short}${number || ""}`;
    }

    /** The same in full. */
    columnTitle({ lesson, work, kind, number, title }) {
        if (!work) {
            return this.lessonKinds.get(lesson.k)?.name || "";
        }
        const name = [this.kinds.get(kind)?.name, number && `№ ${number}`].filter(Boolean).join(" ");
        return title ? `${name}: ${title}` : name;
    }

    /** A work as the door takes it. */
    workValue({ kind, number, title, weight }) {
        return { kind, number: number || "", title: title || "", weight };
    }

    /** Topic of a lesson for tooltips, when the right-hand page has been read. */
    topicOf(lesson) {
        return this.topics?.get(lesson.id) || "";
    }

    label(row, column) {
        return `${row.name}, ${day(column.lesson.d)}`;
    }

    // -------------------------------------------------------------------------
    // Writing
    // -------------------------------------------------------------------------

    /**
     * Puts texts into cells.
     *
     * @param {{row: Object, column: Object, text: string, code?: string, message?: string}[]} cells
     * @returns {Object[]} for undo: the cells with their texts before
     */
    write(cells) {
        const changes = [];
        const before = [];
        for (const { row, column, text, code, message, kind, comment } of cells) {
            const seen = this.text(row, column);
            if (seen === text && !code && comment === undefined) {
                continue;
            }
            before.push({ row, column, text: code ? "" : seen });
            changes.push({
                page: this.pageId,
                kind: "cell",
                lesson: column.lesson.id,
                student: row.id,
                work: column.work,
                seen: this.record(row, column)?.state === "waiting" ? seen : this.storedText(row, column),
                want: text,
                label: this.label(row, column),
                work_kind: kind,
                comment,
                force: comment !== undefined,
                code,
                message,
            });
        }
        if (changes.length) {
            this.outbox.put(changes);
        }
        return before;
    }

    /** Puts a final mark into the outbox, with its ground. */
    /** The final mark that a key stands for: "" for Delete, undefined for a key that is no mark. */
    finalOfKey({ key }) {
        if (key === "Delete" || key === "Backspace") {
            return "";
        }
        const typed = key.toLowerCase();
        return this.finalValues.find((one) => one === typed || (typed === "а" && one === "н/а"));
    }

    writeFinal(row, term, want, reason) {
        const record = this.finalRecord(row, term);
        this.outbox.put([
            {
                page: this.pageId,
                kind: "final",
                student: row.id,
                period: term.id,
                seen: record?.state === "waiting" ? record.want : row.finals[term.id] || "",
                want,
                reason: reason || undefined,
                label: `${row.name}, ${term.name}`,
            },
        ]);
    }

    /** Puts an operation about a lesson (not a cell) into the outbox. */
    writeLesson(kind, lesson, seen, want, extra = {}) {
        this.outbox.put([
            { page: this.pageId, kind, lesson: lesson.id, seen, want, label: day(lesson.d), ...extra },
        ]);
    }

    // -------------------------------------------------------------------------
    // Answers
    // -------------------------------------------------------------------------

    #onUpdate(changed) {
        if (!this.rows) {
            return;
        }
        this.#indexRecords();
        const touched = new Set();
        let head = false;
        for (const record of changed) {
            if (record.page === this.pageId) {
                ["cell", "final"].includes(record.kind) ? touched.add(record.student) : (head = true);
            }
        }
        this.#bump(touched);
        if (head) {
            this.head.v++;
        }
    }

    #bump(students) {
        for (const id of students) {
            const row = this.rowById.get(id);
            if (row) {
                row.view.v++;
            }
        }
    }

    #onAnswered(pairs) {
        const touched = new Set();
        for (const { record, answer } of pairs) {
            if (record.kind === "final" && record.page === this.pageId) {
                this.#takeFinal(record, answer);
                continue;
            }
            const lesson = record.page === this.pageId && this.lessonById?.get(record.lesson);
            if (!lesson) {
                continue;
            }
            if (record.kind === "cell") {
                this.#takeCell(record, answer, lesson);
                touched.add(record.student);
            } else {
                this.#takeLesson(record, answer, lesson);
            }
        }
        if (touched.size) {
            this.#indexRecords();
            this.#bump(touched);
            this.#askSums(touched);
        }
        this.bus.trigger("answered", pairs);
    }

    #takeFinal(record, answer) {
        const row = this.rowById?.get(record.student);
        if (row && typeof answer.now === "string") {
            row.finals[record.period] = answer.now;
            if (answer.status === "saved") {
                this.#showSaved(row, `${row.id}:final:${record.period}`, Boolean(answer.late));
            }
        }
    }

    #takeCell(record, answer, lesson) {
        const row = this.rowById.get(record.student);
        if (!row || answer.now === undefined || answer.now === null) {
            return;
        }
        if (answer.status === "saved" && answer.work && !lesson.w.some(([id]) => id === answer.work)) {
            this.#addWork(lesson, answer.work, record.work_kind);
        }
        const work = record.work || lesson.w[0]?.[0] || 0;
        const { absence, mark } = splitCell(answer.now, this.rules.letters);
        absence ? (row.absences[lesson.id] = absence) : delete row.absences[lesson.id];
        mark ? (row.marks[work] = mark) : delete row.marks[work];
        if (answer.status === "saved") {
            if (answer.comment !== undefined) {
                row.comments[work] = answer.comment;
            }
            if (absence) {
                lesson.c = 1; // who enters absentees has looked at attendance
            }
            this.#showSaved(row, `${row.id}:${lesson.id}:${work}`, Boolean(answer.late));
        }
    }

    /** The door made the lesson's work for its first mark. */
    #addWork(lesson, work, kindId) {
        const kind = this.kinds.get(kindId);
        if (!kind || lesson.w.length) {
            this.bus.trigger("reload"); // somebody else's work: its kind is not known here
            return;
        }
        lesson.w.push([work, kind.id, "", "", kind.weight]);
        this.#buildColumns();
        this.head.v++;
        this.bus.trigger("columns");
    }

    #showSaved(row, key, late) {
        this.savedCells.set(key, late);
        browser.setTimeout(() => {
            this.savedCells.delete(key);
            row.view.v++;
        }, SAVED_MS);
    }

    #takeLesson(record, answer, lesson) {
        if (record.kind === "present" && answer.now !== undefined) {
            lesson.c = answer.now ? 1 : 0;
        } else if (record.kind === "lesson_kind" && answer.now) {
            lesson.k = answer.now;
        } else if (record.kind === "topic") {
            lesson.t = answer.now ? 1 : 0;
        } else if (record.kind === "homework" && !record.student) {
            lesson.hw = answer.now ? 1 : 0;
        } else if (record.kind === "work" && answer.status === "saved") {
            this.bus.trigger("reload");
        }
        for (const [, sentence] of answer.warn || []) {
            this.bus.trigger("warning", { record, sentence });
        }
        this.head.v++;
    }

    #askSums(students) {
        students.forEach((id) => this.staleStudents.add(id));
        browser.clearTimeout(this.sumsTimer);
        this.sumsTimer = browser.setTimeout(() => this.#loadSums(), SUMS_MS);
    }

    async #loadSums() {
        const ids = [...this.staleStudents];
        this.staleStudents.clear();
        try {
            const { from, to } = this.page;
            const sums = await this.orm.silent.call("ej.journal", "load_sums", [[this.pageId], ids, from, to]);
            for (const [id, values] of Object.entries(sums)) {
                const row = this.rowById.get(Number(id));
                if (row) {
                    row.sums = values;
                    row.view.v++;
                }
            }
        } catch {
            ids.forEach((id) => this.staleStudents.add(id)); // asked again after the next saving
        }
    }
}

/** "14.10" of an ISO date. */
export function day(iso) {
    return iso ? `${iso.slice(8, 10)}.${iso.slice(5, 7)}` : "";
}
