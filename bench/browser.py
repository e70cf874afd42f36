"""What a person sees: chromium over its own protocol against a server on the database of the
measurements.

`browser.py CONF DATABASE FACTS ANSWER`. Needs chromium and the package websocket-client.
"""

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import stack
import websocket

CELL = ".ej-table tbody td"
#: pixels of the table before the columns: number and name (grid.scss)
LEAD = 230
ROUNDS = 10
SEMESTER = 120  # lessons of the measured page, see generate.SEMESTER


def free_port():
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def server(conf, database):
    """Run Odoo on the database; give its address."""
    port = free_port()
    launcher = os.environ.get("EJ_LAUNCHER") or shutil.which("odoo")
    words = ["-c", conf, "-d", database, "--db-filter", f"^{database}$", "--http-port", str(port)]
    words += [
        "--workers",
        "0",
        "--max-cron-threads",
        "0",
        "--log-level",
        "error",
        "--no-database-list",
    ]
    process = subprocess.Popen([sys.executable, launcher, *words])
    try:
        wait_for(f"http://127.0.0.1:{port}/web/health", 60)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def wait_for(address, seconds):
    """Wait until the address answers.

    :raise TimeoutError: it does not
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.read()
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"{address} does not answer")


class Browser:
    """One tab of a headless chromium.

    :param width: of the window, pixels
    """

    def __init__(self, width=1400, height=900):
        self.profile = tempfile.mkdtemp()
        port = free_port()
        binary = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
        self.process = subprocess.Popen(
            [
                binary,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--hide-scrollbars",
                "--lang=ru-RU",
                f"--remote-debugging-port={port}",
                "--remote-allow-origins=*",
                f"--user-data-dir={self.profile}",
                f"--window-size={width},{height}",
                "about:blank",
            ],
            env={**os.environ, "LANGUAGE": "ru", "LANG": "ru_RU.UTF-8"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(f"http://127.0.0.1:{port}/json/version", 30)
        tabs = json.loads(wait_for(f"http://127.0.0.1:{port}/json/list", 10))
        page = next(tab for tab in tabs if tab["type"] == "page")
        self.socket = websocket.create_connection(page["webSocketDebuggerUrl"], timeout=60)
        self.number = 0

    def close(self):
        """Close the browser and forget its profile."""
        self.socket.close()
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.profile, ignore_errors=True)

    def send(self, method, **params):
        """Send a command of the protocol; return its result."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def run(self, script):
        """Evaluate a script (a promise is awaited); return its value.

        :raise RuntimeError: the script threw
        """
        answer = self.send(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description", details["text"]))
        return answer["result"].get("value")

    def log_in(self, address, sid):
        """Take the session."""
        self.send("Network.enable")
        self.send("Network.setCookie", name="session_id", value=sid, url=address)

    def open(self, address, selector, seconds=40):
        """Open an address and wait for an element."""
        self.send("Page.enable")
        self.send("Page.navigate", url=address)
        self.wait(selector, seconds)

    def wait(self, selector, seconds=40):
        """Wait for an element.

        :raise TimeoutError: it does not come
        """
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                if self.run(f"!!document.querySelector({json.dumps(selector)})"):
                    return
            except RuntimeError:
                pass  # the page is just being replaced
            time.sleep(0.1)
        raise TimeoutError(f"{selector} did not appear at {self.run('location.href')}")

    def click(self, selector):
        """Press the mouse on the middle of an element."""
        box = self.run(
            f"(() => {{ const cell = document.querySelector({json.dumps(selector)});"
            " const b = cell.getBoundingClientRect();"
            " return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.send(
                "Input.dispatchMouseEvent",
                type=kind,
                x=box[0],
                y=box[1],
                button="left",
                clickCount=1,
            )

    def key(self, text, code):
        """Press and release a key."""
        for kind in ("keyDown", "keyUp"):
            self.send(
                "Input.dispatchKeyEvent",
                type=kind,
                key=text,
                code=code,
                text=text if kind == "keyDown" else "",
            )


#: opens the page of the journal by the action service, as a click does, once the list before it is
#: at rest; resolves to milliseconds until: the cells are on the screen, the lines of the right-hand
#: page are, and the cells of all columns and all lines stand in the page. «On the screen» is what
#: the browser notes itself (Element Timing): the frame with the text has been presented
OPEN = """
(async () => {
    const services = odoo.__WOWL_DEBUG__.root.env.services;
    await services.action.doAction("%(away)s", {clearBreadcrumbs: true});
    await new Promise((done) => setTimeout(done, 1000));
    const started = performance.now();
    const onScreen = (selector) => new Promise((done) => {
        const name = `ej ${selector} ${started}`;
        const timing = new PerformanceObserver((list) => {
            const entry = list.getEntries().find((one) => one.identifier === name);
            if (entry) {
                timing.disconnect();
                done(entry.renderTime - started);
            }
        });
        timing.observe({type: "element"});
        const observer = new MutationObserver(() => {
            const found = [...document.querySelectorAll(selector)].filter((el) => el.textContent);
            if (found.length) {
                observer.disconnect();
                found.forEach((el) => el.setAttribute("elementtiming", name));
            }
        });
        observer.observe(document.body, {subtree: true, childList: true});
    });
    const inPage = (selector, count) => new Promise((done) => {
        const observer = new MutationObserver(() => {
            if (document.querySelectorAll(selector).length >= count) {
                observer.disconnect();
                requestAnimationFrame(() => {
                    // a message comes after the painting of the frame
                    const {port1, port2} = new MessageChannel();
                    port1.onmessage = () => done(performance.now() - started);
                    port2.postMessage(null);
                });
            }
        });
        observer.observe(document.body, {subtree: true, childList: true});
    });
    const cells = onScreen(".ej-table tbody tr:first-child td").then((moment) => {
        const view = document.querySelector(".ej-wrap").getBoundingClientRect();
        for (const later of document.querySelectorAll(".ej-table tbody .ej-later")) {
            const {left, right} = later.getBoundingClientRect();
            if (Math.min(right, view.right) - Math.max(left, view.left + %(lead)s) > 1) {
                throw new Error("a hole is seen where cells are not there yet");
            }
        }
        return moment;
    });
    const lines = onScreen(".ej-content-table tbody .ej-num");
    const all = Promise.all([
        inPage(".ej-table tbody tr:first-child td", %(lessons)s),
        inPage(".ej-content-table tbody tr", %(lessons)s),
    ]);
    services.action.doAction("ej_journal.grid", {additionalContext: %(context)s});
    return [await cells, await lines, Math.max(...await all)];
})()
"""

#: chooses a cell in sight with a mark: its column has its work, nothing is asked while typing
CHOOSE = """
(() => {
    const cells = [...document.querySelectorAll(".ej-table tbody td")];
    const inSight = (td) => {
        const b = td.getBoundingClientRect();
        return document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2) === td;
    };
    cells.find((td) => /^[2-5]$/.test(td.textContent.trim()) && inSight(td)).dataset.bench = "1";
})()
"""

#: notes when the next key comes and when the cell's text changes; null when nothing changes in 2 s,
#: as in the cell of a student who has left
WATCH = """
(() => {
    window.ejWatch = new Promise((done) => {
        let pressed;
        const once = {capture: true, once: true};
        document.addEventListener("keydown", (ev) => { pressed = ev.timeStamp; }, once);
        setTimeout(() => done(null), 2000);
        const table = document.querySelector("%(cell)s").closest("table");
        const observer = new MutationObserver(() => {
            if (pressed) { observer.disconnect(); done(performance.now() - pressed); }
        });
        observer.observe(table, {subtree: true, childList: true, characterData: true});
    });
})()
"""


def opened(browser, context, lessons):
    """Return [(ms until the cells are on the screen, ms until the lines of the right-hand page
    are, ms until everything stands in the page)] of opening the page again and again.

    :param lessons: how many there are at least
    """
    script = OPEN % {
        "context": json.dumps(context),
        "lessons": lessons,
        "lead": LEAD,
        "away": "ej_journal.ej_journal_action",
    }
    return [browser.run(script) for _n in range(ROUNDS + 2)][2:]


def milliseconds(title, values, goal=None):
    """Return a figure of the browser as data."""
    goals = {"ms": goal} if goal else {}
    values = {"ms": statistics.median(values)}
    return {"title": f"browser: {title}", "values": values, "goals": goals, "note": ""}


def figures(address, sid, facts):
    """Return the figures of the browser as data."""
    browser = Browser()
    try:
        browser.log_in(address, sid)
        browser.open(f"{address}/odoo/ej-journal?journal_id={facts['page']}", CELL)
        month = opened(browser, {"journal_id": facts["page"]}, 1)
        days = {"ej_from": facts["from"], "ej_to": facts["to"]}
        semester = opened(browser, {"journal_id": facts["page"], **days}, SEMESTER)
        typed = []
        browser.run(CHOOSE)
        browser.click("[data-bench]")
        for _number in range(ROUNDS + 2):
            browser.run(WATCH % {"cell": CELL})
            # the cursor goes down the column by itself; what is typed differs from what stands
            # there
            digit = "3" if browser.run("document.activeElement.textContent") != "3" else "4"
            browser.key(digit, f"Digit{digit}")
            typed.append(browser.run("window.ejWatch"))
            time.sleep(0.2)
        typed = [moment for moment in typed if moment is not None]
        if len(typed) < ROUNDS / 2:
            raise RuntimeError("most keys changed nothing in the page")
        painted, lines, whole = zip(*semester, strict=True)
        return [
            milliseconds("click → painted, a month", [one[0] for one in month], 150),
            milliseconds("click → painted, a semester", painted, 150),
            milliseconds("click → topics beside the semester painted", lines),
            milliseconds("click → all cells and topics of the semester in the page", whole),
            milliseconds("key → DOM in the semester", typed[2:], 30),
        ]
    finally:
        browser.close()


def main(words):
    """Write the figures into the answer."""
    conf, database, facts, answer = words
    found = json.loads(Path(facts).read_text())
    stack.boot(conf, database)
    visitor = stack.Visitor(database, found["teacher"])
    with server(conf, database) as address:
        Path(answer).write_text(json.dumps(figures(address, visitor.sid, found)))


if __name__ == "__main__":
    main(sys.argv[1:])
