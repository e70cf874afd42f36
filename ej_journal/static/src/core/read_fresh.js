import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, rpcBus } from "@web/core/network/rpc";

/** How long an answer of the network is preferred to what was read before, in milliseconds. */
const PATIENCE = 5000;

/**
 * Reads from the server and keeps the answer (encrypted, by the web client's own cache) for the
 * time without a network. Unlike that cache alone, it never shows an older answer while a newer one
 * can be had: marks saved a minute ago must not disappear for a moment.
 *
 * @param {Object} orm
 * @param {string} method of `ej.journal`
 * @param {Array} args
 * @returns {Promise<{data: any, fresh: boolean}>} `fresh` false: read earlier, the server is silent
 */
export function readFresh(orm, method, args) {
    return new Promise((resolve, reject) => {
        let kept;
        let timer;
        const finish = (answer) => {
            browser.clearTimeout(timer);
            rpcBus.removeEventListener("RPC:RESPONSE", onResponse);
            answer instanceof Error ? reject(answer) : resolve(answer);
        };
        const onResponse = ({ detail }) => {
            if (detail.error instanceof ConnectionLostError && detail.data.params?.method === method && kept) {
                finish({ data: kept, fresh: false });
            }
        };
        rpcBus.addEventListener("RPC:RESPONSE", onResponse);
        orm.cache({ type: "disk", update: "always", callback: (data) => finish({ data, fresh: true }) })
            .silent.call("ej.journal", method, args)
            .then((data) => {
                kept = data;
                timer = browser.setTimeout(() => finish({ data, fresh: false }), browser.navigator.onLine ? PATIENCE : 0);
            }, finish);
    });
}
