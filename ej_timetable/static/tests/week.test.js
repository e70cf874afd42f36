import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts, resize } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { getService, mountWebClient, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";

defineMailModels();

function week(changes = {}) {
    return {
        kind: "group",
        id: 7,
        name: "ИС-21",
        monday: "2026-10-12",
        week: "odd",
        can_edit: true,
        changed: "2026-10-12 09:00:00",
        days: [
            { date: "2026-10-12", weekday: 1, today: false },
            { date: "2026-10-13", weekday: 2, today: true },
        ],
        pairs: [
            { pair: 1, times: { 1: "08:30–10:00", 2: "08:30–10:00" } },
            { pair: 2, times: {} },
        ],
        lessons: [
            lesson({ id: 1, date: "2026-10-12", notes: [] }),
            lesson({ id: 2, date: "2026-10-13", state: "cancelled", notes: ["Cancelled: flu"] }),
            lesson({ id: 3, date: "2026-10-13", pair: 2, gone: true, notes: ["Moved to 14.10"] }),
        ],
        ...changes,
    };
}

function lesson(values) {
    return {
        pair: 1,
        unit: "Physics",
        groups: "ИС-21",
        teacher: "Teacher T.",
        room: "101",
        state: "planned",
        topic: "",
        gone: false,
        ...values,
    };
}

async function open(answer, calls = []) {
    onRpc("ej.lesson", "load_week", ({ args }) => {
        calls.push(args);
        return answer;
    });
    onRpc("ej.group", "web_search_read", () => ({ length: 0, records: [] }));
    await mountWebClient();
    await getService("action").doAction({ type: "ir.actions.client", tag: "ej_timetable.week" });
    await animationFrame();
    return calls;
}

test("days across, pairs down, changes in words", async () => {
    await open(week());
    expect(".ej_week_table thead th").toHaveCount(3);
    expect(".ej_week_table tbody tr").toHaveCount(2);
    expect(queryAllTexts(".ej_week_lesson em")).toEqual(["Cancelled: flu", "Moved to 14.10"]);
    expect(".ej_week_lesson.ej_week_off").toHaveCount(2);
    expect(".ej_week_parity").toHaveText("numerator");
    expect("a[href='/ej/week/group/7/2026-10-12']").toHaveCount(1);
});

test("next week and another day are asked from the server", async () => {
    const calls = await open(week());
    await click("button[aria-label='Week after']");
    await animationFrame();
    expect(calls).toEqual([
        ["group", 0, ""],
        ["group", 7, "2026-10-19"],
    ]);
});

test("a kind that has no own week shows an empty choice", async () => {
    await open(week());
    await click("[data-kind=room]");
    await animationFrame();
    expect("[data-kind=room]").toHaveClass("active");
    expect(".ej_week_lesson").toHaveCount(0);
});

test("the dispatcher opens the dialog of changes, a reader the lesson", async () => {
    const opened = [];
    await open(week());
    patchWithCleanup(getService("action"), {
        doAction: (action) => opened.push([action.res_model, action.context?.default_mode]),
    });
    await click(".ej_week_lesson[data-id='1']");
    await click(".ej_week_add");
    await click(".ej_week_lesson[data-id='2']");
    expect(opened).toEqual([
        ["ej.lesson.wizard", "move"],
        ["ej.lesson.wizard", undefined],
        ["ej.lesson", undefined],
    ]);
});

test("who may not change sees no buttons of change", async () => {
    await open(week({ can_edit: false }));
    expect(".ej_week_add").toHaveCount(0);
});

test("a phone gets a list of days", async () => {
    await resize({ width: 390, height: 800 });
    await open(week());
    expect(".ej_week_table").toHaveCount(0);
    expect(".ej_week_list section").toHaveCount(2);
    expect(".ej_week_list .ej_week_lesson").toHaveCount(3);
});

test("an empty week says so", async () => {
    await open(week({ lessons: [] }));
    expect(".ej_week_empty").toHaveCount(1);
});
