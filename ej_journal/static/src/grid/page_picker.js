import { Component, onWillStart, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

const LIMIT = 60;

/** The person's journal pages, for an address that names none. */
export class PagePicker extends Component {
    static template = "ej_journal.PagePicker";
    static props = { onChoose: Function };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ pages: [], text: "", more: false });
        this.onInput = useDebounced(() => this.search(), 250);
        onWillStart(() => this.search());
    }

    async search() {
        const domain = this.state.text.trim() ? [["name", "ilike", this.state.text.trim()]] : [];
        const pages = await this.orm.searchRead("ej.journal", domain, ["name", "teacher_id", "year_id"], { limit: LIMIT + 1 });
        this.state.more = pages.length > LIMIT;
        this.state.pages = pages.slice(0, LIMIT);
    }
}
