import { Component } from "@odoo/owl";

/** What can be done with a column: its works, attendance, filling, its line on the right-hand page. */
export class HeadMenu extends Component {
    static template = "ej_journal.HeadMenu";
    static props = {
        model: Object,
        column: Object,
        onWork: Function,
        onContent: { type: Function, optional: true },
        onFill: Function,
        onSelect: Function,
        close: Function,
    };

    get lesson() {
        return this.props.column.lesson;
    }

    get lock() {
        return this.props.model.contentLock(this.lesson);
    }

    /** Marks and absences can be filled from the lesson's day on. */
    get canFill() {
        return !this.props.model.lessonLock(this.lesson);
    }

    get canRemove() {
        const { model, column } = this.props;
        return Boolean(column.work) && !model.rows.some((row) => row.marks[column.work]);
    }

    /** Runs a command and closes the menu. */
    run(command) {
        this.props.close();
        command();
    }

    removeWork() {
        const { model, column } = this.props;
        this.run(() => model.writeLesson("work", column.lesson, model.workValue(column), null, { work: column.work }));
    }
}
