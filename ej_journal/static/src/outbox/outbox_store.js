/**
 * Where unsent operations live: an IndexedDB of our own per database and user. (The web client's
 * own IndexedDB wrapper deletes its database when the server's version changes; work that nobody
 * has sent yet must survive that.)
 */
export class OutboxStore {
    /** @param {string} name of the IndexedDB database */
    constructor(name) {
        this.name = name;
        this.opened = null;
    }

    #open() {
        this.opened ||= new Promise((resolve, reject) => {
            const request = indexedDB.open(this.name, 1);
            request.onupgradeneeded = () => request.result.createObjectStore("ops", { keyPath: "op" });
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
        return this.opened;
    }

    async #transact(mode, work) {
        const db = await this.#open();
        return new Promise((resolve, reject) => {
            const transaction = db.transaction("ops", mode);
            let result;
            work(transaction.objectStore("ops"), (value) => (result = value));
            transaction.oncomplete = () => resolve(result);
            transaction.onerror = transaction.onabort = () => reject(transaction.error);
        });
    }

    /** All operations, oldest first. */
    async all() {
        const rows = await this.#transact("readonly", (ops, done) => {
            const request = ops.getAll();
            request.onsuccess = () => done(request.result);
        });
        return rows.sort((a, b) => a.seq - b.seq);
    }

    /**
     * Changes operations in one transaction, so that two tabs never overwrite each other's work.
     *
     * @param {string[]} ids operations to look at
     * @param {(found: Object) => {put?: Object[], remove?: string[]}} decide gets {id: record or
     *  undefined} as they are stored now; what it returns is written
     */
    async change(ids, decide) {
        return this.#transact("readwrite", (ops, done) => {
            const found = {};
            let left = ids.length;
            const finish = () => {
                const verdict = decide(found) || {};
                (verdict.put || []).forEach((record) => ops.put(record));
                (verdict.remove || []).forEach((id) => ops.delete(id));
                done(verdict);
            };
            if (!left) {
                return finish();
            }
            for (const id of ids) {
                const request = ops.get(id);
                request.onsuccess = () => {
                    found[id] = request.result;
                    if (!--left) {
                        finish();
                    }
                };
            }
        });
    }

    /** Deletes the whole database (at logout, when nothing is left unsent). */
    async destroy() {
        (await this.#open()).close();
        this.opened = null;
        await new Promise((resolve) => {
            const request = indexedDB.deleteDatabase(this.name);
            request.onsuccess = request.onerror = request.onblocked = () => resolve();
        });
    }
}

/** The same for a browser that refuses IndexedDB (private mode): nothing survives a closed tab. */
export class MemoryStore {
    constructor() {
        this.rows = new Map();
    }
    async all() {
        return [...this.rows.values()].sort((a, b) => a.seq - b.seq).map((row) => ({ ...row }));
    }
    async change(ids, decide) {
        const found = Object.fromEntries(ids.map((id) => [id, this.rows.has(id) ? { ...this.rows.get(id) } : undefined]));
        const verdict = decide(found) || {};
        (verdict.put || []).forEach((row) => this.rows.set(row.op, { ...row }));
        (verdict.remove || []).forEach((id) => this.rows.delete(id));
        return verdict;
    }
    async destroy() {
        this.rows.clear();
    }
}
