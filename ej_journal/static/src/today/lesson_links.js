import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { weekDay } from "../core/day_text";

/** Ways from a lesson of a list to the journal: the very column of the grid, or the single lesson. */
export function useLessonLinks() {
    const action = useService("action");
    const ui = useService("ui");
    const contextOf = (lesson, block = "") => ({
        journal_id: lesson.page,
        ej_lesson: lesson.id,
        ej_date: lesson.d,
        ej_content: ["topic", "homework"].includes(block) ? 1 : 0,
    });
    /** @param {Object[]} [others] lessons that still lack something: offered one after another */
    const fill = (lesson, others = []) =>
        action.doAction("ej_journal.ej_lesson_action", { additionalContext: { ...contextOf(lesson), ej_next: others.map(nextOf) } });
    const nextOf = (lesson) => ({
        ...contextOf(lesson),
        label: _t("Next: %(date)s, lesson %(pair)s, %(groups)s", { date: weekDay(lesson.d), pair: lesson.p, groups: lesson.groups }),
    });
    const open = (lesson, block) =>
        ui.isSmall && block ? fill(lesson) : action.doAction("ej_journal.ej_grid_action", { additionalContext: contextOf(lesson, block) });
    return { fill, open };
}
