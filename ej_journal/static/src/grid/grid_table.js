import { Component, onMounted, onPatched, onWillUnmount, status, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { usePopover } from "@web/core/popover/popover_hook";
import { useBus, useService } from "@web/core/utils/hooks";
import { splitCell } from "../core/cell_text";
import { formatTable, parseTable, planPaste, readRange } from "./clipboard";
import { CellCard } from "./cell_card";
import { firstColumns, startPlace } from "./first_columns";
import { FinalCard } from "./final_card";
import { GridCursor, MOVES } from "./grid_cursor";
import { GridEditor } from "./grid_editor";
import { GridHead } from "./grid_head";
import { GridRow, paletteOf } from "./grid_row";
import { KindPicker } from "./kind_picker";
import { PasteDialog } from "./paste_dialog";
import { describePlace } from "./place_told";

/** Heading cells at the start of a line: number and name. */
const LEAD = 2;
const UNDO_DEPTH = 50;
/** Pause before the columns out of sight; who scrolls earlier gets them at once. */
const REST_MS = 150;

/**
 * The table of marks and absences. Events are delegated to the wrapper; the cursor is in the DOM;
 * the rows render one by one. Everything typed goes to `GridModel.write`, and so to the outbox.
 */
export class GridTable extends Component {
    static template = "ej_journal.GridTable";
    static components = { GridRow, GridHead, GridEditor };
    static props = {
        model: Object,
        rows: Array,
        columns: Array,
        start: { type: Object, optional: true }, // {lesson, student} to stand on
        width: { type: Number, optional: true }, // of the place for the table, in pixels
        onWork: Function, // (lesson, work | null): the dialog of a work
        onContent: { type: Function, optional: true }, // (lesson): its line on the right-hand page
    };

    setup() {
        this.dialog = useService("dialog");
        this.outbox = useService("ej_outbox");
        this.wrap = useRef("wrap");
        this.table = useRef("table");
        this.card = usePopover(CellCard, { position: "bottom-start", popoverClass: "ej-card-popover" });
        this.finalCard = usePopover(FinalCard, { position: "bottom-end", popoverClass: "ej-card-popover" });
        const place = startPlace(this.model, this.props.rows, this.props.start);
        this.state = useState({ first: firstColumns(this.model.columns, place.c, this.props.width || 0), edit: null, here: {} });
        this.undoStack = [];
        this.kindOf = new Map(); // lesson -> kind of the work that its first mark makes
        this.cursor = new GridCursor(
            () => this.table.el,
            () => ({ rows: this.props.rows.length, columns: this.model.columns.length, ...this.shown }),
            LEAD,
            { onMove: () => void (this.card.close(), this.#tellPlace()), onMissing: () => this.#showAll(true) }
        );
        this.cursor.stand(place.r, place.c);
        this.#tellPlace();
        this.onPointerUp = () => (this.dragging = false);
        useBus(this.outbox.bus, "update", () => this.#tellPlace());
        onMounted(() => {
            this.#bringIntoView();
            this.afterPaint(() => status(this) === "mounted" && this.cursor.focus());
            this.atRest(() => status(this) === "mounted" && this.#showAll());
            document.addEventListener("pointerup", this.onPointerUp);
        });
        onPatched(() => {
            this.cursor.paint();
            if (this.awaited) {
                this.awaited = false;
                this.cursor.focus();
            }
        });
        onWillUnmount(() => document.removeEventListener("pointerup", this.onPointerUp));
    }

    get model() {
        return this.props.model;
    }

    // -------------------------------------------------------------------------
    // Where the cursor stands
    // -------------------------------------------------------------------------

    /** The columns that stand in the table now. */
    get shown() {
        return this.state.first || { from: 0, to: this.model.columns.length };
    }

    /** Calls back when the first frame is painted: a table is mounted in the frame's own callback. */
    afterPaint(call) {
        browser.setTimeout(call);
    }

    /** Calls back when the right-hand page has had its turn as well. */
    atRest(call) {
        browser.setTimeout(call, REST_MS);
    }

    /** Somebody scrolls: the other columns are wanted at once. */
    onScroll() {
        if (this.wrap.el.scrollLeft !== this.firstLeft) {
            this.#showAll();
        }
    }

    /** @param {boolean} [awaited] the cursor waits for a cell that is not there yet */
    #showAll(awaited = false) {
        this.awaited ||= awaited && Boolean(this.state.first);
        this.state.first = null;
    }

    /** The first frame: one layout, nothing after it that would ask for another before the painting. */
    #bringIntoView() {
        const { r, c } = this.cursor;
        this.cursor.paint();
        const ahead = this.cursor.cell(r, Math.min(c + 3, this.model.columns.length - 1));
        [ahead, this.cursor.cell()].forEach((td) => td?.scrollIntoView({ block: "nearest", inline: "nearest" }));
        this.firstLeft = this.wrap.el.scrollLeft;
    }

    place(r = this.cursor.r, c = this.cursor.c) {
        return { row: this.props.rows[r], column: this.model.columns[c] };
    }

    #tellPlace() {
        const { row, column } = this.place();
        if (!row || !column) {
            return;
        }
        this.model.place = { lesson: column.lesson.id, student: row.id };
        Object.assign(this.state.here, describePlace(this.model, row, column, this.cursor.count));
    }

    // -------------------------------------------------------------------------
    // Writing
    // -------------------------------------------------------------------------

    /** Cells of the selected range as {row, column}. */
    selected() {
        const { top, bottom, left, right } = this.cursor.range;
        const cells = [];
        for (let r = top; r <= bottom; r++) {
            for (let c = left; c <= right; c++) {
                cells.push(this.place(r, c));
            }
        }
        return cells;
    }

    /**
     * Writes into the cells that are open; explains when the only one is locked or in conflict.
     *
     * @param {Object[]} cells {row, column, text, code, message}
     * @returns {boolean} whether anything could be written
     */
    write(cells) {
        const open = cells.filter(({ row, column }) => !this.model.lockReason(row, column));
        const clear = open.filter(({ row, column }) => this.model.cellState(row, column) !== "conflict");
        if (!clear.length) {
            this.openCard();
            return false;
        }
        const nameless = clear.find(({ column, text, code }) => !code && this.#needsKind(column, text));
        if (nameless) {
            this.#askKind(nameless.column, clear);
            return true;
        }
        this.#commit(clear);
        return true;
    }

    #commit(cells) {
        const before = this.model.write(cells.map((cell) => ({ ...cell, kind: this.kindOf.get(cell.column.lesson.id) })));
        if (before.length) {
            this.undoStack.push(before);
            this.undoStack.splice(0, this.undoStack.length - UNDO_DEPTH);
        }
    }

    /** Whether a mark here would be the first of its lesson, and the regulation wants to know what for. */
    #needsKind(column, text) {
        const { mark } = splitCell(text, this.model.rules.letters);
        return Boolean(mark) && !column.work && this.model.kindRequired && !this.kindOf.has(column.lesson.id);
    }

    #askKind(column, cells) {
        this.dialog.add(KindPicker, {
            kinds: [...this.model.kinds.values()],
            value: cells[0].text,
            onPick: (kind) => {
                this.kindOf.set(column.lesson.id, kind.id);
                this.write(cells); // may ask for the next lesson of a range
                this.cursor.move(this.cursor.r, this.cursor.c);
            },
            onDescribe: (kind) => this.props.onWork(column.lesson, null, kind.id),
        });
    }

    /** A value from the keyboard or the palette: fills the range, else the cell, and moves down. */
    enter(value, { wholeDay = false } = {}) {
        if (this.cursor.isRange || wholeDay) {
            const cells = wholeDay ? this.#dayCells() : this.selected();
            this.write(cells.map((cell) => ({ ...cell, text: this.#typed(cell, value) })));
            return;
        }
        const cell = this.place();
        if (this.write([{ ...cell, text: this.#typed(cell, value) }])) {
            this.last = { r: this.cursor.r, c: this.cursor.c };
            this.cursor.move(this.cursor.r + 1, this.cursor.c);
        }
    }

    #typed({ row, column }, value) {
        return value ? this.model.rules.typeOver(this.model.text(row, column), value) : "";
    }

    #dayCells() {
        const { top, bottom } = this.cursor.range;
        const { column } = this.place();
        return this.model
            .dayColumns(column)
            .flatMap((other) => this.props.rows.slice(top, bottom + 1).map((row) => ({ row, column: other })));
    }

    /** Fills what is empty in a column. */
    fillEmpty(column, value) {
        const cells = this.props.rows
            .map((row) => ({ row, column, text: value }))
            .filter(({ row }) => !this.model.text(row, column) && !this.model.lockReason(row, column));
        if (cells.length) {
            this.write(cells);
        }
    }

    /** Takes the text of the cell's editor. */
    commitEdit(raw, move) {
        const { r, c } = this.state.edit;
        this.state.edit = null;
        const cell = this.place(r, c);
        this.write([{ ...cell, ...this.model.rules.parse(raw) }]);
        this.cursor.move(r + move[0], c + move[1]);
    }

    cancelEdit() {
        this.state.edit = null;
        this.cursor.move(this.cursor.r, this.cursor.c);
    }

    openEdit(text) {
        const { row, column } = this.place();
        if (!row || this.model.lockReason(row, column) || this.model.cellState(row, column) === "conflict") {
            return this.openCard();
        }
        const td = this.cursor.cell();
        if (!td) {
            return;
        }
        this.state.edit = {
            r: this.cursor.r,
            c: this.cursor.c,
            text: text ?? this.model.text(row, column),
            box: `left:${td.offsetLeft}px;top:${td.offsetTop}px;height:${td.offsetHeight}px`,
        };
    }

    undo() {
        const before = this.undoStack.pop();
        if (before) {
            this.model.write(before.filter(({ row, column }) => !this.model.lockReason(row, column)));
        }
    }

    /** Esc: what is typed and not sent yet goes back. */
    revert() {
        const keys = this.selected().map(({ row, column }) => this.model.record(row, column)).filter(Boolean);
        keys.filter((record) => !record.sent).forEach((record) => this.outbox.drop([record.op]));
        this.cursor.move(this.cursor.r, this.cursor.c);
    }

    openCard(td = this.cursor.cell()) {
        const { row, column } = this.place();
        if (td && row) {
            const onDone = () => this.wrap.el && this.cursor.move(this.cursor.r, this.cursor.c);
            this.card.open(td, { model: this.model, row, column, onDone });
        }
    }

    /**
     * Puts a final mark typed on its cell (true: done, go on), or opens its card: without a value,
     * when the period is closed, when the mark wants a ground.
     */
    openFinal(row, term, button, value) {
        const { model } = this;
        const settled = !term.lock && !model.finalRecord(row, term);
        if (value !== undefined && settled && !(value && model.wantsGround(row, term, value))) {
            model.writeFinal(row, term, value, "");
            return true;
        }
        this.finalCard.open(button, { model, row, term, value, onDone: () => button.focus() });
        return false;
    }

    // -------------------------------------------------------------------------
    // Keyboard
    // -------------------------------------------------------------------------

    onKeydown(ev) {
        if (this.state.edit || ev.target.closest("input, button, .o_popover")) {
            return;
        }
        const handled = ev.ctrlKey || ev.metaKey ? this.#onShortcut(ev) : !ev.altKey && this.#onKey(ev);
        if (handled) {
            ev.preventDefault();
            ev.stopPropagation();
        }
    }

    #onShortcut(ev) {
        const { rows, columns } = this.cursor.size();
        // by the place of the key, so that the Russian layout does the same
        const isKey = (letter) => ev.code === `Key${letter}` || ev.key.toUpperCase() === letter;
        if (isKey("Z")) {
            this.undo();
        } else if (isKey("A")) {
            this.cursor.select(0, 0, rows - 1, columns - 1);
        } else if (isKey("D")) {
            this.#fillDown();
        } else if (ev.key === "Home" || ev.key === "End") {
            ev.key === "Home" ? this.cursor.move(0, 0) : this.cursor.move(rows - 1, columns - 1);
        } else {
            return false;
        }
        return true;
    }

    #onKey(ev) {
        return this.#onMove(ev) || this.#onEdit(ev) || this.#onValue(ev);
    }

    #onMove(ev) {
        const { r, c } = this.cursor;
        if (ev.key in MOVES) {
            const [down, right] = MOVES[ev.key];
            this.cursor.move(r + down, c + right, { extend: ev.shiftKey });
        } else if (ev.key === "Home" || ev.key === "End") {
            this.cursor.move(r, ev.key === "Home" ? 0 : this.model.columns.length - 1, { extend: ev.shiftKey });
        } else if (ev.key === "Enter") {
            this.cursor.move(r + (ev.shiftKey ? -1 : 1), c);
        } else if (ev.key === "Tab") {
            const next = c + (ev.shiftKey ? -1 : 1);
            if (next < 0 || next >= this.model.columns.length) {
                return false; // the browser moves on: the table is no trap
            }
            this.cursor.move(r, next);
        } else {
            return false;
        }
        return true;
    }

    #onEdit(ev) {
        if (ev.key === "F2") {
            this.openEdit();
        } else if (ev.key === "Delete" || ev.key === "Backspace") {
            this.write(this.selected().map((cell) => ({ ...cell, text: "" })));
        } else if (ev.key === "Escape") {
            this.card.isOpen ? this.card.close() : this.revert();
        } else if (ev.key === "F4" || ev.key === "ContextMenu" || (ev.key === "F10" && ev.shiftKey)) {
            this.openCard();
        } else if (ev.key === "/" || ev.code === "NumpadDivide") {
            this.#openPair();
        } else {
            return false;
        }
        return true;
    }

    #onValue(ev) {
        const value = this.model.rules.valueOfKey(ev);
        if (value === undefined) {
            return false;
        }
        const isLetter = this.model.rules.letters.has(value);
        this.enter(value, { wholeDay: ev.shiftKey && isLetter });
        return true;
    }

    /** «/» after a mark: goes back to it and waits for the second one. */
    #openPair() {
        const { row, column } = this.place();
        if (this.last && row && !this.model.text(row, column)) {
            this.cursor.move(this.last.r, this.last.c);
        }
        const here = this.place();
        this.openEdit(`${this.model.text(here.row, here.column)}/`);
    }

    #fillDown() {
        const { top, left, right } = this.cursor.range;
        const source = [];
        for (let c = left; c <= right; c++) {
            const { row, column } = this.place(top, c);
            source[c] = this.model.text(row, column);
        }
        this.write(this.selected().map((cell) => ({ ...cell, text: source[cell.column.index] })));
    }

    // -------------------------------------------------------------------------
    // Pointer and clipboard
    // -------------------------------------------------------------------------

    onPointerDown(ev) {
        const td = ev.target.closest("td");
        const at = td && this.cursor.at(td);
        if (!at || ev.button > 0) {
            return;
        }
        this.dragging = ev.pointerType !== "touch";
        this.cursor.move(at.r, at.c, { extend: ev.shiftKey });
        if (this.dragging) {
            ev.preventDefault();
        }
        const { row, column } = this.place();
        if (["refused", "conflict"].includes(this.model.cellState(row, column))) {
            this.openCard(td);
        }
    }

    onPointerOver(ev) {
        const td = ev.target.closest("td");
        const at = td && this.cursor.at(td);
        if (!at) {
            return;
        }
        if (this.dragging) {
            this.cursor.move(at.r, at.c, { extend: true, focus: false });
            return;
        }
        const { row, column } = this.place(at.r, at.c);
        const record = this.model.record(row, column);
        td.title = record?.message || this.model.lockReason(row, column) || this.model.rules.titles[this.model.text(row, column)] || "";
    }

    onDoubleClick(ev) {
        const td = ev.target.closest("td");
        if (td && this.cursor.at(td)) {
            this.openEdit();
        }
    }

    onContextMenu(ev) {
        const td = ev.target.closest("td");
        const at = td && this.cursor.at(td);
        if (at) {
            ev.preventDefault();
            this.cursor.move(at.r, at.c);
            this.openCard(td);
        }
    }

    onCopy(ev) {
        if (this.state.edit) {
            return;
        }
        const block = readRange(this.model, this.props.rows, this.cursor.range);
        ev.clipboardData.setData("text/plain", formatTable(block));
        ev.preventDefault();
    }

    onPaste(ev) {
        if (this.state.edit) {
            return;
        }
        ev.preventDefault();
        const block = parseTable(ev.clipboardData.getData("text/plain"));
        const plan = planPaste(this.model, this.props.rows, block, this.cursor.range);
        if (plan.cells.length + plan.skipped.length === 1 && !plan.skipped.length) {
            this.write(plan.cells);
            return;
        }
        this.dialog.add(PasteDialog, { plan, onConfirm: () => this.write(plan.cells) });
    }

    // -------------------------------------------------------------------------
    // For the template
    // -------------------------------------------------------------------------

    get palette() {
        return paletteOf(this.model.rules);
    }

    selectColumn(column) {
        this.cursor.select(0, column.index, this.props.rows.length - 1, column.index);
    }
}
