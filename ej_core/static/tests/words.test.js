import { describe, expect, test } from "@odoo/hoot";
import { reworded, speak } from "@ej_core/words/words";

describe.current.tags("headless");

const WORDS = { Группа: "Класс", "%(date)s, пара %(pair)s": "%(date)s, урок %(pair)s", Pair: "Lesson No." };

test("whole texts are replaced, others stay", () => {
    const terms = {
        Group: "Группа",
        "%(date)s, lesson %(pair)s": "%(date)s, пара %(pair)s",
        "No group": "Группа не выбрана",
    };
    expect(reworded(terms, WORDS)).toEqual({
        ...WORDS,
        Group: "Класс",
        "%(date)s, lesson %(pair)s": "%(date)s, урок %(pair)s",
        "No group": "Группа не выбрана",
    });
});

test("a source that is the text itself is replaced too", () => {
    expect(reworded({}, WORDS).Pair).toBe("Lesson No.");
});

test("terms that come later, and again, are reworded as well", () => {
    const target = { ej_journal: { Group: "Группа" }, web: { Group: "Группа" } };
    speak({ addons: ["ej_journal", "ej_plan"], words: WORDS }, target);
    expect(target.ej_journal.Group).toBe("Класс");
    Object.assign(target, { ej_journal: { Lesson: "Занятие", Group: "Группа" } });
    expect(target.ej_journal.Group).toBe("Класс");
    expect(target.ej_journal.Lesson).toBe("Занятие");
    target.ej_plan = { Group: "Группа" };
    expect(target.ej_plan.Group).toBe("Класс");
    expect(target.web.Group).toBe("Группа", { message: "other applications keep their words" });
});

test("without words nothing is touched", () => {
    const target = { ej_journal: { Group: "Группа" } };
    speak(undefined, target);
    target.ej_journal = { Group: "Группа" };
    expect(target.ej_journal).toEqual({ Group: "Группа" });
});
