import { describe, expect, test } from "@odoo/hoot";
import { CellRules, joinCell, splitCell } from "@ej_journal/core/cell_text";
import { formatTable, parseTable } from "@ej_journal/grid/clipboard";
import { RULES } from "./ej_journal_test_helpers";

describe.current.tags("headless");

const strict = new CellRules(RULES);
const paired = new CellRules({ ...RULES, pairs: true });

test("a cell's text splits and joins", () => {
    for (const [text, absence, mark] of [["", "", ""], ["5", "", "5"], ["н", "н", ""], ["о 4", "о", "4"], ["5/4", "", "5/4"]]) {
        expect(splitCell(text, strict.letters)).toEqual({ absence, mark });
        expect(joinCell(absence, mark)).toBe(text);
    }
});

test("one key for each value, in both layouts", () => {
    const value = (key, code) => strict.valueOfKey({ key, code });
    expect(value("5", "Digit5")).toBe("5");
    expect(value("5", "Numpad5")).toBe("5");
    expect(value("н", "KeyY")).toBe("н");
    expect(value("y", "KeyY")).toBe("н");
    expect(value("Y", "KeyY")).toBe("н");
    expect(value("e", "KeyE")).toBe("уп");
    expect(value("п", "KeyG")).toBe("нп");
    expect(value(",", "Comma")).toBe("б");
    expect(value("j", "KeyJ")).toBe("о");
    expect(value("н", "KeyN")).toBe("н", { message: "a phonetic layout" });
    expect(value("1", "Digit1")).toBe(undefined);
    expect(value("ф", "KeyA")).toBe(undefined);
});

test("a late student keeps the letter beside the mark, an absent one does not", () => {
    expect(strict.typeOver("о", "4")).toBe("о 4");
    expect(strict.typeOver("4", "о")).toBe("о 4");
    expect(strict.typeOver("н", "4")).toBe("4");
    expect(strict.typeOver("4", "н")).toBe("н");
    expect(strict.typeOver("о 4", "б")).toBe("б");
});

test("what is typed or pasted is read", () => {
    for (const [raw, text] of [[" 5 ", "5"], ["", ""], ["Н", "н"], ["y", "н"], ["нп", "нп"], ["о4", "о 4"], ["О 4", "о 4"]]) {
        expect(strict.parse(raw)).toEqual({ text });
    }
    for (const raw of ["54", "5/4", "5,4", "5 4"]) {
        expect(paired.parse(raw)).toEqual({ text: "5/4" });
        expect(strict.parse(raw)).toMatchObject({ text: "5/4", code: "pairs" });
    }
    expect(strict.parse("6")).toMatchObject({ text: "6", code: "scale" });
    expect(strict.parse("осв")).toMatchObject({ code: "scale" });
    expect(strict.parse("н5")).toMatchObject({ text: "н 5", code: "mark_with_absence" });
    expect(paired.parse("543")).toMatchObject({ code: "pairs" });
});

test("reasons the institution has added: offered ones are typed, archived ones are read", () => {
    const rules = new CellRules({
        ...RULES,
        letters: [["к", "excused", "Конкурс", true], ...RULES.letters, ["ав", "late", "Автобус", false]],
        letters_past: [["зд", "sick", "Здравпункт", true]],
    });
    expect(rules.valueOfKey({ key: "к", code: "KeyR" })).toBe("к");
    expect(rules.valueOfKey({ key: "r", code: "KeyR" })).toBe("к");
    expect(rules.valueOfKey({ key: "н", code: "KeyY" })).toBe("н", { message: "the five keep their keys" });
    expect(rules.valueOfKey({ key: "з", code: "KeyP" })).toBe(undefined, { message: "an archived one has no key" });
    expect(rules.absent).toBe("н", { message: "plain absence, not the first in order" });
    expect(rules.values).toEqual(["5", "4", "3", "2", "к", "н", "нп", "уп", "б", "о", "ав"]);
    expect(rules.parse("К")).toEqual({ text: "к" });
    expect(rules.parse("к5")).toMatchObject({ code: "mark_with_absence" });
    expect(rules.typeOver("4", "ав")).toBe("ав 4");
    expect(splitCell("зд", rules.letters)).toEqual({ absence: "зд", mark: "" });
    expect(rules.typeOver("зд", "4")).toBe("4");
    const form = new CellRules({ ...RULES, letters: RULES.letters.slice(1) });
    expect(form.absent).toBe("нп", { message: "a page remembered from before" });
});

test("a scale of words", () => {
    const rules = new CellRules({ ...RULES, scale: ["зач", "незач"] });
    expect(rules.parse("зач")).toEqual({ text: "зач" });
    expect(rules.parse("Незач")).toEqual({ text: "незач" });
    expect(rules.valueOfKey({ key: "з", code: "KeyP" })).toBe("зач");
});

test("blocks of a spreadsheet", () => {
    expect(parseTable("5\t4\r\nн\t\r\n")).toEqual([["5", "4"], ["н", ""]]);
    expect(parseTable('"а\tб"\t"он ""сам"""')).toEqual([["а\tб", 'он "сам"']]);
    expect(formatTable([["5", ""], ["а\tб", "н"]])).toBe('5\t\n"а\tб"\tн');
});
