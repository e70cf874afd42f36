"""Writes each module's template of strings, merges it into its ru.po; answers what is missing."""

import io
import re
from pathlib import Path

import polib

from odoo.tools.translate import get_po_paths, trans_export

#: Modules of Odoo whose Russian is taken for the strings that every model has («Created on»).
NEIGHBOURS = ("base", "web", "mail", "portal", "hr", "resource")
memory = {}
for name in reversed(NEIGHBOURS):
    for path in get_po_paths(name, "ru_RU"):
        memory.update((e.msgid, e.msgstr) for e in polib.pofile(path) if e.translated())
for folder in args["modules"].values():
    path = Path(folder) / "i18n" / "ru.po"
    if path.is_file():
        memory.update((e.msgid, e.msgstr) for e in polib.pofile(str(path)) if e.translated())


def already_russian(text):
    """Tell whether a string is Russian in the source: vocabulary of the field, official forms."""
    return re.search("[\u0400-\u04ff]", text) and not re.search("[a-z]{2}", text, re.I)


missing = {}
for module, folder in args["modules"].items():
    buffer = io.BytesIO()
    if not trans_export(None, [module], buffer, "po", env):
        continue
    template = polib.pofile(buffer.getvalue().decode())
    for key in ("POT-Creation-Date", "PO-Revision-Date"):
        template.metadata.pop(key, None)
    for entry in template:
        # the root module's folder also holds the other modules: their strings are their own
        entry.occurrences = [
            place for place in entry.occurrences if f"addons/{module}/ej_" not in place[0]
        ]
    kept = [entry for entry in template if entry.occurrences]
    if len(kept) != len(template):
        metadata = template.metadata
        template = polib.POFile()
        template.metadata = metadata
        template.extend(kept)
    i18n = Path(folder) / "i18n"
    i18n.mkdir(exist_ok=True)
    template.save(str(i18n / f"{module}.pot"))
    target = i18n / "ru.po"
    if target.is_file():
        russian = polib.pofile(str(target))
        russian.merge(template)
        for entry in russian.obsolete_entries():
            russian.remove(entry)
    else:
        russian = polib.pofile(str(i18n / f"{module}.pot"))
    for key in ("POT-Creation-Date", "PO-Revision-Date"):
        russian.metadata.pop(key, None)
    russian.metadata["Language"] = "ru"
    russian.metadata["Plural-Forms"] = (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
        "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    )
    for entry in russian:
        if not entry.msgstr and not entry.msgid_plural:
            known = entry.msgid if already_russian(entry.msgid) else memory.get(entry.msgid)
            entry.msgstr = known or ""
    russian.save(str(target))
    bad = [entry.msgid for entry in russian if entry.fuzzy or not entry.translated()]
    if bad:
        missing[module] = bad
answer(missing)
