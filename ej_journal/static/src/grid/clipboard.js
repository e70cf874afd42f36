import { _t } from "@web/core/l10n/translation";

/** A block of a spreadsheet (tab-separated text, cells may be quoted) as rows of strings. */
export function parseTable(text) {
    const rows = [[]];
    let cell = "";
    let quoted = false;
    const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let i = 0; i < source.length; i++) {
        const char = source[i];
        if (quoted) {
            if (char === '"' && source[i + 1] === '"') {
                cell += '"';
                i++;
            } else if (char === '"') {
                quoted = false;
            } else {
                cell += char;
            }
        } else if (char === '"' && !cell) {
            quoted = true;
        } else if (char === "\t" || char === "\n") {
            rows.at(-1).push(cell);
            cell = "";
            if (char === "\n") {
                rows.push([]);
            }
        } else {
            cell += char;
        }
    }
    rows.at(-1).push(cell);
    return rows;
}

/** Rows of strings as tab-separated text for a spreadsheet. */
export function formatTable(rows) {
    return rows
        .map((cells) => cells.map((cell) => (/[\t\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join("\t"))
        .join("\n");
}

/**
 * Lays a block over the page from a cell on and judges each value.
 *
 * @param {import("./grid_model").GridModel} model
 * @param {Object[]} rows visible rows of the page
 * @param {string[][]} block
 * @param {{top: number, left: number}} from
 * @returns {{cells: Object[], skipped: Object[]}} `cells` can be written; `skipped` carry `message`
 */
export function planPaste(model, rows, block, { top, left }) {
    const cells = [];
    const skipped = [];
    block.forEach((line, i) =>
        line.forEach((raw, j) => {
            const row = rows[top + i];
            const column = model.columns[left + j];
            if (!row || !column) {
                if (raw.trim()) {
                    skipped.push({ raw, place: "", message: _t("Outside the page.") });
                }
                return;
            }
            const { text, message } = model.rules.parse(raw);
            const sentence = message || (text !== model.text(row, column) && model.lockReason(row, column));
            if (sentence) {
                skipped.push({ raw, row, column, place: model.label(row, column), message: sentence });
            } else if (text !== model.text(row, column)) {
                cells.push({ row, column, text, before: model.text(row, column), place: model.label(row, column) });
            }
        })
    );
    return { cells, skipped };
}

/** Texts of the cells of a range of the table. */
export function readRange(model, rows, { top, bottom, left, right }) {
    const columns = model.columns.slice(left, right + 1);
    return rows.slice(top, bottom + 1).map((row) => columns.map((column) => model.text(row, column)));
}
