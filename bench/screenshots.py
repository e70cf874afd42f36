"""Pictures of the guides from the demonstration college: `screenshots.py CONF DATABASE [NAME…]`.

Needs chromium, websocket-client and Pillow; the server is started and stopped by the script itself.
"""

import base64
import io
import sys
import time
from pathlib import Path

import browser
import stack
from PIL import Image

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "img"
WIDE, PHONE = (1400, 900), (390, 844)
#: name -> (login, size, address, what must be there, what to do before the picture)
PICTURES = {
    "teacher-today": ("prepod", WIDE, "/odoo/ej-today", ".o_action_manager .o_content", ""),
    "teacher-grid": (
        "prepod",
        WIDE,
        "/odoo/ej-journal?journal_id={page}",
        ".ej-table tbody td",
        "",
    ),
    "teacher-topics": (
        "prepod",
        WIDE,
        "/odoo/ej-journal?journal_id={page}",
        ".ej-table tbody td",
        "document.querySelector('button.ej-side:not(.active)')?.click()",
    ),
    "teacher-grid-phone": (
        "prepod",
        PHONE,
        "/odoo/ej-journal?journal_id={page}",
        ".ej-table tbody td",
        "",
    ),
    "teacher-today-phone": ("prepod", PHONE, "/odoo/ej-today", ".o_action_manager .o_content", ""),
    "teacher-plans": ("prepod", WIDE, "/odoo/ej-my-plans", ".o_action_manager .o_content", ""),
    "curator-students": ("kurator", WIDE, "/odoo/ej-students", ".o_data_row", ""),
    "deputy-filling": ("zam", WIDE, "/odoo/ej-unfilled", ".o_action_manager .o_content", ""),
    "deputy-journals": ("zam", WIDE, "/odoo/ej-journals", ".o_data_row", ""),
    "deputy-log": ("zam", WIDE, "/odoo/ej-log", ".o_data_row", ""),
    "dispatcher-week": ("dispetcher", WIDE, "/odoo/ej-week", ".ej_week", ""),
    "dispatcher-substitutions": ("dispetcher", WIDE, "/odoo/ej-substitutions", ".o_content", ""),
    "secretary-orders": ("sekretar", WIDE, "/odoo/ej-orders", ".o_data_row", ""),
    "admin-regulation": ("adminej", WIDE, "/odoo/ej-regulation", ".o_content", ""),
    "admin-health": ("adminej", WIDE, "/odoo/ej-health", ".o_content", ""),
    "admin-import": ("adminej", WIDE, "/odoo/ej-import", ".o_content", ""),
    "director-regulation": ("director", WIDE, "/odoo/ej-regulation", ".o_content", ""),
    "parent-week": ("roditel", WIDE, "/my/diary", "main", ""),
    "parent-week-phone": ("roditel", PHONE, "/my/diary", "main", ""),
    "parent-marks-phone": ("roditel", PHONE, "/my/diary/{child}/marks", "main", ""),
    "parent-absences-phone": ("roditel", PHONE, "/my/diary/{child}/absences", "main", ""),
}


def facts(database):
    """Return the ids the addresses name: the teacher's fullest page, the parent's first child."""
    with stack.environment(database) as env:
        teacher = env["res.users"].search([("login", "=", "prepod")]).employee_id
        parent = env["res.users"].search([("login", "=", "roditel")])
        pages = env["ej.mark"]._read_group(
            [("journal_id.load_id.teacher_ids.employee_id", "=", teacher.id)],
            ["journal_id"],
            ["__count"],
            order="__count desc",
            limit=1,
        )
        return {"page": pages[0][0].id, "child": env["ej.student"]._of_family_sudo(parent)[:1].id}


def take(tab, address, size, selector, before):
    """Return the picture of an address as an image."""
    tab.send(
        "Emulation.setDeviceMetricsOverride",
        width=size[0],
        height=size[1],
        deviceScaleFactor=1 if size == WIDE else 2,
        mobile=size == PHONE,
    )
    tab.open(address, selector)
    time.sleep(1.5)
    if before:
        tab.run(before)
        time.sleep(1)
    data = tab.send("Page.captureScreenshot", format="png")["data"]
    return Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")


def main(words):
    """Take the named pictures, or all."""
    conf, database, *names = words
    stack.boot(conf, database)
    found = facts(database)
    IMAGES.mkdir(exist_ok=True)
    with browser.server(conf, database) as address:
        for name in names or PICTURES:
            login, size, path, selector, before = PICTURES[name]
            tab = browser.Browser(*size)
            try:
                tab.log_in(address, stack.Visitor(database, login).sid)
                image = take(tab, address + path.format(**found), size, selector, before)
            except (TimeoutError, RuntimeError) as error:
                print(f"{name}: {error}", file=sys.stderr)
                continue
            finally:
                tab.close()
            # a palette is enough for a screen and keeps the picture small
            image.quantize(128, dither=Image.Dither.NONE).save(
                IMAGES / f"{name}.png", optimize=True
            )


if __name__ == "__main__":
    main(sys.argv[1:])
