from odoo import models


class IrUiMenu(models.Model):
    """The menus of the journal in the institution's words: «Классы», «Уроки» in a school."""

    _inherit = "ir.ui.menu"

    def load_web_menus(self, debug):
        """Return the menus; those below the journal's root with the words of the regulation."""
        menus = super().load_web_menus(debug)
        words = self.env["ej.regulation"].sudo()._label_words()  # sudo: words are no secret
        root = self.env.ref("ej_core.ej_menu_root", raise_if_not_found=False)
        if not words or not root:
            return menus
        return {
            key: {**menu, "name": words[menu["name"]]}
            if menu.get("appID") == root.id and menu["name"] in words
            else menu
            for key, menu in menus.items()
        }
