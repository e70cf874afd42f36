import { reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { readFresh } from "../core/read_fresh";
import { day } from "../grid/grid_model";

/** Texts compare without regard to spaces at the ends and doubled ones. */
const plain = (text) => (text || "").trim().replace(/\s+/g, " ");

/**
 * The right-hand page: topics, materials, homework of the lessons of a page, and the КТП.
 * Writes through the grid model's outbox; `GridModel` must be loaded for the same days.
 */
export class ContentModel {
    /** @param {{orm: Object, grid: import("../grid/grid_model").GridModel}} services */
    constructor({ orm, grid }) {
        Object.assign(this, { orm, grid });
        this.view = reactive({ v: 0 });
        this.warned = new Map();
        // a mark on its way changes nothing here, and a semester's lines are dear to render
        this.onChange = ({ detail }) => this.#isOurs(detail) && this.view.v++;
        this.onAnswered = (ev) => this.#take(ev.detail);
        grid.outbox.bus.addEventListener("update", this.onChange);
        grid.bus.addEventListener("answered", this.onAnswered);
    }

    destroy() {
        this.grid.outbox.bus.removeEventListener("update", this.onChange);
        this.grid.bus.removeEventListener("answered", this.onAnswered);
    }

    /** Whether any of the records is about a lesson of this page, not about its cells. */
    #isOurs(records) {
        return records.some(({ page, kind }) => page === this.grid.pageId && kind !== "cell" && kind !== "final");
    }

    async load(from, to) {
        const { data } = await readFresh(this.orm, "load_content", [[this.grid.pageId], from, to]);
        this.setData(data);
    }

    setData(data) {
        this.rows = data.rows;
        this.rowById = new Map(data.rows.map((row) => [row.id, row]));
        this.plan = data.plan.map(([id, number, name, hours, kind, used]) => ({ id, number, name, hours, kind, used }));
        this.topicById = new Map(this.plan.map((topic) => [topic.id, topic]));
        this.grid.topics = new Map(data.rows.map((row) => [row.id, row.topic]));
        this.view.v++;
    }

    // -------------------------------------------------------------------------
    // Reading
    // -------------------------------------------------------------------------

    record(kind, row, student = 0) {
        return this.grid.lessonRecord(kind, row.id, student);
    }

    /** What stands on the screen: topic, material, kind of lesson or homework of a lesson. */
    value(kind, row, student = 0) {
        const record = this.record(kind, row, student);
        return record ? record.want : this.stored(kind, row, student);
    }

    /** The same as the server has it. */
    stored(kind, row, student = 0) {
        if (kind === "lesson_kind") {
            return row.k;
        }
        if (kind === "homework") {
            const found = student ? row.individual.find((item) => item.student === student) : row.homework;
            return found ? homeworkValue(found) : null;
        }
        return row[kind] || "";
    }

    lock(row) {
        const lesson = this.grid.lessonById.get(row.id);
        return lesson ? this.grid.contentLock(lesson) : this.grid.page.why || "";
    }

    /** The topic's record of the КТП that a text stands for. */
    topicOf(row) {
        const record = this.record("topic", row);
        return this.topicById.get(record ? record.topic_id : row.topic_id);
    }

    /** Whether the topic departs from the КТП: free text, or a changed wording. */
    isDeviation(row) {
        const text = plain(this.value("topic", row));
        return Boolean(text && this.plan.length && plain(this.topicOf(row)?.name) !== text);
    }

    /** Hours of a topic that no lesson has taken yet, unsent work included. */
    hoursLeft(topic) {
        let left = topic.used === true ? 0 : topic.hours - (topic.used || 0);
        for (const row of this.rows) {
            const record = this.record("topic", row);
            if (record?.state === "waiting" && record.topic_id !== row.topic_id) {
                left -= record.topic_id === topic.id ? row.h : 0;
                left += row.topic_id === topic.id ? row.h : 0;
            }
        }
        return left;
    }

    /** Topics of the КТП still to be given, in order; of the lesson's own kind first come first. */
    get openTopics() {
        return this.plan.filter((topic) => this.hoursLeft(topic) > 0);
    }

    /**
     * The КТП's next topics for the lessons that have none: those held, and one ahead. A topic of
     * four hours is offered for two pairs.
     */
    get proposals() {
        if (this.proposedAt !== this.view.v) {
            this.proposedAt = this.view.v;
            this.proposed = this.#propose();
        }
        return this.proposed;
    }

    #propose() {
        const { today } = this.grid.page;
        const empty = this.rows.filter((row) => !this.value("topic", row) && !this.lock(row));
        const ahead = empty.find((row) => row.d > today);
        return this.#lay(empty.filter((row) => row.d <= today || row === ahead));
    }

    /** Lays topics in order over lessons: {row: topic}. */
    #lay(rows) {
        const left = new Map(this.openTopics.map((topic) => [topic, this.hoursLeft(topic)]));
        const laid = new Map();
        for (const row of rows) {
            // what the КТП laid over the timetable says of this lesson comes first
            const planned = (row.t || []).map((id) => this.topicById.get(id));
            const topic = [...planned, ...left.keys()].find((one) => left.get(one) > 0);
            if (!topic) {
                break;
            }
            left.set(topic, left.get(topic) - row.h);
            laid.set(row, topic);
        }
        return laid;
    }

    // -------------------------------------------------------------------------
    // Writing
    // -------------------------------------------------------------------------

    write(kind, row, want, extra = {}) {
        const student = extra.student || 0;
        const record = this.record(kind, row, student);
        const seen = record?.state === "waiting" ? record.want : this.stored(kind, row, student);
        if (JSON.stringify(seen) !== JSON.stringify(want)) {
            this.grid.writeLesson(kind, row, seen, want, { label: `${day(row.d)}: ${KIND_LABEL[kind]()}`, ...extra });
        }
    }

    /** Writes a topic; the text of a КТП's topic is tied to it. */
    writeTopic(row, text, topic) {
        const clean = plain(text);
        const known = topic || this.plan.find((one) => plain(one.name) === clean);
        this.write("topic", row, clean, { topic_id: known ? known.id : null });
        if (known?.kind && row.k === "lesson" && known.kind !== row.k) {
            this.write("lesson_kind", row, known.kind);
        }
    }

    /**
     * Lays the КТП over lessons: from a lesson on, over those without a topic. A topic of four hours
     * takes two pairs.
     *
     * @param {Object} first row to begin with
     * @param {number} count how many lessons
     * @returns {number} how many got a topic
     */
    layPlan(first, count) {
        const empty = this.rows
            .slice(this.rows.indexOf(first))
            .filter((row) => !this.value("topic", row) && !this.lock(row))
            .slice(0, count);
        const laid = this.#lay(empty);
        laid.forEach((topic, row) => this.writeTopic(row, topic.name, topic));
        return laid.size;
    }

    #take(pairs) {
        for (const { record, answer } of pairs) {
            const row = record.page === this.grid.pageId && this.rowById?.get(record.lesson);
            if (!row || answer.now === undefined) {
                continue;
            }
            this.#store(row, record, answer);
            if (record.kind === "topic" || record.kind === "homework") {
                // the departure from the КТП has its own badge
                this.warned.set(row.id, (answer.warn || []).filter(([code]) => code !== "deviation").map(([, sentence]) => sentence));
            }
        }
        if (this.#isOurs(pairs.map(({ record }) => record))) {
            this.view.v++;
        }
    }

    /** Sentences of the regulation about a lesson's text; they do not stop the saving. */
    warnings(row) {
        return this.warned.get(row.id) || [];
    }

    #store(row, record, answer) {
        const { now } = answer;
        if (record.kind === "topic") {
            this.#moveHours(row, answer.status === "saved" ? record.topic_id : row.topic_id);
            row.topic = now;
            this.grid.topics.set(row.id, now);
        } else if (record.kind === "material") {
            row.material = now;
        } else if (record.kind === "lesson_kind") {
            row.k = now;
        } else if (record.kind === "homework" && record.student) {
            row.individual = row.individual.filter((item) => item.student !== record.student);
            if (now) {
                row.individual.push({ ...now, student: record.student });
            }
        } else if (record.kind === "homework") {
            row.homework = now;
        }
    }

    #moveHours(row, topicId) {
        for (const [id, sign] of [[row.topic_id, -1], [topicId, 1]]) {
            const topic = this.topicById.get(id);
            if (topic && topic.used !== true) {
                topic.used = (topic.used || 0) + sign * row.h;
            }
        }
        row.topic_id = topicId;
    }
}

const KIND_LABEL = {
    topic: () => _t("topic"),
    material: () => _t("material"),
    lesson_kind: () => _t("kind of lesson"),
    homework: () => _t("homework"),
};

/** Homework as the door takes it, of a row that may carry more (who, when, whose). */
export function homeworkValue({ content, character, pages, numbers, links, due, none }) {
    return {
        content: content || "",
        character: character || "",
        pages: pages || "",
        numbers: numbers || "",
        links: links || "",
        due: due || null,
        none: Boolean(none),
    };
}

/** Homework on one line: «§ 14, с. 52–55, № 3, 4; к 21.10». */
export function homeworkText(homework) {
    if (!homework) {
        return "";
    }
    if (homework.none) {
        return _t("not set");
    }
    return [
        homework.content,
        homework.pages && _t("p. %(pages)s", { pages: homework.pages }),
        homework.numbers && _t("No. %(numbers)s", { numbers: homework.numbers }),
        homework.character,
        homework.due && _t("by %(date)s", { date: day(homework.due) }),
    ]
        .filter(Boolean)
        .join(", ");
}
