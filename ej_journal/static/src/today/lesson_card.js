import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { weekDay } from "../core/day_text";

/** What may be missing in a lesson -> words. */
export function missingLabel(block) {
    return {
        topic: _t("topic"),
        attendance: _t("attendance"),
        homework: _t("homework"),
        kind: _t("kind of work"),
        marks: _t("marks"),
    }[block];
}

/** A lesson of a day: when, whom, what it lacks; a click goes to that very place of the journal. */
export class LessonCard extends Component {
    static template = "ej_journal.LessonCard";
    static props = {
        lesson: Object,
        onOpen: Function, // (lesson, block | ""): the journal's page
        onFill: { type: Function, optional: true }, // (lesson): the page of the single lesson
        withDate: { type: Boolean, optional: true },
        today: { type: String, optional: true },
    };

    setup() {
        this.label = missingLabel;
    }

    get date() {
        return weekDay(this.props.lesson.d);
    }

    get isDone() {
        const { lesson } = this.props;
        return !lesson.missing.length && !lesson.cancelled;
    }

    get pair() {
        return _t("lesson %(pair)s", { pair: this.props.lesson.p });
    }

    get facts() {
        const { students, absent, marks, missing, s } = this.props.lesson;
        // until the attendance is confirmed nobody has said that the others were there
        const isKnown = !missing.includes("attendance");
        return [
            isKnown
                ? _t("%(present)s of %(students)s present", { present: students - absent, students })
                : _t("on the roll: %(students)s", { students }),
            !isKnown && absent && _t("absent: %(count)s", { count: absent }),
            marks && _t("marks: %(count)s", { count: marks }),
            s && _t("instead of %(name)s", { name: s }),
        ]
            .filter(Boolean)
            .join(" · ");
    }
}
