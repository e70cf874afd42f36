import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { Outbox } from "@ej_journal/outbox/outbox";
import { MemoryStore, OutboxStore } from "@ej_journal/outbox/outbox_store";
import { takeAll } from "./ej_journal_test_helpers";

describe.current.tags("headless");

let server;
let store;

const cell = (want, seen = "", more = {}) => ({
    page: 7, kind: "cell", lesson: 101, student: 1, work: 501, seen, want, label: "Абрамов", ...more,
});

/** An outbox over the shared store and server, as a tab of the browser is. */
function openTab(more = {}) {
    return new Outbox({ store, send: (page, changes) => server(page, changes), ...more });
}

async function send(outbox) {
    await outbox.flush();
    await animationFrame();
}

const EXPIRED = "odoo.http.SessionExpiredException";
const LOCKED = "odoo.addons.auth_timeout.models.ir_http.CheckIdentityException";
const expired = (exceptionName = EXPIRED) => Object.assign(new RPCError("Session expired"), { exceptionName });

beforeEach(() => {
    patchWithCleanup(console, { warn: () => {} }); // the outbox tells the console why it waits
    store = new MemoryStore();
    server = (page, changes) => {
        expect.step(changes.map(({ seen, want }) => `${seen}>${want}`).join(" "));
        return takeAll(changes);
    };
});

test("a saved operation leaves the queue", async () => {
    const outbox = openTab();
    outbox.put([cell("5")]);
    expect(outbox.state.waiting).toBe(1);
    await outbox.written();
    expect((await store.all()).length).toBe(1);
    await send(outbox);
    expect.verifySteps([">5"]);
    expect(outbox.state.waiting).toBe(0);
    expect(await store.all()).toEqual([]);
});

test("typing twice before sending keeps the value first seen", async () => {
    const outbox = openTab();
    outbox.put([cell("5", "4")]);
    outbox.put([cell("3", "5")]);
    await send(outbox);
    expect.verifySteps(["4>3"]);
});

test("typing back what was there sends nothing", async () => {
    const outbox = openTab();
    outbox.put([cell("5", "4")]);
    outbox.put([cell("4", "5")]);
    expect(outbox.state.waiting).toBe(0);
    await send(outbox);
    expect.verifySteps([]);
    expect(await store.all()).toEqual([]);
});

test("keys are sent together after a pause", async () => {
    const outbox = openTab();
    outbox.put([cell("5")]);
    await advanceTime(100);
    outbox.put([cell("4", "", { student: 2 })]);
    await advanceTime(340);
    expect.verifySteps([]);
    await advanceTime(50);
    await outbox.running;
    expect.verifySteps([">5 >4"]);
});

test("offline: kept, told, sent again with the same id", async () => {
    const ids = [];
    let online = false;
    server = (page, changes) => {
        ids.push(changes[0].op);
        if (!online) {
            throw new ConnectionLostError("/web");
        }
        return takeAll(changes);
    };
    const outbox = openTab();
    outbox.put([cell("5")]);
    await send(outbox);
    expect(outbox.state.trouble).toBe("offline");
    expect(outbox.state.waiting).toBe(1);
    online = true;
    outbox.wake();
    await advanceTime(1);
    await outbox.running;
    expect(outbox.state).toMatchObject({ trouble: "", waiting: 0 });
    expect(ids.length).toBe(2);
    expect(ids[0]).toBe(ids[1]);
});

test("the pause between attempts grows", async () => {
    let attempts = 0;
    server = () => {
        attempts++;
        throw new ConnectionLostError("/web");
    };
    const outbox = openTab();
    outbox.put([cell("5")]);
    await send(outbox);
    await advanceTime(2500);
    await outbox.running;
    expect(attempts).toBe(2);
    await advanceTime(2500);
    expect(attempts).toBe(2);
    await advanceTime(1500);
    await outbox.running;
    expect(attempts).toBe(3);
});

test("a lost answer: what was typed meanwhile is a new operation upon the sent one", async () => {
    const seen = [];
    let lost = true;
    server = (page, changes) => {
        seen.push(...changes.map((change) => `${change.seen}>${change.want}`));
        if (lost) {
            throw new ConnectionLostError("/web");
        }
        return takeAll(changes);
    };
    const outbox = openTab();
    outbox.put([cell("5")]);
    await send(outbox); // the server stored it, the answer was lost
    outbox.put([cell("4", "5")]);
    expect(outbox.state.waiting).toBe(2);
    lost = false;
    await send(outbox);
    expect(seen).toEqual([">5", ">5", "5>4"]);
    expect(outbox.state.waiting).toBe(0);
});

