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
     * @param {() => {rows: number, columns: number}} size
     * @param {number} lead how many heading cells a line starts with
     * @param {() => void} onMove called after every move
     */
    constructor(table, size, lead, onMove) {
        Object.assign(this, { table, size, lead, onMove });
        this.r = this.c = this.anchorR = this.anchorC = 0;
        this.painted = [];
    }

    cell(r = this.r, c = this.c) {
        return this.table()?.tBodies[0].rows[r]?.cells[c + this.lead];
    }

    /** Row and column of a cell's element, or null for headings and sums. */
    at(td) {
        const c = td.cellIndex - this.lead;
        const r = td.parentNode.sectionRowIndex;
        return td.tagName === "TD" && c >= 0 && c < this.size().columns ? { r, c } : null;
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
        const td = this.cell();
        if (td && focus) {
            td.focus({ preventScroll: true });
            td.scrollIntoView({ block: "nearest", inline: "nearest" });
        }
        this.onMove();
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
