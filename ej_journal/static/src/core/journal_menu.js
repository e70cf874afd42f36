import { onMounted } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

/** A page opened by a link of a message has no menu of its own: it shows the journal's one. */
export function useJournalMenu() {
    const menu = useService("menu");
    onMounted(() => {
        const journal = menu.getApps().find(({ xmlid }) => xmlid === "ej_core.ej_menu_root");
        if (journal && !menu.getCurrentApp()) {
            menu.setCurrentMenu(journal);
        }
    });
}
