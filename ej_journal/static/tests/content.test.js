import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { click, edit, queryFirst } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { GridAction } from "@ej_journal/grid/grid_action";
import { mockJournal, mountAction, settle } from "./ej_journal_test_helpers";

describe.current.tags("desktop");

beforeEach(() => mockDate("2026-10-14 12:00:00"));

async function openContent(options) {
    const calls = mockJournal(options);
    await mountAction(GridAction, { journal_id: 7, ej_content: 1, ej_lesson: 102 });
    return calls;
}

const line = (lesson, inside = "") => `.ej-content tr[data-lesson='${lesson}'] ${inside}`;

test("topics of the plan are offered in order, a topic of four hours for two pairs", async () => {
    await openContent();
    expect(line(102, ".ej-topic .ej-take")).toHaveText(/2\. Работа тока/);
    expect(line(103, ".ej-topic .ej-take")).toHaveText(/2\. Работа тока/);
    expect(line(104, ".ej-topic .ej-take")).toHaveText(/3\. Магнитное поле/);
    expect(".ej-content-told").toHaveText(/2.*8/);
});

test("one click takes the topic", async () => {
    const calls = await openContent();
    await click(line(102, ".ej-topic .ej-take"));
    await settle();
    expect(calls.flat()[0]).toMatchObject({ kind: "topic", lesson: 102, seen: "", want: "Работа тока", topic_id: 902 });
    expect(queryFirst(line(102, "textarea"))).toHaveValue("Работа тока");
    expect(line(102, ".ej-deviation")).toHaveCount(0);
});

test("a text of one's own departs from the plan", async () => {
    const calls = await openContent();
    await click(line(102, "textarea"));
    await edit("Повторение. Закон Ома", { confirm: "blur" });
    await settle();
    expect(calls.flat()[0]).toMatchObject({ kind: "topic", want: "Повторение. Закон Ома", topic_id: null });
    expect(line(102, ".ej-deviation")).toHaveCount(1);
});

test("topics are laid over the next lessons", async () => {
    const calls = await openContent();
    await click(line(102, "button[title='Topics of the plan']"));
    await animationFrame();
    expect(".ej-topics .dropdown-item.ej-given").toHaveText(/Закон Ома/);
    await click(".ej-lay-ok");
    await settle();
    expect(calls.flat().map(({ lesson, topic_id }) => [lesson, topic_id])).toEqual([[102, 902], [103, 902], [104, 903]]);
});

test("homework: for everybody, for one student, explicitly none", async () => {
    const calls = await openContent();
    await click(line(102, ".ej-hw-add"));
    await animationFrame();
    await click("#ej_hw_content");
    await edit("§ 14");
    await click("#ej_hw_pages");
    await edit("52–55");
    await animationFrame();
    await click(".ej-hw-save");
    await settle();
    const value = { content: "§ 14", character: "", pages: "52–55", numbers: "", links: "", due: null, none: false };
    expect(calls.flat()[0]).toMatchObject({ kind: "homework", lesson: 102, seen: null, want: value });
    expect(line(102, ".ej-hw-text")).toHaveText("§ 14, p. 52–55");
    await click(line(103, ".ej-hw-none"));
    await settle();
    expect(calls.at(-1)[0]).toMatchObject({ lesson: 103, want: { none: true, content: "" } });
    expect(line(103, ".ej-hw-text")).toHaveText("not set");
});

test("a refused topic stays under the field with its reason", async () => {
    await openContent({
        apply: (changes) => changes.map(({ op, seen }) => ({ op, status: "refused", code: "topic_empty", message: "Тема обязательна.", now: seen })),
    });
    await click(line(101, "textarea"));
    await edit("", { confirm: "blur" });
    await settle();
    expect(line(101, ".ej-fs-refused")).toHaveText(/Тема обязательна/);
    await click(line(101, ".ej-fs-refused button:last"));
    await animationFrame();
    expect(queryFirst(line(101, "textarea"))).toHaveValue("Закон Ома");
});

test("the signature tells who and when", async () => {
    await openContent();
    expect(line(101, ".ej-sign")).toHaveText(/Абакумов Б\. К\./);
});
