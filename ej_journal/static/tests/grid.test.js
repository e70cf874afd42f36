import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { click, edit, manuallyDispatchProgrammaticEvent, press, queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { GridAction } from "@ej_journal/grid/grid_action";
import { RULES, gridData, mockJournal, mountAction, settle, takeAll } from "./ej_journal_test_helpers";

describe.current.tags("desktop");

beforeEach(() => mockDate("2026-10-14 12:00:00"));

/** Opens page 7; the cursor stands on today's first lesson, first student. */
async function openGrid(options) {
    const calls = mockJournal(options);
    await mountAction(GridAction, { journal_id: 7 });
    return calls;
}

const cell = (line, column) => queryFirst(`.ej-table tbody tr:nth-child(${line}) td:nth-of-type(${column})`);
const lineTexts = (line) => queryAllTexts(`.ej-table tbody tr:nth-child(${line}) td`);
const wants = (calls) => calls.flat().map(({ student, lesson, seen, want }) => [student, lesson, seen, want]);

test("the head tells months, days, kinds; the cursor stands on today", async () => {
    await openGrid();
    expect(".ej-month").toHaveCount(1);
    expect(queryAllTexts(".ej-day")).toEqual(["12", "14", "14", "15"]);
    expect(queryAllTexts(".ej-kind")).toEqual(["ОЗ", "ОЗ", "лз", "у"]);
    expect(lineTexts(1)).toEqual(["4", "", "", ""]);
    expect(lineTexts(2)).toEqual(["н", "", "", ""]);
    expect(cell(1, 2)).toHaveAttribute("data-cur");
    expect(document.activeElement).toBe(cell(1, 2));
    expect(cell(1, 1)).toHaveAttribute("data-v", "ej-m4");
    expect(cell(2, 1)).toHaveAttribute("data-v", "ej-a-absent");
});

test("a digit sets the cell, goes down, is saved, and the sums follow", async () => {
    const calls = await openGrid();
    await press("5");
    await animationFrame();
    expect(cell(1, 2)).toHaveText("5");
    expect(cell(1, 2)).toHaveAttribute("data-s", "waiting");
    expect(cell(2, 2)).toHaveAttribute("data-cur");
    await settle();
    expect(wants(calls)).toEqual([[1, 102, "", "5"]]);
    expect(cell(1, 2)).toHaveAttribute("data-s", "saved");
    expect(".ej-status-ok").toHaveCount(1);
    await advanceTime(2000);
    await animationFrame();
    expect(cell(1, 2)).not.toHaveAttribute("data-s");
    expect(".ej-table tbody tr:first .ej-sum-average").toHaveText(/4[.,]50/);
});

test("arrows, Tab, Enter, Home, End and their Shift", async () => {
    await openGrid();
    const at = () => {
        const td = queryFirst(".ej-table td[data-cur]");
        return [td.parentNode.sectionRowIndex + 1, td.cellIndex - 1];
    };
    for (const [key, place] of [
        ["ArrowDown", [2, 2]], ["ArrowRight", [2, 3]], ["Enter", [3, 3]], ["Tab", [3, 4]], ["Home", [3, 1]],
        ["ArrowUp", [2, 1]], ["End", [2, 4]], ["PageDown", [3, 4]], ["PageUp", [1, 4]],
    ]) {
        await press(key);
        expect(at()).toEqual(place, { message: key });
    }
    await press(["Shift", "Tab"]);
    expect(at()).toEqual([1, 3]);
});

test("a range takes one value in all its open cells and Ctrl+Z takes it back", async () => {
    const calls = await openGrid();
    await press(["Shift", "ArrowDown"]);
    await press(["Shift", "ArrowDown"]);
    expect("td[data-sel]").toHaveCount(3);
    await press("4");
    await settle();
    expect(wants(calls)).toEqual([[1, 102, "", "4"], [2, 102, "", "4"], [3, 102, "", "4"]]);
    await press(["Control", "z"]);
    await settle();
    expect(wants(calls).slice(3)).toEqual([[1, 102, "4", ""], [2, 102, "4", ""], [3, 102, "4", ""]]);
});

test("Shift and a letter: absence for all lessons of the day", async () => {
    const calls = await openGrid();
    await press(["Shift", "н"]);
    await settle();
    expect(wants(calls)).toEqual([[1, 102, "", "н"], [1, 103, "", "н"]]);
});

test("a reason of the institution: in the palette, by its key, in its colour; an archived one is read", async () => {
    const rules = { ...RULES, letters: [...RULES.letters, ["к", "excused", "Конкурс", true]], letters_past: [["зд", "sick", "Здравпункт", true]] };
    const calls = await openGrid({ grid: gridData({ rules, absences: { 2: { 101: "зд" } } }) });
    expect(".ej-palette .btn[title='Конкурс [к]']").toHaveText("к");
    expect(".ej-palette .btn[title^='Здравпункт']").toHaveCount(0);
    expect(cell(2, 1)).toHaveText("зд");
    expect(cell(2, 1)).toHaveAttribute("data-v", "ej-a-sick");
    await press("к");
    await settle();
    expect(wants(calls)).toEqual([[1, 102, "", "к"]]);
    expect(cell(1, 2)).toHaveText("к");
    expect(cell(1, 2)).toHaveAttribute("data-v", "ej-a-excused");
});

test("Delete clears, Esc takes back what is not sent", async () => {
    const calls = await openGrid();
    await press("ArrowLeft");
    await press("Delete");
    await animationFrame();
    expect(cell(1, 1)).toHaveText("");
    await press("Escape");
    await animationFrame();
    expect(cell(1, 1)).toHaveText("4");
    await settle();
    expect(calls).toEqual([]);
});

test("final marks down the column by the keyboard alone", async () => {
    const grid = gridData({ terms: [[1, "1 семестр", ""]], finals: {}, proposals: { 1: { 1: "4" }, 2: { 1: "5" } }, codes: ["н/а"] });
    const calls = await openGrid({ grid });
    const final = (line) => document.querySelector(`.ej-table tbody tr:nth-child(${line}) .ej-final`);
    final(1).querySelector("button").focus();
    await press("4");
    await animationFrame();
    expect(final(1)).toHaveText("4");
    expect(final(2).querySelector("button")).toBeFocused();
    await press("3");
    await animationFrame();
    expect(".ej-final-card textarea").toBeFocused();
    await edit("Не сдана курсовая работа");
    await animationFrame();
    await click(".ej-final-save");
    await animationFrame();
    await press("ArrowUp");
    expect(final(1).querySelector("button")).toBeFocused();
    await settle();
    expect(calls.flat().map(({ kind, student, want, reason }) => [kind, student, want, reason])).toEqual([
        ["final", 1, "4", undefined],
        ["final", 2, "3", "Не сдана курсовая работа"],
    ]);
});

test("a final mark: one touch when proposed, its ground when not, refused without", async () => {
    const grid = gridData({ terms: [[1, "1 семестр", ""], [2, "2 семестр", "Период ещё не начался."]], finals: { 2: { 1: "н/а" } }, proposals: { 1: { 1: "4" } }, codes: ["н/а"] });
    const calls = await openGrid({ grid });
    const final = (line, n) => document.querySelectorAll(`.ej-table tbody tr:nth-child(${line}) .ej-final`)[n - 1];
    expect(queryAllTexts("thead .ej-final")).toEqual(["1 семестр", "2 семестр"]);
    expect(final(2, 1)).toHaveText("н/а");
    await click(final(1, 1).querySelector("button"));
    await animationFrame();
    await click(".ej-final-values button:contains(4)");
    await animationFrame();
    expect(".ej-final-card").toHaveCount(0);
    expect(final(1, 1)).toHaveAttribute("data-s", "waiting");
    await settle();
    expect(calls.flat().map(({ kind, student, period, seen, want, reason }) => [kind, student, period, seen, want, reason])).toEqual([["final", 1, 1, "", "4", undefined]]);
    expect(final(1, 1)).toHaveText("4");
    await click(final(1, 1).querySelector("button"));
    await animationFrame();
    await press("5");
    await animationFrame();
    expect(".ej-final-save").not.toBeEnabled();
    await click(".ej-final-card textarea");
    await edit("Олимпиада");
    await animationFrame();
    await click(".ej-final-save");
    await settle();
    expect(calls.flat().slice(1).map(({ seen, want, reason }) => [seen, want, reason])).toEqual([["4", "5", "Олимпиада"]]);
    await click(final(1, 2).querySelector("button"));
    await animationFrame();
    expect(".ej-final-card .ej-card-lock").toHaveText("Период ещё не начался.");
});

test("a final mark that the server refused waits for its ground", async () => {
    let refuse = true;
    const grid = gridData({ terms: [[1, "1 семестр", ""]], proposals: { 1: { 1: "4" } }, codes: ["н/а"] });
    const apply = (changes) =>
        refuse ? changes.map(({ op }) => ({ op, status: "refused", code: "ground", message: "Запишите основание.", now: "" })) : takeAll(changes);
    const calls = await openGrid({ grid, apply });
    await click(".ej-table tbody tr:first .ej-final button");
    await animationFrame();
    await press("4");
    await settle();
    expect(".ej-table tbody tr:first .ej-final").toHaveAttribute("data-s", "refused");
    refuse = false;
    await click(".ej-table tbody tr:first .ej-final button");
    await animationFrame();
    expect(".ej-final-card").toHaveText(/Запишите основание/);
    await click(".ej-final-card textarea");
    await edit("Защита");
    await animationFrame();
    await click(".ej-final-save");
    await settle();
    expect(calls.flat().at(-1).reason).toBe("Защита");
    expect(".ej-table tbody tr:first .ej-final").toHaveText("4");
});

test("a locked cell says why and takes nothing", async () => {
    const calls = await openGrid();
    await press("End");
    await animationFrame();
    expect(".ej-here-why").toHaveText(/Занятие ещё не наступило/);
    await press("5");
    await animationFrame();
    expect(".ej-card-lock").toHaveText("Занятие ещё не наступило.");
    await settle();
    expect(calls).toEqual([]);
});

test("a student who came later is locked before the day", async () => {
    const calls = await openGrid();
    await press(["Control", "End"]);
    await press("Home");
    await press("5");
    await animationFrame();
    expect(cell(3, 1)).toHaveClass("ej-locked");
    expect(".ej-card-lock").toHaveText(/Ёлкин/);
    await settle();
    expect(calls).toEqual([]);
});

test("«54» is refused on the cell where one mark is allowed, and kept", async () => {
    const calls = await openGrid();
    await press("F2");
    await animationFrame();
    await edit("54");
    await press("Enter");
    await animationFrame();
    expect(cell(1, 2)).toHaveText("5/4");
    expect(cell(1, 2)).toHaveAttribute("data-s", "refused");
    await settle();
    expect(calls).toEqual([]);
    await press("ArrowUp");
    await press("5");
    await settle();
    expect(wants(calls)).toEqual([[1, 102, "", "5"]]);
});

test("«54» is a pair where the regulation allows it", async () => {
    const calls = await openGrid({ grid: gridData({ rules: { ...RULES, pairs: true } }) });
    await press("F2");
    await animationFrame();
    await edit("54");
    await press("Enter");
    await settle();
    expect(wants(calls)).toEqual([[1, 102, "", "5/4"]]);
});

test("the first mark of a lesson asks what it is for", async () => {
    const calls = await openGrid({
        grid: gridData({ rules: { ...RULES, kind_required: true } }),
        apply: (changes) => takeAll(changes).map((answer) => ({ ...answer, work: 777 })),
    });
    await press("ArrowRight");
    await press("5");
    await animationFrame();
    expect(".modal .ej-kinds button").toHaveCount(2);
    await click(".modal .ej-kinds button:first");
    await animationFrame();
    await settle();
    expect(calls.flat()[0]).toMatchObject({ student: 1, lesson: 103, work: 0, want: "5", work_kind: 1 });
    expect(queryAllTexts(".ej-kind")).toEqual(["ОЗ", "ОЗ", "ОЗ", "у"]);
    expect(cell(1, 3)).toHaveText("5");
});

test("refused by the server: the reason, retry, drop", async () => {
    await openGrid({
        apply: (changes) => changes.map(({ op }) => ({ op, status: "refused", code: "late_blocked", message: "Срок прошёл.", now: "" })),
    });
    await press("5");
    await settle();
    expect(cell(1, 2)).toHaveText("5");
    expect(cell(1, 2)).toHaveAttribute("data-s", "refused");
    expect(".ej-status .ej-bad").toHaveCount(1);
    await press("ArrowUp");
    await press("F4");
    await animationFrame();
    expect(".ej-card").toHaveText(/Срок прошёл/);
    await click(".ej-card .ej-drop");
    await animationFrame();
    expect(cell(1, 2)).toHaveText("");
    expect(".ej-status-ok").toHaveCount(1);
});

test("conflict: both values with who and when; choosing theirs", async () => {
    const calls = await openGrid({
        apply: (changes) => changes.map(({ op }) => ({ op, status: "conflict", now: "3", by: "Авдеева В. С.", at: "2026-10-14 08:00:00" })),
    });
    await press("5");
    await settle();
    expect(cell(1, 2)).toHaveAttribute("data-s", "conflict");
    await press("ArrowUp");
    await press("4");
    await animationFrame();
    expect(".ej-choice").toHaveText(/5[\s\S]*3[\s\S]*Авдеева/);
    expect(cell(1, 2)).toHaveText("5", { message: "typing over a conflict asks first" });
    await click(".ej-choice .ej-theirs");
    await animationFrame();
    expect(cell(1, 2)).toHaveText("3");
    expect(calls.length).toBe(1);
});

test("everybody is present: one click on the lesson", async () => {
    const calls = await openGrid();
    await click(".ej-present button[data-lesson='102']");
    await settle();
    expect(calls.flat()[0]).toMatchObject({ kind: "present", lesson: 102, seen: false, want: true });
    expect(".ej-present button[data-lesson='102']").toHaveAttribute("aria-pressed", "true");
    expect(".ej-present button[data-lesson='104']").not.toBeEnabled();
});

test("a block from a spreadsheet is shown before it is written", async () => {
    const calls = await openGrid();
    const data = new DataTransfer();
    data.setData("text/plain", "5\tн\n6\t\n");
    await manuallyDispatchProgrammaticEvent(document.activeElement, "paste", { clipboardData: data });
    await animationFrame();
    expect(".ej-paste-bad tbody tr").toHaveCount(1);
    expect(".ej-paste-bad tbody tr").toHaveText(/6/);
    expect(".ej-paste table:last tbody tr").toHaveCount(2);
    await click(".ej-paste-ok");
    await animationFrame();
    await settle();
    expect(wants(calls)).toEqual([[1, 102, "", "5"], [1, 103, "", "н"]]);
});

test("the menu of a column fills what is empty and adds a work", async () => {
    const calls = await openGrid();
    await click(".ej-kind button:first");
    await animationFrame();
    await click(".ej-menu .ej-fill:first");
    await settle();
    // Абрамов has a mark, Белова is absent, Ёлкин came on the 13th
    expect(wants(calls)).toEqual([]);
    await click(".ej-kind button[data-lesson='102']");
    await animationFrame();
    await click(".ej-menu .ej-fill:first");
    await settle();
    expect(wants(calls).map(([student]) => student)).toEqual([1, 2, 3]);
    await click(".ej-kind button[data-lesson='102']");
    await animationFrame();
    await click(".ej-menu .dropdown-item:first");
    await animationFrame();
    await click("#ej_work_number");
    await edit("3");
    await click(".ej-work-save");
    await settle();
    expect(calls.at(-1)[0]).toMatchObject({ kind: "work", lesson: 102, work: 0, seen: null, want: { kind: 1, number: "3", title: "", weight: 1 } });
});

test("a page that may only be read says so", async () => {
    const page = { ...gridData().page, write: false, why: "Вы просматриваете страницу." };
    const calls = await openGrid({ grid: gridData({ page }) });
    expect(".ej-readonly").toHaveText("Вы просматриваете страницу.");
    expect(".ej-erase").toHaveCount(0);
    await press("5");
    await settle();
    expect(calls).toEqual([]);
});

test("works of one lesson: the absence stands in both columns and is sent first", async () => {
    const data = gridData();
    data.lessons[1].w.push([602, 2, "1", "Закон Ома", 2]);
    const calls = await openGrid({ grid: data });
    await press("н");
    await press("ArrowUp");
    await press("ArrowRight");
    await animationFrame();
    expect(cell(1, 3)).toHaveText("н");
    await press("5");
    await settle();
    expect(calls.map((batch) => batch.map(({ work, seen, want }) => [work, seen, want]))).toEqual([[[502, "", "н"]], [[602, "н", "5"]]]);
});

test("a curator sets the reason of a noted absence and nothing else", async () => {
    const data = gridData({ page: { ...gridData().page, write: false, why: "Вы куратор." } });
    data.lessons.forEach((lesson) => (lesson.x = "reason"));
    data.locks.reason = "Здесь можно указать только причину отсутствия.";
    const calls = await openGrid({ grid: data });
    await press("5");
    await animationFrame();
    expect(".ej-card-lock").toHaveText("Здесь можно указать только причину отсутствия.");
    await press("Escape");
    await animationFrame();
    await press("Home");
    await press("ArrowDown");
    await press("у");
    await settle();
    expect(wants(calls)).toEqual([[2, 101, "н", "уп"]]);
});

test("a mark saved after the deadline says so", async () => {
    await openGrid({ apply: (changes) => takeAll(changes).map((answer) => ({ ...answer, late: true })) });
    await press("5");
    await press("ArrowUp");
    await settle();
    expect(".ej-here-why").toHaveText(/Saved after the deadline/);
});

test("a closed month asks for the reason and is sent again with it", async () => {
    const calls = await openGrid({
        apply: (changes) =>
            changes.map(({ op, want, reason }) =>
                reason
                    ? { op, status: "saved", now: want, late: true }
                    : { op, status: "refused", code: "month_closed", message: "Месяц закрыт.", now: "" }
            ),
    });
    await press("5");
    await settle();
    await press("ArrowUp");
    await press("F4");
    await animationFrame();
    expect(".ej-card").toHaveText(/Месяц закрыт/);
    expect(".ej-card .ej-retry").toHaveCount(0);
    expect(".ej-card .ej-reason button").not.toBeEnabled();
    await click(".ej-card .ej-reason input");
    await edit("по ведомости");
    await animationFrame();
    await click(".ej-card .ej-reason button");
    await settle();
    const [first, second] = calls.flat();
    expect(second).toMatchObject({ lesson: first.lesson, student: first.student, want: "5", reason: "по ведомости" });
    expect(second.op).not.toBe(first.op);
    expect(cell(1, 2)).toHaveAttribute("data-s", "saved");
});
