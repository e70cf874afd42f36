from odoo import models


class IrHttp(models.AbstractModel):
    """The texts of the browser in the institution's words (see ``static/src/words``)."""

    _inherit = "ir.http"

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
