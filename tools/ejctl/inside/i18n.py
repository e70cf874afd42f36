"""Writes each module's template of strings, merges it into its ru.po; answers what is missing."""

import io
from pathlib import Path

import polib

from odoo.tools.translate import trans_export

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
    russian.save(str(target))
    bad = [entry.msgid for entry in russian if entry.fuzzy or not entry.translated()]
    if bad:
        missing[module] = bad
answer(missing)
