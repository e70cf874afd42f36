import { registry } from "@web/core/registry";

/**
 * Give the browser a file that came with the answer and is kept nowhere on the server.
 *
 * params: name of the file, mimetype, data (base64). The dialog that asked for it closes and the
 * list behind it is read anew.
 */
async function download(env, { params }) {
    const bytes = Uint8Array.from(atob(params.data), (sign) => sign.charCodeAt(0));
    const url = URL.createObjectURL(new Blob([bytes], { type: params.mimetype }));
    const link = document.createElement("a");
    link.href = url;
    link.download = params.name;
    link.click();
    // the browser has taken the file by then; it does not stay in the memory of the page
    setTimeout(() => URL.revokeObjectURL(url), 60000);
    return { type: "ir.actions.act_window_close" };
}

registry.category("actions").add("ej_core.download", download);
