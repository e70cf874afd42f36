import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** A key pressed in the grid, as the browser sends it. */
function press(key, code = `Digit${key}`, more = {}) {
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true, ...more }));
}

/** The cursor stands in the cell of a student (number of the line) that shows a text. */
const cursorOn = (line, text = "") =>
    `.ej-table tbody tr:nth-child(${line}) td[data-cur]${text ? `:contains(${text})` : ""}`;

const saved = { content: "Everything is saved", trigger: ".o_control_panel .ej-status-ok" };

const openLesson = [
    { content: "Open the lesson of the day", trigger: ".ej-lesson .ej-lesson-main", run: "click" },
    { content: "The cursor stands in the lesson's column", trigger: cursorOn(1) },
];

function typeInEditor(text) {
    return [
        { content: "Open the editor of the cell", trigger: cursorOn(1), run: () => press("F2", "F2") },
        { content: "Type into it", trigger: "input.ej-editor", run: `edit ${text}` },
        {
            content: "Leave it by Enter",
            trigger: "input.ej-editor",
            run: () => document.querySelector("input.ej-editor").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true })),
        },
    ];
}

tours.add("ej_journal_teacher_fills", {
    steps: () => [
        { content: "The day tells what is missing", trigger: ".ej-lesson .ej-lack[data-block=attendance]" },
        ...openLesson,
        { content: "A mark", trigger: cursorOn(1), run: () => press("5") },
        { content: "The regulation asks what for", trigger: ".modal .ej-kinds button:first", run: "click" },
        { content: "The cursor went down", trigger: cursorOn(2), run: () => press("y", "KeyY") },
        { content: "The key «н» works in the Latin layout", trigger: ".ej-table tbody tr:nth-child(2) td:contains(н)" },
        { content: "And down again", trigger: cursorOn(3), run: () => press("4") },
        saved,
        { content: "An absence confirms attendance", trigger: ".ej-present.ej-today button[aria-pressed=true]" },
        { content: "Topic from the plan", trigger: ".ej-content tr.ej-today .ej-take:contains(Закон Ома)", run: "click" },
        { content: "No homework", trigger: ".ej-content tr.ej-today .ej-hw-none", run: "click" },
        { content: "It stands", trigger: ".ej-content tr.ej-today .ej-hw-text" },
        saved,
        { content: "Back to the day", trigger: ".o_breadcrumb a, .o_back_button a", run: "click" },
        { content: "Nothing is missing", trigger: ".ej-lesson-done .ej-ok" },
    ],
});

tours.add("ej_journal_pair", {
    steps: () => [
        ...openLesson,
        ...typeInEditor("54"),
        { content: "Two marks in the cell", trigger: ".ej-table tbody tr:nth-child(1) td:contains(5/4)" },
        saved,
        { content: "A mark", trigger: cursorOn(2), run: () => press("3") },
        { content: "The slash goes back to it", trigger: cursorOn(3), run: () => press("/", "Slash") },
        { content: "And waits for the second", trigger: "input.ej-editor", run: "edit 3/2" },
        {
            trigger: "input.ej-editor",
            run: () => document.querySelector("input.ej-editor").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true })),
        },
        { content: "A pair again", trigger: ".ej-table tbody tr:nth-child(2) td:contains(3/2)" },
        saved,
    ],
});

tours.add("ej_journal_refusal", {
    steps: () => [
        ...openLesson,
        ...typeInEditor("54"),
        { content: "Kept, and marked as refused", trigger: ".ej-table td[data-s=refused]:contains(5/4)" },
        { content: "The status tells", trigger: ".o_control_panel .ej-status .ej-bad" },
        { content: "Look why", trigger: ".ej-table td[data-s=refused]", run: () => {
            const cell = document.querySelector(".ej-table td[data-s=refused]");
            cell.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, button: 0 }));
            document.dispatchEvent(new PointerEvent("pointerup"));
        } },
        { content: "Drop it", trigger: ".ej-card .ej-drop", run: "click" },
        saved,
        { content: "The cell is as it was", trigger: ".ej-table:not(:has([data-s=refused]))" },
    ],
});

let originalXHR;

function cutNetwork() {
    originalXHR = browser.XMLHttpRequest;
    browser.XMLHttpRequest = class extends originalXHR {
        open(method, url) {
            // nobody answers there; the web client's own calls are let through
            super.open(method, url.includes("apply_changes") ? "http://0.0.0.0:1/" : url);
        }
    };
}

const typeOffline = [
    ...openLesson,
    { content: "Cut the network and write a mark", trigger: cursorOn(1), run: () => {
        cutNetwork();
        press("4");
    } },
    { content: "The mark is on the screen, waiting", trigger: ".ej-table tbody tr:nth-child(1) td[data-s=waiting]:contains(4)" },
    { content: "The status tells that it is not saved", trigger: ".o_control_panel .ej-status[data-waiting='1'] .ej-wait" },
];

tours.add("ej_journal_offline", {
    steps: () => [
        ...typeOffline,
        { content: "The network is back", trigger: ".ej-table", run: () => {
            browser.XMLHttpRequest = originalXHR;
            window.dispatchEvent(new Event("online"));
        } },
        saved,
        { content: "The cell waits no more", trigger: ".ej-table tbody tr:nth-child(1) td:not([data-s=waiting]):contains(4)" },
    ],
});

tours.add("ej_journal_closed_tab", {
    steps: () => [
        ...typeOffline,
        { content: "Close the page and open it again", trigger: ".ej-table", run: () => browser.location.reload(), expectUnloadPage: true },
        { content: "The grid is back", trigger: cursorOn(1) },
        saved,
        { content: "With the mark", trigger: ".ej-table tbody tr:nth-child(1) td:not([data-s=waiting]):contains(4)" },
    ],
});

tours.add("ej_journal_deputy", {
    steps: () => [
        { content: "The teacher is in the list", trigger: ".ej-teacher:contains(Абакумов) .ej-lesson .ej-lack[data-block=attendance]", run: "click" },
        { content: "The grid stands on the lesson's day", trigger: ".ej-here-work:contains(13.10)" },
        { content: "It is another person's page", trigger: ".ej-table td[data-cur].ej-locked", run: () => press("5") },
        { content: "And says why nothing can be written", trigger: ".ej-card .ej-card-lock" },
    ],
});

const line = (number) => `.ej-student:nth-of-type(${number + 1})`;

tours.add("ej_journal_phone", {
    steps: () => [
        { content: "Fill the lesson of the day", trigger: ".ej-lesson .ej-lesson-fill", run: "click" },
        { content: "Topic from the plan", trigger: ".ej-one-take:contains(Закон Ома)", run: "click" },
        { content: "No homework", trigger: ".ej-one-none", run: "click" },
        { content: "The first student gets a mark", trigger: `${line(1)} .ej-big:contains(5)`, run: "click" },
        { content: "It stands", trigger: `${line(1)} .ej-big.on:contains(5)` },
        { content: "The second is absent", trigger: `${line(2)} .ej-big:contains(н)`, run: "click" },
        { content: "A second tap offers the reasons", trigger: `${line(2)} .ej-big.on:contains(н)`, run: "click" },
        { content: "Illness", trigger: `${line(2)} .ej-letters .ej-big:contains(б)`, run: "click" },
        saved,
        { content: "Attendance is confirmed by the absence", trigger: ".ej-present-big[aria-pressed=true]" },
        { content: "Nothing sticks out of the screen", trigger: ".ej-one", run: () => {
            if (document.documentElement.scrollWidth > browser.innerWidth) {
                throw new Error("The page is wider than the phone");
            }
        } },
    ],
});
