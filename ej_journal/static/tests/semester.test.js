import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { manuallyDispatchProgrammaticEvent, press, queryAll, queryFirst } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { ContentRow } from "@ej_journal/content/content_row";
import { longDay, monthOf, shortDay } from "@ej_journal/core/day_text";
import { uuid } from "@ej_journal/core/uuid";
import { firstColumns } from "@ej_journal/grid/first_columns";
import { GridAction } from "@ej_journal/grid/grid_action";
import { GridTable } from "@ej_journal/grid/grid_table";
import { contentData, gridData, mockJournal, mountAction, settle } from "./ej_journal_test_helpers";

describe.current.tags("desktop");

beforeEach(() => mockDate("2026-10-14 12:00:00"));

const LESSONS = 120;
const TODAY = 100; // number of today's lesson

/** A semester: a lesson each day, the lesson 1100 is today's. */
function semester() {
    const lessons = [];
    for (let number = 0; number < LESSONS; number++) {
        const d = luxon.DateTime.fromISO("2026-10-14").plus({ days: number - TODAY }).toISODate();
        lessons.push({
            id: 1000 + number, d, p: 1, h: 2, k: "lesson", t: 1, c: 1, hw: 1,
            x: number > TODAY ? "future" : null, s: null, w: [[5000 + number, 1, "", "", 1]],
        });
    }
    return gridData({ lessons, marks: { 1: { 5000: "2", 5100: "4" } }, absences: {} });
}

/** Opens the semester and stops the time after the first paint; returns what lets it go on. */
async function openFirst() {
    const held = [];
    patchWithCleanup(GridTable.prototype, { atRest: (call) => held.push(call) });
    const calls = mockJournal({ grid: semester() });
    await mountAction(GridAction, { journal_id: 7 });
    await advanceTime(1);
    expect(cells(1).length).toBeLessThan(LESSONS);
    const goOn = async () => {
        held.forEach((call) => call());
        await animationFrame();
    };
    return { calls, goOn };
}

const cells = (line) => queryAll(`.ej-table tbody tr:nth-child(${line}) td`);

test("the columns around the cursor are painted first, the others a moment later", async () => {
    const { goOn } = await openFirst();
    expect(".ej-table tbody tr:first .ej-later").toHaveCount(2);
    expect(document.activeElement).toHaveText("4");
    const today = document.activeElement;
    await goOn();
    expect(cells(1)).toHaveLength(LESSONS);
    expect(".ej-later").toHaveCount(0);
    expect(".ej-day").toHaveCount(LESSONS);
    expect(document.activeElement).toBe(today);
    expect(cells(1)[TODAY]).toBe(today);
    expect(today).toHaveAttribute("data-cur");
});

test("a mark typed before the others came goes where the cursor stands", async () => {
    const { calls, goOn } = await openFirst();
    await press("5");
    await goOn();
    await settle();
    expect(calls.flat()).toHaveLength(1);
    expect(calls.flat()[0]).toMatchObject({ student: 1, lesson: 1000 + TODAY, work: 5000 + TODAY, seen: "4", want: "5" });
    expect(cells(1)[TODAY]).toHaveText("5");
});

test("scrolling brings the other columns at once", async () => {
    await openFirst();
    const wrap = queryFirst(".ej-wrap");
    await manuallyDispatchProgrammaticEvent(wrap, "scroll");
    await animationFrame();
    expect(".ej-later").not.toHaveCount(0);
    wrap.scrollLeft = 0;
    await manuallyDispatchProgrammaticEvent(wrap, "scroll");
    await animationFrame();
    expect(cells(1)).toHaveLength(LESSONS);
});

test("a long text is clipped by its cell, an empty cell has no attributes to match", async () => {
    mockJournal({ grid: gridData({ marks: { 1: { 501: "5/4" } }, absences: { 1: { 101: "о" } } }) });
    await mountAction(GridAction, { journal_id: 7 });
    const long = queryAll(".ej-table td").filter((td) => td.textContent.length > 3);
    expect(long).toHaveLength(1);
    expect(long[0]).toHaveAttribute("data-long");
    const empty = queryAll(".ej-table td").filter((td) => !td.textContent);
    expect(empty).not.toHaveLength(0);
    empty.forEach((td) => ["data-v", "data-s", "data-long"].forEach((name) => expect(td).not.toHaveAttribute(name)));
});

