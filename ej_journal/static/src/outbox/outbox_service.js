import { browser } from "@web/core/browser/browser";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { session } from "@web/session";
import { Outbox } from "./outbox";
import { MemoryStore, OutboxStore } from "./outbox_store";

/** One tab at a time sends. Without the API (plain http) sending twice is harmless: ids are unique. */
function makeExclusive(name) {
    const locks = browser.navigator.locks;
    if (!locks) {
        return undefined;
    }
    return (work) =>
        locks.request(name, { ifAvailable: true }, async (lock) => {
            if (!lock) {
                return false;
            }
            await work();
            return true;
        });
}

function makeChannel(name) {
    return browser.BroadcastChannel ? new browser.BroadcastChannel(name) : null;
}

/**
 * `ej_outbox`: keeps what people typed until the server has it: through a lost network, an expired
 * session, a closed tab. One queue per database and user; see `Outbox`.
 */
export const outboxService = {
    dependencies: ["orm"],
    /** Where the operations are kept: a database of the browser, or the tab's memory without one. */
    makeStore(name) {
        return globalThis.indexedDB ? new OutboxStore(name) : new MemoryStore();
    },
    start(env, { orm }) {
        const name = `ej-outbox-${session.db || ""}-${user.userId}`;
        const channel = makeChannel(name);
        const me = user.userId;
        const outbox = new Outbox({
            store: this.makeStore(name),
            // the server refuses the session of another person, whatever the browser believes
            send: (page, changes) =>
                orm.silent.call("ej.journal", "apply_changes", [[page], changes], { context: { ej_typed_by: me } }),
            exclusive: makeExclusive(name),
            announce: (answered) => channel?.postMessage({ answered }),
            isSamePerson: async () => {
                const info = await rpc("/web/session/get_session_info", {}, { silent: true });
                return info.uid === me;
            },
        });
        channel?.addEventListener("message", ({ data }) => outbox.hear(data.answered));
        browser.addEventListener("online", () => outbox.wake());
        document.addEventListener("visibilitychange", () => !document.hidden && outbox.wake());
        outbox.start().catch((error) => {
            outbox.store = new MemoryStore();
            outbox.state.volatile = true;
            console.warn("ej_outbox: the browser refuses to keep data", error);
        });
        return outbox;
    },
};
registry.category("services").add("ej_outbox", outboxService);
