import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const ICONS = { none: "fa-ban", view: "fa-eye", print: "fa-print", edit: "fa-pencil" };

/** The matrix position × section of the institution: a level is chosen once, a click puts it into a cell. */
export class RightsAction extends Component {
    static template = "ej_core.RightsAction";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.display = { controlPanel: {} };
        this.icons = ICONS;
        this.state = useState({ data: null, level: "view", busy: "" });
        onWillStart(async () => {
            this.state.data = await this.orm.call("ej.right", "load_matrix", []);
            this.titles = Object.fromEntries(this.state.data.levels);
        });
    }

    cell(position, section) {
        return this.state.data.cells[position.id][section.id];
    }

    /** What the cell is and why the chosen level cannot be put there. */
    tip(position, section) {
        const cell = this.cell(position, section);
        const lines = [`${position.name} · ${section.name}: ${this.titles[cell.level]}`];
        if (cell.level !== cell.natural) {
            lines.push(_t("By its capabilities: %(level)s", { level: this.titles[cell.natural] }));
        }
        if (cell.by) {
            lines.push(_t("Added: %(capability)s", { capability: cell.by }));
        }
        for (const [level, why] of Object.entries(cell.barred)) {
            lines.push(_t("«%(level)s» is not possible: %(why)s", { level: this.titles[level], why }));
        }
        return lines.join("\n");
    }

    css(position, section) {
        const cell = this.cell(position, section);
        return {
            [`ej-level-${cell.level}`]: true,
            "ej-changed": cell.level !== cell.natural,
            "ej-barred": cell.level !== this.state.level && this.state.level in cell.barred,
        };
    }

    async put(position, section) {
        const cell = this.cell(position, section);
        const { level } = this.state;
        if (cell.level === level || this.state.busy) {
            return;
        }
        if (level in cell.barred) {
            this.notification.add(cell.barred[level], { title: `${position.name} · ${section.name}`, type: "warning" });
            return;
        }
        this.state.busy = `${position.id}:${section.id}`;
        try {
            const row = await this.orm.call("ej.right", "set_level", [position.id, section.id, level]);
            this.state.data.cells[position.id] = row;
        } finally {
            this.state.busy = "";
        }
    }
}
registry.category("actions").add("ej_core.rights", RightsAction);
