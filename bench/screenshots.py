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
CONTENT = ".o_action_manager .o_content"
GRID = "/odoo/ej-journal?journal_id={page}"
CELL = ".ej-table tbody td"
SIDE = "document.querySelector('button.ej-side%s')?.click()"
TAB = "document.querySelector('a[name=access_rights]')?.click()"
#: name -> (login, size, address, what must be there, script to run before the picture)
PICTURES = {
    "teacher-today": ("prepod", WIDE, "/odoo/ej-today", CONTENT, ""),
    "teacher-grid": ("prepod", WIDE, GRID, CELL, SIDE % ".active"),
    "teacher-topics": ("prepod", WIDE, GRID, CELL, SIDE % ":not(.active)"),
    "teacher-grid-phone": ("prepod", PHONE, GRID, CELL, ""),
    "teacher-today-phone": ("prepod", PHONE, "/odoo/ej-today", CONTENT, ""),
    "teacher-plans": ("prepod", WIDE, "/odoo/ej-my-plans", CONTENT, ""),
    "curator-page": ("kurator", WIDE, "/odoo/ej-journal?journal_id={curated}", CELL, ""),
    "curator-groups": ("kurator", WIDE, "/odoo/ej-groups", ".o_data_row", ""),
    "deputy-filling": (
        "zam",
        WIDE,
        "/odoo/ej-unfilled",
        CONTENT,
        "[...document.querySelectorAll('button')].find((b) => /30/.test(b.textContent))?.click()",
    ),
    "deputy-journals": ("zam", WIDE, "/odoo/ej-journals", ".o_data_row", ""),
    "deputy-log": ("zam", WIDE, "/odoo/ej-log", ".o_data_row", ""),
    "dispatcher-week": ("dispetcher", WIDE, "/odoo/ej-week", ".ej_week", ""),
    "dispatcher-substitutions": ("dispetcher", WIDE, "/odoo/ej-substitutions", CONTENT, ""),
    "secretary-orders": ("sekretar", WIDE, "/odoo/ej-orders", ".o_data_row", ""),
    "admin-regulation": ("adminej", WIDE, "/odoo/ej-regulation", ".o_data_row", ""),
    "admin-health": ("adminej", WIDE, "/odoo/ej-health", ".o_data_row", ""),
    "admin-positions": ("adminej", WIDE, "/odoo/users/{user}", ".o_form_view", TAB),
    "director-regulation": (
        "director",
        WIDE,
        "/odoo/ej-regulation/{regulation}",
        ".o_form_view",
        "",
    ),
    "parent-week": ("roditel", WIDE, "/my/diary", "main", ""),
    "parent-week-phone": ("roditel", PHONE, "/my/diary", "main", ""),
    "parent-marks-phone": ("roditel", PHONE, "/my/diary/{child}/marks", "main", ""),
    "parent-absences-phone": ("roditel", PHONE, "/my/diary/{child}/absences", "main", ""),
}


def facts(database):
    """Return the ids the addresses name: fullest pages of the teacher and of the curator's group,
    the parent's first child, the curator's user, the regulation in force.
    """
    with stack.environment(database) as env:
        users = {
            login: env["res.users"].search([("login", "=", login)])
            for login in ("prepod", "kurator", "roditel")
        }
        own = [("journal_id.load_id.teacher_ids.employee_id", "=", users["prepod"].employee_id.id)]
        group = users["kurator"]._ej_curated_groups(env.company._ej_today())
        curated = [("journal_id.load_id.group_ids", "in", group.ids)]
        return {
            "page": _fullest(env, own),
            "curated": _fullest(env, curated),
            "child": env["ej.student"]._of_family_sudo(users["roditel"])[:1].id,
            "user": users["kurator"].id,
            "regulation": env["ej.regulation"]._at(env.company._ej_today()).id,
        }


def _fullest(env, domain):
    """Return the id of the page with most marks."""
    rows = env["ej.mark"]._read_group(
        domain, ["journal_id"], ["__count"], order="__count desc", limit=1
    )
    return rows[0][0].id


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
