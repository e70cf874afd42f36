import { EventBus, reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { uuid } from "../core/uuid";

/** Operations sent in one call: a column of a stream of groups fits, a night's backlog is cut up. */
const BATCH = 200;
/** Milliseconds between the last key and the sending: a pair «5/4» goes as one operation. */
const DEBOUNCE = 350;
const FIRST_DELAY = 2000;
const LAST_DELAY = 60000;
/** Errors of the server that no repetition will cure: the operation is refused with their sentence. */
const FINAL_ERRORS = new Set([
    "odoo.exceptions.AccessError",
    "odoo.exceptions.MissingError",
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
]);

/** The session is over, or it waits for the password after an hour without a touch. */
const LOGIN_ERRORS = new Set([
    "odoo.http.SessionExpiredException",
    "odoo.addons.auth_timeout.models.ir_http.CheckIdentityException",
]);

/** What an operation is about; operations of one key replace each other. */
export function keyOf({ page, kind, lesson = 0, student = 0, work = 0, period = 0 }) {
    return [page, kind, lesson, student, work, period].join("|");
}

/** Cells of one student and lesson share the absence, so their operations are sent in order. */
function chainOf(record) {
    return record.kind === "cell" ? keyOf({ ...record, work: "*" }) : keyOf(record);
}

const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/**
 * The queue of operations that the server has not taken yet.
 *
 * An operation is what the journal's door takes (`op, kind, lesson, student, work, seen, want` …) with
 * its `page`, plus `seq` (order), `label` (for people), `sent` (an attempt was made: from then on
 * it is resent unchanged, by the same id, so that a lost answer never stores it twice) and `state`:
 * `waiting`, `refused` (with `code`, `message`) or `conflict` (with `now`, `by`, `at`).
 * A refused operation stays until a person retries or drops it.
 */
export class Outbox {
    /**
     * @param {Object} options
     * @param {import("./outbox_store").OutboxStore} options.store
     * @param {(page: number, changes: Object[]) => Promise<Object[]>} options.send calls the door
     * @param {(work: () => Promise) => Promise<boolean>} [options.exclusive] runs the work in one tab
     *  at a time; false when another tab has it
     * @param {(answered?: Object[]) => void} [options.announce] tells the other tabs that the queue
     *  changed, and what the server answered
     * @param {() => Promise<boolean>} [options.isSamePerson] whether the session is still of whom typed
     */
    constructor({ store, send, exclusive, announce, isSamePerson }) {
        this.store = store;
        this.send = send;
        this.exclusive = exclusive || (async (work) => (await work(), true));
        this.announce = announce || (() => {});
        this.isSamePerson = isSamePerson || (async () => true);
        this.bus = new EventBus();
        this.records = new Map();
        this.writes = Promise.resolve();
        this.delay = FIRST_DELAY;
        this.doubtful = false;
        this.lastSeq = 0;
        this.state = reactive({
            waiting: 0,
            refused: 0,
            conflict: 0,
            sending: false,
            trouble: "", // "", "offline", "login", "stranger", "server"
            volatile: false, // the browser keeps nothing: a closed tab loses what is not sent
        });
    }

    /** Reads what a closed tab left behind and sends it. */
    async start() {
        await this.reload();
        if (this.state.waiting) {
            this.schedule(0);
        }
    }

    /** Reads the queue anew: another tab changed it. */
    async reload() {
        await this.writes;
        const before = [...this.records.values()];
        const rows = await this.store.all();
        this.records = new Map(rows.map((row) => [row.op, row]));
        this.#tell([...before, ...rows]);
    }

    /** Another tab changed the queue, and perhaps had answers from the server. */
    async hear(answered) {
        await this.reload();
        if (answered) {
            this.bus.trigger("answered", answered);
        }
    }

    /** Records of one page, oldest first. */
    ofPage(page) {
        return [...this.records.values()].filter((row) => row.page === page).sort((a, b) => a.seq - b.seq);
    }

    /** Records that wait for a person's decision. */
    get problems() {
        return [...this.records.values()].filter((row) => row.state !== "waiting").sort((a, b) => a.seq - b.seq);
    }

    #tell(changed) {
        const counts = { waiting: 0, refused: 0, conflict: 0 };
        for (const { state } of this.records.values()) {
            counts[state]++;
        }
        Object.assign(this.state, counts);
        this.bus.trigger("update", changed);
    }

    #nextSeq() {
        this.lastSeq = Math.max(this.lastSeq + 1, Date.now() * 1000);
        return this.lastSeq;
    }

    // -------------------------------------------------------------------------
    // Taking operations
    // -------------------------------------------------------------------------

    /**
     * Takes operations. They are in `records` (and on the screen) at once and in the store a moment
     * later; `written()` waits for that.
     *
     * @param {Object[]} changes as the door takes them, with `page` and `label`; one that carries
     *  `code` and `message` is kept as refused without asking the server
     */
    put(changes) {
        const plans = changes.map((change) => this.#plan(change));
        this.#tell(plans.map((plan) => plan.record));
        this.#write(
            plans.flatMap((plan) => [plan.record.op, ...plan.replaced]),
            (found) => this.#persist(plans, found)
        );
        if (plans.some((plan) => plan.record.state === "waiting")) {
            this.schedule(DEBOUNCE);
        }
    }

    #plan(change) {
        const key = keyOf(change);
        const chain = [...this.records.values()]
            .filter((row) => chainOf(row) === chainOf(change))
            .sort((a, b) => a.seq - b.seq);
        const mine = chain.filter((row) => keyOf(row) === key);
        const settled = mine.filter((row) => row.state !== "waiting");
        settled.forEach((row) => this.records.delete(row.op));
        const last = chain.at(-1);
        const merged = !change.code && last && last.state === "waiting" && !last.sent && keyOf(last) === key;
        const record = {
            ...change,
            op: merged ? last.op : uuid(),
            seq: merged ? last.seq : this.#nextSeq(),
            seen: merged ? last.seen : this.#origin(settled.at(-1), change),
            mergedWant: merged ? last.want : undefined,
            typed: Date.now(),
            state: change.code ? "refused" : "waiting",
            sent: false,
        };
        const idle = !change.code && same(record.seen, record.want) && !change.force;
        idle ? this.records.delete(record.op) : this.records.set(record.op, record);
        return { record, merged, idle, replaced: settled.map((row) => row.op) };
    }

    /** What the person saw before the first unsettled operation on the cell. */
    #origin(settled, change) {
        if (!settled) {
            return change.seen;
        }
        return settled.state === "refused" && settled.now !== undefined ? settled.now : settled.seen;
    }

    #persist(plans, found) {
        const put = [];
        const remove = [];
        for (const { record, merged, idle, replaced } of plans) {
            remove.push(...replaced);
            const stored = found[record.op];
            if (merged && (!stored || stored.sent)) {
                // another tab sent it meanwhile: this is a new operation upon that one's result
                this.records.delete(record.op);
                const later = { ...record, op: uuid(), seq: this.#nextSeq(), seen: stored ? stored.want : record.mergedWant };
                if (stored) {
                    this.records.set(stored.op, stored);
                }
                this.records.set(later.op, later);
                put.push(later);
            } else if (idle) {
                remove.push(record.op);
            } else {
                put.push(record);
            }
        }
        return { put, remove };
    }

    #write(ids, decide) {
        this.writes = this.writes
            .then(() => this.store.change([...new Set(ids)], decide))
            .then(() => this.announce())
            .catch((error) => {
                // the operations are still in memory and will be sent; say that a closed tab loses them
                this.state.volatile = true;
                console.warn("ej_outbox: the browser did not keep the operations", error);
            });
        return this.writes;
    }

    /** Resolves when everything taken so far is in the store. */
    written() {
        return this.writes;
    }

    /**
     * Sends a refused operation again, or the own value of a conflict over the present one, as a new
     * operation; `beside` are keys to add to it (the reason that was wanted).
     */
    retry(op, beside = {}) {
        const row = this.records.get(op);
        if (!row) {
            return;
        }
        const { code, message, now, by, at, ...rest } = row;
        const again = { ...rest, ...beside, op: uuid(), state: "waiting", sent: false, seen: now === undefined ? row.seen : now };
        this.records.delete(op);
        this.records.set(again.op, again);
        this.#tell([row, again]);
        this.#write([], () => ({ put: [again], remove: [op] }));
        this.schedule(0);
    }

    /** Forgets operations: the person drops what was refused, or takes the other one's value. */
    drop(ids) {
        const rows = ids.map((op) => this.records.get(op)).filter(Boolean);
        rows.forEach((row) => this.records.delete(row.op));
        this.#tell(rows);
        this.#write([], () => ({ remove: ids }));
    }

    /** Takes back what was typed into a cell and not sent yet; false when nothing can be taken back. */
    revert(key) {
        const rows = [...this.records.values()].filter((row) => keyOf(row) === key && !row.sent);
        if (rows.length) {
            this.drop(rows.map((row) => row.op));
        }
        return Boolean(rows.length);
    }

    // -------------------------------------------------------------------------
    // Sending
    // -------------------------------------------------------------------------

    schedule(ms) {
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.flush(), ms);
    }

    /** Sends now. Never rejects: what went wrong is in `state.trouble`, the operations stay. */
    async flush() {
        if (this.running) {
            return this.running;
        }
        browser.clearTimeout(this.timer);
        this.running = this.#run();
        try {
            return await this.running;
        } finally {
            this.running = null;
        }
    }

    async #run() {
        try {
            const mine = await this.exclusive(() => this.#drain());
            if (!mine) {
                this.schedule(1000); // another tab is sending; look again when it is done
                return;
            }
            this.#settleTrouble("");
        } catch (error) {
            this.#onError(error);
        } finally {
            this.state.sending = false;
        }
    }

    async #drain() {
        for (;;) {
            await this.writes;
            const batch = this.#nextBatch();
            if (!batch.length) {
                return;
            }
            this.state.sending = true;
            if (this.doubtful) {
                if (!(await this.isSamePerson())) {
                    throw new OtherPersonError();
                }
                this.doubtful = false;
            }
            const sent = await this.#markSent(batch);
            if (!sent.length) {
                await this.reload();
                continue;
            }
            const answers = await this.#ask(sent);
            await this.#settle(sent, answers);
        }
    }

    #nextBatch() {
        const rows = [...this.records.values()].sort((a, b) => a.seq - b.seq);
        const page = rows.find((row) => row.state === "waiting")?.page;
        const busy = new Set();
        const batch = [];
        for (const row of rows) {
            if (row.page !== page || row.state !== "waiting" || busy.has(chainOf(row)) || batch.length === BATCH) {
                continue;
            }
            busy.add(chainOf(row));
            batch.push(row);
        }
        return batch;
    }

    async #markSent(batch) {
        const kept = this.state.volatile ? batch.map((row) => ({ ...row, sent: true })) : null;
        const verdict = kept
            ? { put: kept }
            : await this.store.change(
                  batch.map((row) => row.op),
                  (found) => ({
                      put: Object.values(found)
                          .filter((row) => row?.state === "waiting")
                          .map((row) => ({ ...row, sent: true })),
                  })
              );
        verdict.put.forEach((row) => this.records.set(row.op, row));
        return verdict.put.sort((a, b) => a.seq - b.seq);
    }

    async #ask(sent) {
        const changes = sent.map((row) => {
            const change = { op: row.op, kind: row.kind, lesson: row.lesson, seen: row.seen, want: row.want };
            for (const name of ["student", "work", "work_kind", "comment", "topic_id", "reason", "period"]) {
                if (row[name] !== undefined) {
                    change[name] = row[name];
                }
            }
            return change;
        });
        try {
            return await this.send(sent[0].page, changes);
        } catch (error) {
            if (error instanceof RPCError && FINAL_ERRORS.has(error.exceptionName)) {
                const message = error.data?.message || error.message;
                return sent.map(({ op }) => ({ op, status: "refused", code: "denied", message }));
            }
            throw error;
        }
    }

    async #settle(sent, answers) {
        const answerOf = new Map(answers.map((answer) => [answer.op, answer]));
        const pairs = sent.map((row) => [row, answerOf.get(row.op)]).filter(([, answer]) => answer);
        if (pairs.length < sent.length) {
            throw new Error("The server answered fewer operations than were sent.");
        }
        await this.writes;
        const decide = (found) => this.#verdict(pairs, Object.values(found).filter(Boolean));
        const ids = [...this.records.keys()];
        this.#write(ids, decide);
        await this.writes;
        const verdict = this.#verdict(pairs, [...this.records.values()]);
        verdict.remove.forEach((op) => this.records.delete(op));
        verdict.put.forEach((row) => this.records.set(row.op, row));
        const answered = pairs.map(([record, answer]) => ({ record, answer }));
        this.bus.trigger("answered", answered);
        this.announce(answered); // the same page may be open in another tab
        this.#tell([...pairs.map(([row]) => row), ...verdict.put]);
    }

    /** What becomes of the sent operations and of those typed into the same cells after them. */
    #verdict(pairs, rows) {
        const put = [];
        const remove = [];
        for (const [row, answer] of pairs) {
            const later = rows
                .filter((other) => keyOf(other) === keyOf(row) && other.seq > row.seq && !other.sent)
                .sort((a, b) => a.seq - b.seq)[0];
            const saved = answer.status === "saved";
            if (saved || later) {
                remove.push(row.op);
            } else {
                const { code, message, now, by, at } = answer;
                put.push({ ...row, state: answer.status, code, message, now, by, at });
            }
            if (later) {
                put.push({ ...later, seen: saved ? answer.now : row.seen });
            }
        }
        return { put, remove };
    }

    #settleTrouble(trouble) {
        this.state.trouble = trouble;
        if (!trouble) {
            this.delay = FIRST_DELAY;
        }
    }

    #onError(error) {
        if (error instanceof OtherPersonError) {
            return this.#settleTrouble("stranger");
        }
        const expired = error instanceof RPCError && LOGIN_ERRORS.has(error.exceptionName);
        if (expired) {
            this.doubtful = true;
        }
        this.#settleTrouble(expired ? "login" : error instanceof ConnectionLostError ? "offline" : "server");
        if (this.state.trouble === "server") {
            console.warn("ej_outbox: the server did not take the operations, they stay here", error);
        }
        this.schedule(this.delay * (0.8 + 0.4 * Math.random()));
        this.delay = Math.min(this.delay * 1.6, LAST_DELAY);
    }

    /** The tab was away: somebody else may have logged in meanwhile on this computer. */
    wake() {
        this.doubtful = true;
        if (this.state.waiting) {
            this.delay = FIRST_DELAY;
            this.schedule(0);
        }
    }
}

/** The session now belongs to somebody else: what was typed must not be sent in their name. */
class OtherPersonError extends Error {}
