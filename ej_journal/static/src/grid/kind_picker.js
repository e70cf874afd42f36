import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";

const LAST_KIND = "ej_journal.last_kind";

/**
 * Asks what the first mark of a lesson is for. The kind chosen last is offered first, so «5, Enter»
 * is enough; the works of a kind that has a number and a topic are described in their own dialog.
 */
export class KindPicker extends Component {
    static template = "ej_journal.KindPicker";
    static components = { Dialog };
    static props = { kinds: Array, value: String, onPick: Function, onDescribe: Function, close: Function };

    setup() {
        this.list = useRef("list");
        const last = Number(browser.localStorage.getItem(LAST_KIND));
        const kinds = this.props.kinds.filter((kind) => !kind.numbered);
        this.state = useState({ kind: kinds.find((kind) => kind.id === last)?.id || kinds[0]?.id });
        onMounted(() => this.list.el.querySelector("button.active, button")?.focus());
    }

    get title() {
        return _t("What is the mark for?");
    }

    pick(kind) {
        this.props.close();
        if (kind.numbered) {
            this.props.onDescribe(kind);
        } else {
            browser.localStorage.setItem(LAST_KIND, kind.id);
            this.props.onPick(kind);
        }
    }

    /** Arrows move over the kinds. */
    onKeydown(ev) {
        const buttons = [...this.list.el.querySelectorAll("button")];
        const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[ev.key];
        if (step) {
            ev.preventDefault();
            const next = buttons.indexOf(document.activeElement) + step;
            buttons[(next + buttons.length) % buttons.length].focus();
        }
    }
}