test("refused: kept with what was typed and why; retried as a new operation", async () => {
    const ids = [];
    let open = false;
    server = (page, changes) => {
        ids.push(changes[0].op);
        return open
            ? takeAll(changes)
            : changes.map(({ op }) => ({ op, status: "refused", code: "late_blocked", message: "Поздно.", now: "" }));
    };
    const outbox = openTab();
    outbox.put([cell("5")]);
    await send(outbox);
    expect(outbox.state).toMatchObject({ waiting: 0, refused: 1 });
    expect(outbox.problems[0]).toMatchObject({ want: "5", message: "Поздно.", state: "refused" });
    await send(outbox);
    expect(ids.length).toBe(1, { message: "nobody sends a refused operation by itself" });
    open = true;
    outbox.retry(outbox.problems[0].op);
    await send(outbox);
    expect(ids.length).toBe(2);
    expect(ids[0]).not.toBe(ids[1]);
    expect(outbox.records.size).toBe(0);
});

test("an error of rights refuses with the server's sentence, other errors wait", async () => {
    server = () => {
        throw Object.assign(new RPCError("x"), { exceptionName: "odoo.exceptions.AccessError", data: { message: "Не ваша страница." } });
    };
    const outbox = openTab();
    outbox.put([cell("5")]);
    await send(outbox);
    expect(outbox.problems[0].message).toBe("Не ваша страница.");
    server = () => {
        throw Object.assign(new RPCError("x"), { exceptionName: "psycopg2.OperationalError" });
    };
    outbox.put([cell("4", "", { student: 2 })]);
    await send(outbox);
    expect(outbox.state).toMatchObject({ waiting: 1, trouble: "server" });
});

test("conflict: both values are kept; keeping mine is sent over the present value", async () => {
    let first = true;
    server = (page, changes) => {
        expect.step(changes.map(({ seen, want }) => `${seen}>${want}`).join(" "));
        const answers = first
            ? changes.map(({ op }) => ({ op, status: "conflict", now: "4", by: "Авдеева", at: "2026-10-14 08:00:00" }))
            : takeAll(changes);
        first = false;
        return answers;
    };
    const outbox = openTab();
    outbox.put([cell("5")]);
    await send(outbox);
    expect(outbox.problems[0]).toMatchObject({ want: "5", now: "4", by: "Авдеева", state: "conflict" });
    outbox.retry(outbox.problems[0].op);
    await send(outbox);
    expect.verifySteps([">5", "4>5"]);
    expect(outbox.records.size).toBe(0);
});

test("taking theirs drops the own value", async () => {
    server = (page, changes) => changes.map(({ op }) => ({ op, status: "conflict", now: "4", by: "Авдеева", at: "" }));
    const outbox = openTab();
    outbox.put([cell("5")]);
    await send(outbox);
    outbox.drop([outbox.problems[0].op]);
    await outbox.written();
    expect(outbox.state.conflict).toBe(0);
    expect(await store.all()).toEqual([]);
});

test("typing over a conflict unseen does not overwrite the other person", async () => {
    server = (page, changes) => {
        expect.step(changes.map(({ seen, want }) => `${seen}>${want}`).join(" "));
        return changes.map(({ op }) => ({ op, status: "conflict", now: "4", by: "Авдеева", at: "" }));
    };
    const outbox = openTab();
    outbox.put([cell("5")]);
    await send(outbox);
    outbox.put([cell("3", "5")]);
    await send(outbox);
    expect.verifySteps([">5", ">3"]);
    expect(outbox.state.conflict).toBe(1);
});

test("works of one lesson are sent in order, for they share the absence", async () => {
    const outbox = openTab();
    outbox.put([cell("н")]);
    outbox.put([cell("5", "н", { work: 502 })]);
    await send(outbox);
    expect.verifySteps([">н", "н>5"]);
});

