/** Lines and columns that a key moves by. */
export const MOVES = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    PageUp: [-10, 0],
    PageDown: [10, 0],
};

/**
 * The cursor and the selected range of the table. They live in the DOM (attributes and focus), not in
 * reactive state: moving them renders nothing.
 */
export class GridCursor {
    /**
     * @param {() => HTMLTableElement} table
     * @param {() => {rows: number, columns: number, from: number, to: number}} size `from`, `to`: the
     *   columns that stand in the table now, a wide cell before them when `from` is not 0
     * @param {number} lead how many heading cells a line starts with
     * @param {{onMove: () => void, onMissing: () => void}} told called after every move, and when the
     *   cell moved to does not stand in the table yet
     */
    constructor(table, size, lead, { onMove, onMissing }) {
        Object.assign(this, { table, size, lead, onMove, onMissing });
        this.r = this.c = this.anchorR = this.anchorC = 0;
        this.painted = [];
    }

    /** Takes a place before the table is there. */
    stand(r, c) {
        this.r = this.anchorR = r;
        this.c = this.anchorC = c;
    }

    cell(r = this.r, c = this.c) {
        const { from, to } = this.size();
        return c >= from && c < to ? this.table()?.tBodies[0].rows[r]?.cells[c + this.#before(from)] : undefined;
    }

    /** How many cells of a line stand before the column 0, were the columns before `from` there. */
    #before(from) {
        return this.lead - from + (from ? 1 : 0);
    }

    /** Row and column of a cell's element, or null for headings and sums. */
    at(td) {
        const { from, to } = this.size();
        const c = td.cellIndex - this.#before(from);
        const r = td.parentNode.sectionRowIndex;
        return td.tagName === "TD" && c >= from && c < to ? { r, c } : null;
    }

    /** The range between anchor and cursor, bounds included. */
    get range() {
        return {
            top: Math.min(this.r, this.anchorR),
            bottom: Math.max(this.r, this.anchorR),
            left: Math.min(this.c, this.anchorC),
            right: Math.max(this.c, this.anchorC),
        };
    }

    /** How many cells are selected. */
    get count() {
        const { top, bottom, left, right } = this.range;
        return (bottom - top + 1) * (right - left + 1);
    }

    get isRange() {
        return this.r !== this.anchorR || this.c !== this.anchorC;
    }

    /**
     * Puts the cursor on a cell; the table's edges stop it.
     *
     * @param {{extend?: boolean, focus?: boolean}} [options] extend: keep the anchor (a range)
     */
    move(r, c, { extend = false, focus = true } = {}) {
        const { rows, columns } = this.size();
        this.r = Math.max(0, Math.min(rows - 1, r));
        this.c = Math.max(0, Math.min(columns - 1, c));
        if (!extend) {
            this.anchorR = this.r;
            this.anchorC = this.c;
        }
        this.paint();
        if (focus) {
            this.cell() ? this.focus() : this.onMissing();
        }
        this.onMove();
    }

    /** Brings the keyboard and the eye to the cell. */
    focus() {
        const td = this.cell();
        td?.focus({ preventScroll: true });
        td?.scrollIntoView({ block: "nearest", inline: "nearest" });
    }

    /** Selects a rectangle with the cursor in its first cell. */
    select(top, left, bottom, right) {
        this.anchorR = bottom;
        this.anchorC = right;
        this.move(top, left, { extend: true });
    }

    paint() {
        for (const [element, name] of this.painted) {
            element.removeAttribute(name);
        }
        this.painted = [];
        const mark = (element, name) => {
            if (element) {
                element.setAttribute(name, "");
                this.painted.push([element, name]);
            }
        };
        mark(this.cell(), "data-cur");
        mark(this.table()?.tBodies[0].rows[this.r]?.cells[this.lead - 1], "data-cur");
        if (this.isRange) {
            const { top, bottom, left, right } = this.range;
            for (let r = top; r <= bottom; r++) {
                for (let c = left; c <= right; c++) {
                    mark(this.cell(r, c), "data-sel");
                }
            }
        }
    }
}
