import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, getService, makeMockEnv, mockService, mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { registry } from "@web/core/registry";
import { OutboxStatus, OutboxSystray } from "@ej_journal/outbox/outbox_status";
import { mockJournal, settle } from "./ej_journal_test_helpers";

describe.current.tags("desktop");

let opened;

beforeEach(() => {
    opened = [];
    mockService("action", { doAction: (action, options) => opened.push(options.additionalContext) });
});

const cell = (student, want) => ({
    page: 7, kind: "cell", lesson: 102, student, work: 502, seen: "", want, label: `Обучающийся ${student}, 14.10`,
});

/** A server that refuses the first student and is in conflict about the second. */
const refuseAndConflict = (changes) =>
    changes.map(({ op, student }) =>
        student === 1
            ? { op, status: "refused", code: "late_blocked", message: "Срок прошёл.", now: "" }
            : { op, status: "conflict", now: "3", by: "Авдеева В. С.", at: "2026-10-14 08:00:00" }
    );

async function fillOutbox() {
    const outbox = getService("ej_outbox");
    outbox.put([cell(1, "5"), cell(2, "4")]);
    await settle();
    return outbox;
}

test("the status tells the truth and leads to what is refused", async () => {
    mockJournal({ apply: refuseAndConflict });
    await mountWithCleanup(MainComponentsContainer);
    await mountWithCleanup(OutboxStatus);
    expect(".ej-status").toHaveText("Saved");
    const outbox = await fillOutbox();
    expect(queryAllTexts(".ej-status button")).toEqual(["Changed by others: 1", "Refused: 1"]);
    await click(".ej-status .ej-bad");
    await animationFrame();
    expect(".ej-problems li").toHaveCount(2);
    expect(".ej-problems li:first").toHaveText(/Обучающийся 1[\s\S]*Срок прошёл/);
    expect(".ej-problems li:last").toHaveText(/4[\s\S]*3[\s\S]*Авдеева/);
    await click(".ej-problems li:last button:contains(Take theirs)");
    await animationFrame();
    expect(".ej-problems li").toHaveCount(1);
    await click(".ej-problems li:first button:contains(Show)");
    await animationFrame();
    expect(opened).toEqual([{ journal_id: 7, ej_lesson: 102, ej_student: 1 }]);
    outbox.drop([...outbox.records.keys()]);
    await animationFrame();
    expect(".ej-status").toHaveText("Saved");
});

test("changes in a closed month are sent again with one reason for all", async () => {
    const calls = mockJournal({
        apply: (changes) =>
            changes.map(({ op, want, reason }) =>
                reason
                    ? { op, status: "saved", now: want }
                    : { op, status: "refused", code: "month_closed", message: "Месяц закрыт.", now: "" }
            ),
    });
    await mountWithCleanup(MainComponentsContainer);
    await mountWithCleanup(OutboxStatus);
    await fillOutbox();
    await click(".ej-status .ej-bad");
    await animationFrame();
    expect(".ej-problems .ej-reason").toHaveCount(2);
    expect(".ej-problems button:contains(Try again)").toHaveCount(0);
    expect(".ej-reason-all").toHaveText(/One reason for all of them/);
    expect(".ej-reason-all button").toHaveProperty("disabled", true);
    await contains(".ej-reason-all input").edit("Работы сданы после практики", { confirm: false });
    await click(".ej-reason-all button");
    await settle();
    expect(calls.at(-1).map(({ want, reason }) => [want, reason])).toEqual([
        ["5", "Работы сданы после практики"],
        ["4", "Работы сданы после практики"],
    ]);
    expect(".ej-status").toHaveText("Saved");
});

test("the bar on top tells only when there is something to tell", async () => {
    mockJournal({ apply: refuseAndConflict });
    await mountWithCleanup(MainComponentsContainer);
    await mountWithCleanup(OutboxSystray);
    expect(".ej-systray .ej-status").toHaveCount(0);
    await fillOutbox();
    expect(".ej-systray .ej-status").toHaveCount(1);
});

test("logging out asks while something is not saved, and leaves nothing when all is", async () => {
    mockJournal({ apply: refuseAndConflict });
    patchWithCleanup(browser.location, { set href(value) {} });
    const env = await makeMockEnv();
    await mountWithCleanup(MainComponentsContainer);
    const item = registry.category("user_menuitems").get("log_out")(env);
    const outbox = await fillOutbox();
    patchWithCleanup(outbox.store, { destroy: async () => expect.step("wiped") });
    await item.callback();
    await animationFrame();
    expect(".modal").toHaveText(/2/);
    expect.verifySteps([]);
    await click(".modal .btn-secondary");
    await animationFrame();
    expect(".modal").toHaveCount(0);
    outbox.drop([...outbox.records.keys()]);
    await item.callback();
    expect.verifySteps(["wiped"]);
});