test("a key that leads to a column that is not there yet brings all of them", async () => {
    await openFirst();
    await press("Home");
    await animationFrame();
    expect(cells(1)).toHaveLength(LESSONS);
    expect(document.activeElement).toBe(cells(1)[0]);
    expect(cells(1)[0]).toHaveAttribute("data-cur");
});

test("the first columns are whole lessons around the cursor, or all", () => {
    const columns = Array.from({ length: 120 }, (_, index) => ({ index, first: index % 3 === 0 }));
    expect(firstColumns(columns.slice(0, 30), 5, 700)).toBe(null);
    for (const c of [0, 1, 59, 118, 119]) {
        const { from, to } = firstColumns(columns, c, 700);
        expect(from <= c && c < to).toBe(true, { message: `${c} in ${from}..${to}` });
        expect(columns[from].first && (to === 120 || columns[to].first)).toBe(true);
        expect(to - from).toBeLessThan(40);
    }
});

test("the right-hand page opens at today's lesson", async () => {
    const grid = semester();
    const line = contentData().rows[0];
    const rows = grid.lessons.map(({ id, d, p }, index) => ({ ...line, id, n: index + 1, d, p }));
    mockJournal({ grid, content: { rows, plan: [] } });
    await mountAction(GridAction, { journal_id: 7, ej_content: 1 });
    expect(".ej-content tr[data-lesson]").toHaveCount(LESSONS);
    const view = queryFirst(".ej-content-scroll").getBoundingClientRect();
    const today = queryFirst(`.ej-content tr[data-lesson='${1000 + TODAY}']`).getBoundingClientRect();
    expect(view.top < today.top && today.bottom < view.bottom).toBe(true, { message: `${today.top} in ${view.top}..${view.bottom}` });
});

test("a mark on its way renders no line of the right-hand page", async () => {
    let rendered = 0;
    patchWithCleanup(ContentRow.prototype, {
        get homework() {
            rendered++;
            return super.homework;
        },
    });
    mockJournal();
    await mountAction(GridAction, { journal_id: 7, ej_content: 1 });
    expect(rendered).not.toBe(0);
    rendered = 0;
    queryFirst(".ej-table td").focus();
    await press("5");
    await settle();
    expect(".ej-status-ok").toHaveCount(1);
    expect(rendered).toBe(0);
});

test("the kinds of lesson are listed when somebody comes to choose", async () => {
    mockJournal({ content: contentData() });
    await mountAction(GridAction, { journal_id: 7, ej_content: 1 });
    const options = () => queryAll(".ej-content tr[data-lesson='102'] option").map((option) => option.value);
    expect(options()).toEqual(["lesson"]);
    queryFirst(".ej-content tr[data-lesson='102'] select").focus();
    await animationFrame();
    expect(options()).toEqual(["lesson", "lab"]);
});

test("days in words are those of luxon", () => {
    for (const locale of ["ru", "en"]) {
        patchWithCleanup(luxon.Settings, { defaultLocale: locale });
        for (const iso of ["2026-01-01", "2026-02-28", "2026-05-31", "2026-08-09", "2026-10-14", "2027-12-26"]) {
            const date = luxon.DateTime.fromISO(iso);
            expect(longDay(iso)).toBe(date.toFormat("cccc, d MMMM"));
            expect(shortDay(iso)).toBe(date.toFormat("d MMM"));
            expect(monthOf(iso)).toBe(date.toFormat("LLLL yyyy"));
        }
    }
});

test("operations are numbered by time, each once", () => {
    const made = Array.from({ length: 500 }, uuid);
    expect(new Set(made).size).toBe(500);
    for (const one of made) {
        expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    const moment = parseInt(made[0].replace("-", "").slice(0, 12), 16);
    expect(Math.abs(moment - Date.now())).toBeLessThan(60_000);
});
