import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { useService } from "@web/core/utils/hooks";
import { shortDay } from "../core/day_text";
import { describeMoment, shortName } from "../outbox/describe";
import { homeworkText, homeworkValue } from "./content_model";
import { FieldState } from "./field_state";
import { HomeworkDialog } from "./homework_dialog";
import { TopicList } from "./topic_list";

/** One lesson of the right-hand page. */
export class ContentRow extends Component {
    static template = "ej_journal.ContentRow";
    static components = { FieldState };
    static props = { content: Object, row: Object, number: Number, today: String, version: Number, onLayPlan: Function };

    setup() {
        this.dialog = useService("dialog");
        this.topicInput = useRef("topic");
        this.topics = usePopover(TopicList, { position: "bottom-start", popoverClass: "ej-topics-popover" });
        this.state = useState({ material: false, choosing: false });
        this.moment = describeMoment;
    }

    get content() {
        return this.props.content;
    }

    get row() {
        return this.props.row;
    }

    get date() {
        return shortDay(this.row.d);
    }

    get pair() {
        return _t("lesson %(pair)s", { pair: this.row.p });
    }

    get lock() {
        return this.content.lock(this.row);
    }

    get topic() {
        return this.content.value("topic", this.row);
    }

    get material() {
        return this.content.value("material", this.row);
    }

    get kind() {
        return this.content.value("lesson_kind", this.row);
    }

    /**
     * Kinds of lesson to choose from: the present one alone until somebody comes near. A semester of
     * closed lists would be two thousand elements that nobody sees.
     */
    get kinds() {
        const { lessonKinds } = this.content.grid;
        const present = lessonKinds.get(this.kind);
        return this.state.choosing || !present ? [...lessonKinds.values()] : [present];
    }

    onNear() {
        this.state.choosing = !this.lock;
    }

    get warnings() {
        return this.content.warnings(this.row);
    }

    get nextTopic() {
        return this.lock || this.topic ? null : this.content.proposals.get(this.row);
    }

    get homework() {
        return homeworkText(this.content.value("homework", this.row));
    }

    /** Lines of individual homework: those stored and those on their way. */
    get individual() {
        const { grid } = this.content;
        const students = new Set(this.row.individual.map((item) => item.student));
        for (const student of grid.rows) {
            if (this.content.record("homework", this.row, student.id)) {
                students.add(student.id);
            }
        }
        return [...students]
            .map((id) => ({
                id,
                name: grid.rowById.get(id)?.name || "",
                text: homeworkText(this.content.value("homework", this.row, id)),
                record: this.content.record("homework", this.row, id),
            }))
            .filter((item) => item.text || item.record);
    }

    record(kind) {
        return this.content.record(kind, this.row);
    }

    onTopic(ev) {
        this.content.writeTopic(this.row, ev.target.value);
    }

    takeNext() {
        this.content.writeTopic(this.row, this.nextTopic.name, this.nextTopic);
    }

    openTopics(ev) {
        this.topics.open(ev.currentTarget, {
            content: this.content,
            onPick: (topic) => this.content.writeTopic(this.row, topic.name, topic),
            onLay: (count) => this.props.onLayPlan(this.row, count),
        });
    }

    onKind(ev) {
        this.content.write("lesson_kind", this.row, ev.target.value);
    }

    onMaterial(ev) {
        this.content.write("material", this.row, ev.target.value.trim());
    }

    setNone() {
        this.content.write("homework", this.row, homeworkValue({ none: true }));
    }

    openHomework(student = 0) {
        this.dialog.add(HomeworkDialog, { content: this.content, row: this.row, student });
    }

    get signature() {
        const { by, at, late } = this.row;
        return by ? { by: shortName(by), at: this.moment(at), late: late ? _t("written after the deadline") : "" } : null;
    }
}
