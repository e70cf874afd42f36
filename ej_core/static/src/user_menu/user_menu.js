import { _t } from "@web/core/l10n/translation";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

/** One's own sessions, «my access is compromised», access problems: a page for everybody. */
function accessItem() {
    return {
        type: "item",
        id: "ej_access",
        description: _t("My access, sessions"),
        href: "/my/access",
        callback: () => {
            browser.location.href = "/my/access";
        },
        sequence: 55,
    };
}

function documentsItem() {
    return {
        type: "item",
        id: "ej_documents",
        description: _t("Documents and instructions"),
        href: "/ej/documents",
        callback: () => {
            browser.open("/ej/documents", "_blank");
        },
        sequence: 56,
    };
}

registry
    .category("user_menuitems")
    .add("ej_access", accessItem)
    .add("ej_documents", documentsItem);
