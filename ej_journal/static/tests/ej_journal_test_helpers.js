import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { defineModels, getService, makeMockEnv, models, mountWithCleanup, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { user } from "@web/core/user";
import { getDefaultConfig } from "@web/views/view";
import { outboxService } from "@ej_journal/outbox/outbox_service";
import { MemoryStore } from "@ej_journal/outbox/outbox_store";

class EjJournal extends models.Model {
    _name = "ej.journal";
}

export const LETTERS = [
    ["н", "absent", "Отсутствие", true],
    ["нп", "unexcused", "Неуважительная", true],
    ["уп", "excused", "Уважительная", true],
    ["б", "sick", "Болезнь", true],
    ["о", "late", "Опоздание", false],
];

export const RULES = {
    scale: ["5", "4", "3", "2"],
    pairs: false,
    with_absence: "refuse",
    kind_required: false,
    letters: LETTERS,
    homework_required: true,
    individual: true,
};

/** A page of three students and four lessons around 14 October 2026; the last one is to come. */
export function gridData(changes = {}) {
    return {
        page: {
            id: 7, title: "ОУД.08 Физика · ИС-26", unit: "Физика", kind: "theory", groups: [[1, "ИС-26"]], teacher: "Абакумов Б. К.",
            year: "2026/2027", today: "2026-10-14", from: "2026-10-01", to: "2026-10-31",
            periods: [[1, "1 семестр", "2026-09-01", "2026-12-31"]], write: true, why: "",
        },
        rules: RULES,
        kinds: [[1, "ОЗ", "Ответ на занятии", 1, false], [2, "КР", "Контрольная работа", 2, true]],
        lesson_kinds: [["lesson", "у", "Урок"], ["lab", "лз", "Лабораторное занятие"]],
        students: [
            [1, "Абрамов И. С.", 1, null, null, null],
            [2, "Белова А. П.", 1, null, null, null],
            [3, "Ёлкин П. И.", 1, "2026-10-13", null, null],
        ],
        lessons: [
            { id: 101, d: "2026-10-12", p: 1, h: 2, k: "lesson", t: 1, c: 1, hw: 1, x: null, s: null, w: [[501, 1, "", "", 1]] },
            { id: 102, d: "2026-10-14", p: 1, h: 2, k: "lesson", t: 0, c: 0, hw: 0, x: null, s: null, w: [[502, 1, "", "", 1]] },
            { id: 103, d: "2026-10-14", p: 2, h: 2, k: "lab", t: 0, c: 0, hw: 0, x: null, s: null, w: [] },
            { id: 104, d: "2026-10-15", p: 1, h: 2, k: "lesson", t: 0, c: 0, hw: 0, x: "future", s: null, w: [] },
        ],
        marks: { 1: { 501: "4" } },
        comments: {},
        absences: { 2: { 101: "н" } },
        sums: { 1: [4, 4, "4", 0, 0, 0], 2: [null, null, null, 2, 2, 1], 3: [null, null, null, 0, 0, 0] },
        locks: { future: "Занятие ещё не наступило." },
        ...changes,
    };
}

export function contentData() {
    const line = (id, n, d, p, more = {}) => ({
        id, n, d, p, h: 2, k: "lesson", topic: "", topic_id: null, material: "", homework: null, individual: [], by: "", at: "", late: false, x: null, s: null, ...more,
    });
    return {
        rows: [
            line(101, 1, "2026-10-12", 1, { topic: "Закон Ома", topic_id: 901, by: "Абакумов Борис Кириллович", at: "2026-10-12 08:00:00" }),
            line(102, 2, "2026-10-14", 1),
            line(103, 3, "2026-10-14", 2),
            line(104, 4, "2026-10-15", 1),
        ],
        plan: [
            [901, 1, "Закон Ома", 2, "lesson", 2],
            [902, 2, "Работа тока", 4, "lesson", 0],
            [903, 3, "Магнитное поле", 2, "lesson", 0],
        ],
    };
}

/** Answers as the door does when it takes everything. */
export function takeAll(changes) {
    return changes.map(({ op, want, work, kind }) => ({
        op, status: "saved", now: want, late: false, ...(kind === "cell" ? { work: work || undefined } : {}),
    }));
}

/**
 * A server of the journal: `calls` gathers the batches that reached the door.
 *
 * @param {{grid?: Object, content?: Object, apply?: (changes: Object[]) => Object[]}} [options]
 */
export function mockJournal({ grid = gridData(), content = contentData(), apply = takeAll } = {}) {
    const calls = [];
    defineMailModels();
    defineModels([EjJournal]);
    onRpc("ej.journal", "load_grid", () => grid);
    onRpc("ej.journal", "load_content", () => content);
    onRpc("ej.journal", "load_sums", () => ({ 1: [4.5, 4.5, "5", 0, 0, 0] }));
    onRpc("ej.journal", "load_history", () => [
        { at: "2026-10-12 09:00:00", by: "Абакумов Б. К.", what: "", old: "", new: "4", reason: "" },
    ]);
    onRpc("ej.journal", "apply_changes", ({ args: [, changes], kwargs }) => {
        if (kwargs.context.ej_typed_by !== user.userId) {
            throw new Error("The door must be told who typed the changes.");
        }
        calls.push(changes);
        return apply(changes);
    });
    patchWithCleanup(outboxService, { makeStore: () => new MemoryStore() });
    return calls;
}

/** Mounts a client action as the web client does: with a control panel, dialogs and popovers. */
export async function mountAction(Action, context) {
    await makeMockEnv({ config: getDefaultConfig() });
    await mountWithCleanup(MainComponentsContainer);
    const action = await mountWithCleanup(Action, { props: { action: { context }, updateActionState: () => {} } });
    await animationFrame();
    await animationFrame();
    return action;
}

/** Lets the outbox send, the screen take the answers, and the sums follow. */
export async function settle() {
    await advanceTime(400);
    await getService("ej_outbox").running;
    await animationFrame();
    await advanceTime(800);
    await animationFrame();
}
