/** Width of a column of the table and of what stands before the columns, in pixels (grid.scss). */
const CELL = 32;
const LEAD = 230;
/** Columns beyond what is seen at first: the eye and the first keys stay inside. */
const MARGIN = 10;

/**
 * Where the cursor stands when a page opens: the lesson and the student asked for, else today's first
 * lesson, else the last one held, else the first of all.
 *
 * @param {{lesson?: number, student?: number}} [start]
 * @returns {{r: number, c: number}} places among rows and columns
 */
export function startPlace({ columns, page }, rows, { lesson, student } = {}) {
    let c = columns.findIndex((column) => column.lesson.id === lesson);
    if (c < 0) {
        c = columns.findIndex((column) => column.lesson.d === page.today);
        c = c < 0 ? columns.findLastIndex((column) => column.lesson.d <= page.today) : c;
        c = Math.max(c, 0);
    }
    return { r: Math.max(0, rows.findIndex((row) => row.id === student)), c };
}

/**
 * The columns of the first paint: those around the cursor that the window can show. The others
 * follow a moment later; until then one wide cell on each side holds their place. A semester is laid
 * out and painted in a third of the time.
 *
 * @param {Object[]} columns of the model
 * @param {number} c column the cursor will stand on
 * @param {number} width of the place for the table, in pixels
 * @returns {{from: number, to: number}|null} whole lessons, `to` excluded; null: all at once
 */
export function firstColumns(columns, c, width) {
    const count = Math.ceil(Math.max(width - LEAD, 0) / CELL) + MARGIN;
    if (columns.length <= count + MARGIN) {
        return null;
    }
    let to = Math.min(columns.length, Math.max(count, c + MARGIN));
    let from = Math.max(0, to - count);
    while (!columns[from].first) {
        from--;
    }
    while (to < columns.length && !columns[to].first) {
        to++;
    }
    return { from, to };
}
