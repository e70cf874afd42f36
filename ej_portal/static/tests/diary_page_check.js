// What each page of the diary must be on a phone: one heading, no sideways scrolling, tabs that fit, a
// current tab told to screen readers, names on everything that can be pressed, readable contrast.
// Run in the open page by tests/test_browser.py: the diary itself has no scripts.
(() => {
    const faults = [];
    const fault = (condition, text) => condition || faults.push(text);
    const root = document.documentElement;
    fault(root.scrollWidth <= innerWidth, `scrolls sideways: ${root.scrollWidth} > ${innerWidth}`);
    fault(document.querySelectorAll("h1").length === 1, "one h1");
    fault(root.lang.length >= 2, "language of the page");
    fault(document.querySelector("main#content") && document.querySelector("a.skip"), "skip link");
    fault(document.querySelectorAll(".tabs [aria-current=page]").length === 1, "current tab");
    for (const link of document.querySelectorAll(".tabs a")) {
        const box = link.getBoundingClientRect();
        fault(box.right <= innerWidth && box.height >= 32, `tab ${link.textContent}: ${box.right}`);
    }
    for (const node of document.querySelectorAll("a, summary, button")) {
        fault(node.textContent.trim(), `nameless ${node.outerHTML.slice(0, 80)}`);
    }
    fault(!document.querySelector("script"), "the diary has no scripts");
    const light = (text) => {
        const [r, g, b] = text.match(/[\d.]+/g).slice(0, 3).map((value) => {
            const part = value / 255;
            return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (node) => {
        for (let up = node; up; up = up.parentElement) {
            const colour = getComputedStyle(up).backgroundColor;
            if (colour !== "rgba(0, 0, 0, 0)") { return colour; }
        }
        return "rgb(255, 255, 255)";
    };
    for (const node of document.querySelectorAll("main *, .top *")) {
        const texts = [...node.childNodes].filter((child) => child.nodeType === 3 && child.data.trim());
        if (!texts.length || !node.offsetParent) { continue; }
        const pair = [light(getComputedStyle(node).color), light(ground(node))].sort((a, b) => b - a);
        const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
        fault(ratio >= 4.5, `contrast ${ratio.toFixed(1)}: ${node.textContent.trim().slice(0, 30)}`);
    }
    console.log(faults.length ? `FAULTS ${JSON.stringify(faults)}` : "test successful");
    if (faults.length) { console.error(faults.join("; ")); }
})();
