import { useService } from "@web/core/utils/hooks";

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
    const fill = (lesson) => action.doAction("ej_journal.ej_lesson_action", { additionalContext: contextOf(lesson) });
    const open = (lesson, block) =>
        ui.isSmall && block ? fill(lesson) : action.doAction("ej_journal.ej_grid_action", { additionalContext: contextOf(lesson, block) });
    return { fill, open };
}
