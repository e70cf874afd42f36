import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { longDay, monthOf } from "../core/day_text";
import { day } from "./grid_model";
import { finalStyle } from "./grid_row";
import { HeadMenu } from "./head_menu";

/** Months, days, kinds and the confirmation of attendance over the columns. */
export class GridHead extends Component {
    static template = "ej_journal.GridHead";
    static props = {
        model: Object,
        columns: Array,
        from: Number,
        to: Number,
        onWork: Function,
        onContent: { type: Function, optional: true },
        onFill: Function,
        onSelect: Function,
    };

    setup() {
        this.head = useState(this.props.model.head);
        this.menu = usePopover(HeadMenu, { position: "bottom-start", popoverClass: "ej-head-menu" });
    }

    get terms() {
        const { model } = this.props;
        return model.terms.map((term, index) => ({ ...term, style: finalStyle(model, index) }));
    }

    /** The columns that stand in the table now, see `firstColumns`. */
    get shown() {
        const { columns, from, to } = this.props;
        return columns.slice(from, to);
    }

    get months() {
        const months = [];
        for (const { lesson } of this.props.columns) {
            const name = monthOf(lesson.d);
            if (months.at(-1)?.name === name) {
                months.at(-1).span++;
            } else {
                months.push({ name, span: 1 });
            }
        }
        return months;
    }

    get lessons() {
        void this.head.v;
        const { model } = this.props;
        return this.shown
            .filter((column) => column.first)
            .map(({ lesson, span }) => ({
                lesson,
                span,
                number: lesson.d.slice(8).replace(/^0/, ""),
                today: lesson.d === model.page.today,
                tip: this.lessonTip(lesson),
                lock: model.lessonLock(lesson),
                empty: lesson.d <= model.page.today && !lesson.t,
            }));
    }

    get kinds() {
        void this.head.v;
        const { model } = this.props;
        return this.shown.map((column) => ({
            column,
            short: model.columnShort(column),
            title: model.columnTitle(column),
            today: column.lesson.d === model.page.today,
        }));
    }

    /** Full words for what the head abbreviates. */
    lessonTip(lesson) {
        const { model } = this.props;
        const date = longDay(lesson.d);
        const topic = model.topicOf(lesson);
        return [
            _t("%(date)s, lesson %(pair)s, %(hours)s h", { date, pair: lesson.p, hours: lesson.h }),
            model.lessonKinds.get(lesson.k)?.name,
            topic || (lesson.t ? "" : _t("Topic is not written")),
            lesson.s ? _t("Substitute: %(name)s", { name: lesson.s }) : "",
            model.lessonLock(lesson),
        ]
            .filter(Boolean)
            .join("\n");
    }

    isPresent(lesson) {
        void this.head.v;
        return this.props.model.isPresent(lesson);
    }

    presentState(lesson) {
        return this.props.model.lessonRecord("present", lesson.id)?.state || "";
    }

    presentTip(lesson) {
        const record = this.props.model.lessonRecord("present", lesson.id);
        if (record?.message) {
            return record.message;
        }
        return this.isPresent(lesson)
            ? _t("Attendance of %(date)s is confirmed", { date: day(lesson.d) })
            : _t("Everybody is present on %(date)s", { date: day(lesson.d) });
    }

    togglePresent(lesson) {
        const { model } = this.props;
        if (!model.lessonLock(lesson)) {
            const now = this.isPresent(lesson);
            model.writeLesson("present", lesson, now, !now);
        }
    }

    openMenu(column, ev) {
        const { model, onWork, onContent, onFill, onSelect } = this.props;
        this.menu.open(ev.currentTarget, { model, column, onWork, onContent, onFill, onSelect });
    }
}