for (const name of [EXPIRED, LOCKED]) {
    test(`${name}: kept; sent after the same person logs in`, async () => {
        let valid = false;
        server = (page, changes) => {
            if (!valid) {
                throw expired(name);
            }
            expect.step("taken");
            return takeAll(changes);
        };
        const outbox = openTab({ isSamePerson: async () => (expect.step("asked"), true) });
        outbox.put([cell("5")]);
        await send(outbox);
        expect(outbox.state).toMatchObject({ trouble: "login", waiting: 1 });
        valid = true;
        await send(outbox);
        expect.verifySteps(["asked", "taken"]);
        expect(outbox.state).toMatchObject({ trouble: "", waiting: 0 });
    });
}

test("somebody else logged in: nothing is sent in their name", async () => {
    const outbox = openTab({ isSamePerson: async () => false });
    outbox.put([cell("5")]);
    outbox.wake();
    await send(outbox);
    expect.verifySteps([]);
    expect(outbox.state).toMatchObject({ trouble: "stranger", waiting: 1 });
});

test("a closed tab: the next start sends what it left", async () => {
    const closed = openTab();
    closed.put([cell("5")]);
    await closed.written();
    const outbox = openTab();
    await outbox.start();
    expect(outbox.state.waiting).toBe(1);
    await advanceTime(1);
    await outbox.running;
    expect.verifySteps([">5"]);
});

test("two tabs: one sends, the other sees it; nothing is sent twice", async () => {
    let busy = false;
    const exclusive = async (work) => {
        if (busy) {
            return false;
        }
        busy = true;
        try {
            await work();
            return true;
        } finally {
            busy = false;
        }
    };
    const tabs = [];
    const heard = [];
    tabs.push(openTab({ exclusive, announce: (answered) => tabs[1].hear(answered) }), openTab({ exclusive }));
    tabs[1].bus.addEventListener("answered", ({ detail }) => heard.push(...detail.map(({ answer }) => answer.now)));
    tabs[0].put([cell("5")]);
    await tabs[0].written();
    await tabs[1].reload();
    expect(tabs[1].state.waiting).toBe(1);
    await Promise.all([send(tabs[0]), send(tabs[1])]);
    await tabs[0].written();
    expect.verifySteps([">5"]);
    await tabs[1].reload();
    expect(tabs[1].state.waiting).toBe(0);
    expect(heard).toEqual(["5"], { message: "the other tab shows the stored value" });
});

test("two tabs: typing over what another tab has sent is a new operation", async () => {
    const first = openTab();
    const second = openTab();
    first.put([cell("5")]);
    await first.written();
    await second.reload();
    server = () => {
        throw new ConnectionLostError("/web");
    };
    await send(first); // sent, the answer lost; the second tab does not know
    second.put([cell("4", "5")]);
    await second.written();
    server = (page, changes) => {
        expect.step(changes.map(({ seen, want }) => `${seen}>${want}`).join(" "));
        return takeAll(changes);
    };
    await send(second);
    expect.verifySteps([">5", "5>4"]);
});

test("many operations go in batches, one page at a time", async () => {
    const sizes = [];
    server = (page, changes) => {
        sizes.push([page, changes.length]);
        return takeAll(changes);
    };
    const outbox = openTab();
    outbox.put(Array.from({ length: 250 }, (_, i) => cell("5", "", { student: i + 1 })));
    outbox.put([cell("5", "", { page: 8 })]);
    await send(outbox);
    expect(sizes).toEqual([[7, 200], [7, 50], [8, 1]]);
});

test("a browser that keeps nothing still sends, and says so", async () => {
    store.change = async () => {
        throw new Error("no room");
    };
    const outbox = openTab();
    outbox.put([cell("5")]);
    await outbox.written();
    expect(outbox.state.volatile).toBe(true);
    await send(outbox);
    expect.verifySteps([">5"]);
    expect(outbox.state.waiting).toBe(0);
});

test("the browser's database keeps order and changes of one transaction", async () => {
    const database = new OutboxStore(`ej-test-${Math.random()}`);
    await database.change([], () => ({ put: [{ op: "b", seq: 2 }, { op: "a", seq: 1 }] }));
    await database.change(["a", "x"], (found) => ({ put: [{ ...found.a, sent: true }], remove: found.x ? ["b"] : [] }));
    expect(await database.all()).toEqual([{ op: "a", seq: 1, sent: true }, { op: "b", seq: 2 }]);
    await database.destroy();
    expect(await database.all()).toEqual([]);
    await database.destroy();
});
