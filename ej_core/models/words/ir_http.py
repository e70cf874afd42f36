from functools import lru_cache

from odoo import api, models
from odoo.tools import file_open
from odoo.tools.translate import JAVASCRIPT_TRANSLATION_COMMENT, translation_file_reader


@lru_cache
def _spoken(code):
    """Return {module: ({"id": text, "string": translation}, …)}: what the browser of Odoo says in
    English for want of a translation, from ``i18n_odoo`` (see ``ir_module``).

    :param code: two letters of the language
    """
    found = {}
    try:
        with file_open(f"ej_core/i18n_odoo/{code}.po", "rb") as file:
            for row in translation_file_reader(file, fileformat="po"):
                if row["type"] == "code" and JAVASCRIPT_TRANSLATION_COMMENT in row["comments"]:
                    texts = found.setdefault(row["module"], {})
                    texts[row["src"]] = row["value"]
    except FileNotFoundError:
        return {}
    return {
        module: tuple({"id": text, "string": value} for text, value in texts.items())
        for module, texts in found.items()
    }


class IrHttp(models.AbstractModel):
    """The texts of the browser in the institution's words (see ``static/src/words``)."""

    _inherit = "ir.http"

    @api.model
    def _get_translations_for_webclient(self, modules, lang):
        """Add what Odoo's own translation of the browser lacks."""
        modules, parameters = super()._get_translations_for_webclient(modules, lang)
        for module, messages in _spoken((lang or self.env.lang or "")[:2]).items():
            if module in modules:
                given = modules[module]["messages"]
                known = {message["id"] for message in given}
                missing = (message for message in messages if message["id"] not in known)
                modules[module] = {"messages": (*given, *missing)}
        return modules, parameters

    def session_info(self):
        """Return the session; with the words of the regulation where the common ones do not serve.

        They come with the page, so they are those of the day and of the institution: translations
        are kept by the browser for all institutions alike.
        """
        result = super().session_info()
        if not self.env.user._is_internal():
            return result
        words = self.env["ej.regulation"].sudo()._label_words()  # sudo: words are no secret
        if words:
            addons = self.env.registry._init_modules
            result["ej_words"] = {
                "words": words,
                "addons": sorted(name for name in addons if name.split("_")[0] == "ej"),
            }
        return result
