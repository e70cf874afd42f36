import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { click, press, queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { mockService, onRpc } from "@web/../tests/web_test_helpers";
import { LessonAction } from "@ej_journal/today/lesson_action";
import { TodayAction } from "@ej_journal/today/today_action";
import { UnfilledAction } from "@ej_journal/unfilled/unfilled_action";
import { gridData, mockJournal, mountAction, settle } from "./ej_journal_test_helpers";

describe.current.tags("desktop");

const lesson = (id, more = {}) => ({
    id, page: 7, d: "2026-10-14", p: 1, time: "08:30–10:00", h: 2, unit: "ОУД.08 Физика", groups: "ИС-26", room: "301", k: "lesson",
    topic: "", s: "", cancelled: "", x: "", missing: ["topic", "attendance"], students: 24, absent: 2, marks: 5, ...more,
});

let opened;

beforeEach(() => {
    mockDate("2026-10-14 12:00:00");
    opened = [];
    mockService("action", {
        doAction: (action, { additionalContext } = {}) => opened.push([action, additionalContext]),
    });
});

test("today: what is missing, the deadline, what past days lack", async () => {
    mockJournal();
    onRpc("ej.journal", "load_today", ({ args: [date] }) => ({
        date: date || "2026-10-14", today: "2026-10-14", prev: "2026-10-13", next: null, deadline: "20:00", passed: false,
        lessons: [lesson(102), lesson(103, { missing: [], topic: "Закон Ома" })],
        unfilled: [lesson(99, { d: "2026-10-09", missing: ["homework"] })], unfilled_count: 1,
    }));
    await mountAction(TodayAction, {});
    expect(".ej-day > .ej-lesson").toHaveCount(2);
    expect(".ej-deadline").toHaveText(/20:00/);
    expect(".ej-lesson-done").toHaveCount(1);
    expect(queryAllTexts(".ej-day > .ej-lesson:first .ej-lack")).toEqual(["topic", "attendance"]);
    expect(".ej-past .ej-lesson").toHaveCount(1);
    await click(".ej-day > .ej-lesson:first .ej-lack[data-block=topic]");
    await click(".ej-past .ej-lesson-main");
    await click(".ej-day > .ej-lesson:first .ej-lesson-fill");
    expect(opened).toEqual([
        ["ej_journal.ej_grid_action", { journal_id: 7, ej_lesson: 102, ej_date: "2026-10-14", ej_content: 1 }],
        ["ej_journal.ej_grid_action", { journal_id: 7, ej_lesson: 99, ej_date: "2026-10-09", ej_content: 0 }],
        [
            "ej_journal.ej_lesson_action",
            {
                journal_id: 7, ej_lesson: 102, ej_date: "2026-10-14", ej_content: 0,
                ej_next: [{ journal_id: 7, ej_lesson: 99, ej_date: "2026-10-09", ej_content: 0, label: "Next: Fri 09.10, lesson 1, ИС-26" }],
            },
        ],
    ]);
    expect(".ej-past .ej-lesson-time b").toHaveText("Fri 09.10", { message: "a past day is told with its weekday" });
});

test("today: a day without lessons shows the way to the next", async () => {
    mockJournal();
    onRpc("ej.journal", "load_today", ({ args: [date] }) => ({
        date: date || "2026-10-14", today: "2026-10-14", prev: null, next: "2026-10-16", deadline: "", passed: false,
        lessons: date ? [lesson(102)] : [], unfilled: [], unfilled_count: 0,
    }));
    await mountAction(TodayAction, {});
    expect(".ej-day-empty").toHaveCount(1);
    await click(".ej-day-empty button");
    await animationFrame();
    expect(".ej-day-empty").toHaveCount(0);
    expect(".ej-lesson").toHaveCount(1);
});

/** A day of page 7 with its first lesson of the 14th alone. */
async function openLesson(options = {}) {
    const data = gridData();
    const calls = mockJournal({ grid: { ...data, lessons: data.lessons.slice(1, 3) }, ...options });
    await mountAction(LessonAction, { journal_id: 7, ej_lesson: 102, ej_date: "2026-10-14" });
    return calls;
}

const student = (id, inside = "") => `.ej-student[data-student='${id}'] ${inside}`;

test("the single lesson: marks and absences by big buttons", async () => {
    const calls = await openLesson();
    expect(".ej-student").toHaveCount(3);
    await click(student(1, ".ej-big:contains(5)"));
    await click(student(2, ".ej-big:first"));
    await animationFrame();
    expect(student(1, ".ej-big.on")).toHaveText("5");
    expect(student(2, ".ej-big.on.ej-a-absent")).toHaveText("н");
    await settle();
    expect(calls.flat().map(({ student: id, want }) => [id, want])).toEqual([[1, "5"], [2, "н"]]);
    await click(student(2, ".ej-big:first"));
    await animationFrame();
    await click(student(2, ".ej-letters .ej-big:contains(уп)"));
    await settle();
    expect(calls.at(-1)[0]).toMatchObject({ student: 2, seen: "н", want: "уп" });
    await click(student(1, ".ej-big:contains(5)"));
    await settle();
    expect(calls.at(-1)[0]).toMatchObject({ student: 1, seen: "5", want: "" }, { message: "a tap on the mark takes it away" });
});

test("the single lesson: by the keyboard alone, down the list", async () => {
    const calls = await openLesson();
    queryFirst(student(1, ".ej-big:first")).focus();
    await press("4");
    expect(document.activeElement).toBe(queryFirst(student(2, ".ej-big:first")));
    await press("н");
    await press("ArrowUp");
    await settle();
    expect(document.activeElement).toBe(queryFirst(student(2, ".ej-big:first")));
    expect(calls.flat().map(({ student: id, want }) => [id, want])).toEqual([[1, "4"], [2, "н"]]);
    await press("Delete");
    await settle();
    expect(calls.at(-1)[0]).toMatchObject({ student: 2, seen: "н", want: "" });
    expect(document.activeElement).toBe(queryFirst(student(2, ".ej-big:first")));
});

test("the single lesson: the next one that lacks something is a tap away", async () => {
    const data = gridData();
    mockJournal({ grid: { ...data, lessons: data.lessons.slice(1, 3) } });
    const next = { journal_id: 7, ej_lesson: 99, ej_date: "2026-10-09", label: "Next: Fri 09.10" };
    await mountAction(LessonAction, { journal_id: 7, ej_lesson: 102, ej_date: "2026-10-14", ej_next: [next] });
    await click(".ej-one-next button");
    expect(opened).toEqual([["ej_journal.ej_lesson_action", { ...next, ej_next: [] }]]);
});

test("the single lesson: absence for the whole day, everybody present, topic, homework", async () => {
    const calls = await openLesson();
    await click(".ej-people-head .form-check-input");
    await click(student(1, ".ej-big:first"));
    await settle();
    expect(calls.flat().map(({ lesson: id, want }) => [id, want])).toEqual([[102, "н"], [103, "н"]]);
    calls.length = 0;
    await click(".btn-group button:last"); // the second pair
    await animationFrame();
    await click(".ej-one-take");
    await click(".ej-one-none");
    await settle();
    expect(calls.flat().map(({ kind, lesson: id }) => [kind, id])).toEqual([["topic", 103], ["homework", 103]]);
});

test("what is not filled, by teacher, with the way to the cell", async () => {
    mockJournal();
    onRpc("ej.journal", "load_unfilled", ({ args: [from, to] }) => ({
        from: from || "2026-10-14", to: to || "2026-10-14", today: "2026-10-14", deadline: "20:00", count: 700,
        teachers: [{ id: 5, name: "Абакумов Б. К.", late: 1, lessons: [lesson(102), lesson(98, { missing: [], late_at: "2026-10-14 18:30:00" })] }],
    }));
    onRpc("ej.journal", "load_blank", () => [{ page: 9, title: "Химия · ИС-26", teacher: "Авдеева В. С.", lessons: 6, since: "2026-10-01", last: "" }]);
    await mountAction(UnfilledAction, {});
    expect(".ej-teacher .ej-lesson").toHaveCount(2);
    expect(".ej-late-at").toHaveCount(1);
    expect(".ej-unfilled > .ej-wait").toHaveText(/2.*700/);
    await click(".ej-teacher .ej-lack[data-block=attendance]");
    await click(".ej-blank .ej-picker-item");
    expect(opened).toEqual([
        ["ej_journal.ej_grid_action", { journal_id: 7, ej_lesson: 102, ej_date: "2026-10-14", ej_content: 0 }],
        ["ej_journal.ej_grid_action", { journal_id: 9 }],
    ]);
});
