import { Component, onWillStart, useState } from "@odoo/owl";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDate, deserializeDateTime, formatDate, formatDateTime, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { KeepLast } from "@web/core/utils/concurrency";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const KINDS = [
    { key: "group", model: "ej.group", label: _t("Group") },
    { key: "teacher", model: "hr.employee", label: _t("Teacher") },
    { key: "room", model: "ej.room", label: _t("Room") },
];

/**
 * The week of the timetable by group, teacher or room: days across, pairs down; on a phone a list
 * of days. Reads by one call, `ej.lesson.load_week`; whoever may change the timetable opens the
 * dialog of changes from a lesson or from an empty place.
 */
export class Week extends Component {
    static template = "ej_timetable.Week";
    static components = { RecordSelector, DateTimeInput };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.ui = useService("ui");
        this.kinds = KINDS;
        this.keepLast = new KeepLast();
        this.state = useState({ week: null, cells: {}, small: this.ui.isSmall });
        useBus(this.ui.bus, "resize", () => (this.state.small = this.ui.isSmall));
        const state = this.props.state || {};
        onWillStart(() => this.load(state.kind || "group", state.resId || 0, state.monday || ""));
    }

    async load(kind, id, monday) {
        const week = await this.keepLast.add(
            this.orm.call("ej.lesson", "load_week", [kind, id, monday])
        );
        const cells = {};
        for (const lesson of week.lessons) {
            const key = `${lesson.date}/${lesson.pair}`;
            (cells[key] ||= []).push(lesson);
        }
        Object.assign(this.state, { week, cells });
        this.props.updateActionState?.({ kind: week.kind, resId: week.id, monday: week.monday });
    }

    reload() {
        const { kind, id, monday } = this.state.week;
        return this.load(kind, id, monday);
    }

    // what is shown -------------------------------------------------------

    get kind() {
        return this.kinds.find((kind) => kind.key === this.state.week.kind);
    }

    get date() {
        return deserializeDate(this.state.week.monday);
    }

    get parity() {
        return { odd: _t("numerator"), even: _t("denominator") }[this.state.week.week] || "";
    }

    get changed() {
        return this.state.week.changed
            ? formatDateTime(deserializeDateTime(this.state.week.changed))
            : "";
    }

    get printUrl() {
        const { kind, id, monday } = this.state.week;
        return `/ej/week/${kind}/${id}/${monday}`;
    }

    lessons(day, pair) {
        return this.state.cells[`${day.date}/${pair.pair}`] || [];
    }

    dayName(day) {
        const date = deserializeDate(day.date);
        return `${date.toLocaleString({ weekday: "long" })}, ${formatDate(date, { format: "dd.MM" })}`;
    }

    dayPairs(day) {
        return this.state.week.pairs.filter((pair) => this.lessons(day, pair).length);
    }

    // where to go ---------------------------------------------------------

    setKind(kind) {
        return this.load(kind, 0, this.state.week.monday, true).then(() => {
            // a teacher's own week comes first; whoever asked for another kind gets that kind
            if (this.state.week.kind !== kind) {
                Object.assign(this.state.week, { kind, id: 0, name: "", lessons: [] });
                this.state.cells = {};
            }
        });
    }

    setRecord(id) {
        if (id) {
            return this.load(this.state.week.kind, id, this.state.week.monday);
        }
    }

    setDate(date) {
        if (date) {
            return this.load(this.state.week.kind, this.state.week.id, serializeDate(date));
        }
    }

    shift(weeks) {
        return this.setDate(this.date.plus({ weeks }));
    }

    today() {
        return this.load(this.state.week.kind, this.state.week.id, "");
    }

    // changes -------------------------------------------------------------

    add(day, pair) {
        const { kind, id } = this.state.week;
        this.openDialog({
            default_date: day.date,
            default_pair: pair.pair,
            ...(kind === "group" && id ? { default_group_id: id } : {}),
            ...(kind === "teacher" && id ? { default_teacher_id: id } : {}),
            ...(kind === "room" && id ? { default_room_id: id } : {}),
        });
    }

    open(lesson) {
        if (this.state.week.can_edit && lesson.state === "planned") {
            this.openDialog({ default_lesson_id: lesson.id, default_mode: "move" });
        } else {
            this.action.doAction({
                type: "ir.actions.act_window",
                res_model: "ej.lesson",
                res_id: lesson.id,
                views: [[false, "form"]],
                target: "new",
            });
        }
    }

    openDialog(context) {
        this.action.doAction(
            {
                type: "ir.actions.act_window",
                name: _t("Change of the timetable"),
                res_model: "ej.lesson.wizard",
                views: [[false, "form"]],
                target: "new",
                context,
            },
            { onClose: () => this.reload() }
        );
    }
}

registry.category("actions").add("ej_timetable.week", Week);
