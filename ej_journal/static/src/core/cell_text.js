import { _t } from "@web/core/l10n/translation";

/**
 * The text of a cell as the door takes it: "", "5", "5/4", an absence letter, or both with a space
 * ("о 4"). The letters are the institution's reasons of absence, the scale is of the regulation in
 * force (`rules` of the grid's answer): nothing of them is known here.
 */

// Russian letters: keys of the Russian layout
/** Latin character -> Cyrillic one on the same physical key of the Russian layout. */
const SAME_KEY = Object.fromEntries(
    [..."qwertyuiop[]asdfghjkl;'zxcvbnm,."].map((latin, i) => [
        latin,
        "йцукенгшщзхъфывапролджэячсмитьбю"[i],
    ])
);

/** What may stand between two marks: «5/4», «5 4», «5,4». */
const GAP = /^[\s\u002f,.;-]+/;

/** Position of the Cyrillic letters on the keyboard: `KeyboardEvent.code` -> letter. */
const CODES = Object.fromEntries(
    Object.entries(SAME_KEY).map(([latin, letter]) => {
        const named = { "[": "BracketLeft", "]": "BracketRight", ";": "Semicolon", "'": "Quote", ",": "Comma", ".": "Period" };
        return [named[latin] || `Key${latin.toUpperCase()}`, letter];
    })
);

/**
 * Splits a cell's text.
 *
 * @param {string} text
 * @param {Set<string>} letters absence letters of the institution
 * @returns {{absence: string, mark: string}}
 */
export function splitCell(text, letters) {
    const [head, ...rest] = (text || "").split(" ");
    return letters.has(head) ? { absence: head, mark: rest.join(" ") } : { absence: "", mark: text || "" };
}

/** Joins an absence letter and a mark into the text of a cell. */
export function joinCell(absence, mark) {
    return [absence, mark].filter(Boolean).join(" ");
}

/** What may be typed into the cells of one page, made of the `rules` of its regulation. */
export class CellRules {
    /**
     * `letters`: what is offered; `letters_past`: archived ones, which stand in old cells.
     *
     * @param {{scale: string[], pairs: boolean, with_absence: string, letters: Array, letters_past?: Array}} rules
     */
    constructor(rules) {
        this.scale = rules.scale;
        this.pairs = rules.pairs;
        this.withAbsence = rules.with_absence;
        this.letterList = rules.letters;
        const known = [...rules.letters, ...(rules.letters_past || [])];
        this.letters = new Set(known.map(([letter]) => letter));
        this.counted = new Set(known.filter((row) => row[3]).map(([letter]) => letter));
        this.titles = Object.fromEntries(known.map(([letter, , title]) => [letter, title]));
        this.codes = Object.fromEntries(known.map(([letter, code]) => [letter, code]));
        this.byKey = this.#assignKeys();
        this.byLength = [...this.scale].sort((a, b) => b.length - a.length);
    }

    /** The values offered: marks, then signs of absence. */
    get values() {
        return [...this.scale, ...this.letterList.map(([letter]) => letter)];
    }

    /** The sign of plain absence: who is not there, before the reason is known. */
    get absent() {
        const plain = this.letterList.find(([, code]) => code === "absent") || this.letterList.find((row) => row[3]);
        return plain[0];
    }

    /**
     * One key for each value: its own character, or for «нп», «уп» the first character that no
     * other value has taken.
     */
    #assignKeys() {
        const keys = {};
        const values = this.values.sort((a, b) => a.length - b.length);
        for (const value of values) {
            const free = [...value.toLowerCase()].find((char) => !(char in keys));
            if (free) {
                keys[free] = value;
            }
        }
        return keys;
    }

    /**
     * Says which value a key stands for. Digits by what they type; letters by what they type in a
     * Cyrillic layout, else by the place of the key (so that "н" works in the Latin layout too).
     *
     * @param {{key: string, code: string}} ev
     * @returns {string|undefined} "5", "н", "уп" …
     */
    valueOfKey(ev) {
        const key = ev.key.toLowerCase();
        if (/^[0-9а-яё]$/.test(key)) {
            return this.byKey[key];
        }
        const digit = /^(?:Digit|Numpad)(\d)$/.exec(ev.code);
        return this.byKey[digit ? digit[1] : CODES[ev.code]];
    }

    /** The key shown on the palette's button for a value, or "". */
    keyOfValue(value) {
        return Object.keys(this.byKey).find((key) => this.byKey[key] === value) || "";
    }

    /**
     * What a cell becomes when a value is typed over its text: a late student keeps the «о» beside
     * the mark; anything else is replaced.
     */
    typeOver(text, value) {
        const { absence, mark } = splitCell(text, this.letters);
        if (this.letters.has(value)) {
            return this.counted.has(value) ? value : joinCell(value, mark);
        }
        return joinCell(absence && !this.counted.has(absence) ? absence : "", value);
    }

    /**
     * Reads text typed into the cell's editor or pasted from a spreadsheet.
     *
     * @param {string} raw
     * @returns {{text: string, code?: string, message?: string}} the normal form; with `code` and
     *  a sentence when the regulation does not take it
     */
    parse(raw) {
        const text = this.#normal(raw);
        if (!text) {
            return { text: "" };
        }
        const absence = [...this.letters]
            .sort((a, b) => b.length - a.length)
            .find((letter) => text.startsWith(letter) && !this.#isMark(text));
        const rest = absence ? text.slice(absence.length) : text;
        const marks = this.#readMarks(rest);
        if (!marks) {
            return {
                text: raw.trim(),
                code: "scale",
                message: _t("“%(typed)s” is not a mark or a sign of absence. Marks: %(scale)s; signs: %(letters)s.", {
                    typed: raw.trim(),
                    scale: this.scale.join(", "),
                    letters: this.letterList.map(([letter]) => letter).join(", "),
                }),
            };
        }
        return this.#judge(absence || "", marks);
    }

    #normal(raw) {
        const lower = String(raw ?? "").trim().toLowerCase().replace(/\u00a0/g, " ");
        return lower.replace(/[a-z]/g, (char) => SAME_KEY[char]);
    }

    #isMark(text) {
        return this.scale.includes(text);
    }

    #readMarks(text) {
        const marks = [];
        let rest = text.replace(GAP, "");
        while (rest) {
            const value = this.byLength.find((mark) => rest.startsWith(mark.toLowerCase()));
            if (!value) {
                return null;
            }
            marks.push(value);
            rest = rest.slice(value.length).replace(GAP, "");
        }
        return marks;
    }

    #judge(absence, marks) {
        const text = joinCell(absence, marks.join("/"));
        if (marks.length > 2) {
            return { text, code: "pairs", message: _t("A cell takes two marks at most.") };
        }
        if (marks.length === 2 && !this.pairs) {
            return {
                text,
                code: "pairs",
                message: _t("By the regulation a cell holds one mark. Add a second work to the lesson for the second mark."),
            };
        }
        if (marks.length && this.counted.has(absence) && this.withAbsence === "refuse") {
            return {
                text,
                code: "mark_with_absence",
                message: _t("A mark and an absence do not stand in one cell: an absent student gets no mark."),
            };
        }
        return { text };
    }
}
