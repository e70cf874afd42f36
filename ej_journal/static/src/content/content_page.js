import { Component, onMounted, onPatched, onWillStart, onWillUnmount, onWillUpdateProps, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { ContentModel } from "./content_model";
import { ContentRow } from "./content_row";

/** The right-hand page of the journal: a line per lesson. */
export class ContentPage extends Component {
    static template = "ej_journal.ContentPage";
    static components = { ContentRow };
    static props = { model: Object, from: String, to: String, focus: { type: Number, optional: true } };

    setup() {
        this.notification = useService("notification");
        this.root = useRef("root");
        this.content = new ContentModel({ orm: useService("orm"), grid: this.props.model });
        this.view = useState(this.content.view);
        this.state = useState({ failed: false });
        onWillStart(() => {
            this.load();
        });
        onMounted(() => this.#showFresh());
        onPatched(() => this.#showFresh());
        onWillUpdateProps((next) => next.focus !== this.props.focus && this.#show(next.focus));
        onWillUnmount(() => this.content.destroy());
    }

    async load() {
        try {
            await this.content.load(this.props.from, this.props.to);
            this.state.failed = false;
            this.isFresh = true;
        } catch (error) {
            this.state.failed = true;
            if (error.data) {
                throw error;
            }
        }
    }

    /** Lines that have just come are shown from the lesson asked for, else from today's. */
    #showFresh() {
        if (this.isFresh) {
            this.isFresh = false;
            this.#show(this.props.focus || this.#today());
        }
    }

    #today() {
        const { today } = this.props.model.page;
        return this.content.rows.findLast((row) => row.d <= today)?.id;
    }

    #show(lesson) {
        const bring = () => this.root.el?.querySelector(`tr[data-lesson="${lesson}"]`)?.scrollIntoView({ block: "center" });
        bring();
        // lines out of sight have a supposed height until they are scrolled to: now they have their own
        requestAnimationFrame(() => requestAnimationFrame(bring));
    }

    get rows() {
        void this.view.v;
        return this.content.rows || [];
    }

    /** «Given 42 of 60 h»: what the КТП still holds. */
    get planTold() {
        void this.view.v;
        const { plan } = this.content;
        if (!plan?.length) {
            return _t("No approved plan (КТП) is tied to this page: topics are written by hand.");
        }
        const total = plan.reduce((sum, topic) => sum + topic.hours, 0);
        const left = this.content.openTopics.reduce((sum, topic) => sum + this.content.hoursLeft(topic), 0);
        return _t("Plan (КТП): given %(done)s of %(total)s h", { done: total - left, total });
    }

    layPlan(row, count) {
        const done = this.content.layPlan(row, count);
        this.notification.add(
            done ? _t("Topics written: %(count)s", { count: done }) : _t("There are no empty lessons or no topics left."),
            { type: done ? "success" : "warning" }
        );
    }
}
