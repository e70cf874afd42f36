import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const items = registry.category("user_menuitems");
const originalItem = items.get("log_out");

/** Logging out asks first when something is not saved, and leaves no data on a shared computer. */
export function logOutItem(env) {
    const item = originalItem(env);
    return {
        ...item,
        callback: async () => {
            const outbox = env.services.ej_outbox;
            await outbox.flush();
            const left = outbox.records.size;
            if (!left) {
                await outbox.store.destroy();
                return item.callback();
            }
            env.services.dialog.add(ConfirmationDialog, {
                title: _t("Not everything is saved"),
                body: _t(
                    "Not saved or refused: %(count)s. They stay on this computer and are sent when you log in here again. Log out now?",
                    { count: left }
                ),
                confirmLabel: _t("Log out all the same"),
                confirm: item.callback,
                cancelLabel: _t("Stay"),
                cancel: () => {},
            });
        },
    };
}
items.add("log_out", logOutItem, { force: true });
