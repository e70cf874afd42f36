from odoo import models, tools
from odoo.http import request

from .ej_right import VIEW


class IrUiMenu(models.Model):
    """Menus of a section that is closed to the person are not shown."""

    _inherit = "ir.ui.menu"

    def _filter_visible_menus(self):
        visible = super()._filter_visible_menus()
        hidden = self._closed_menu_ids(request.session.debug if request else False)
        return visible.filtered(lambda menu: menu.id not in hidden)

    @tools.ormcache("self.env.uid", "debug")
    def _closed_menu_ids(self, debug):
        """Return the ids of the menus of closed sections and of the folders they leave empty.

        A person of several institutions sees the menus that any of them opens; the records follow
        the institution.
        """
        Right = self.env["ej.right"]
        by_model = self.env["ej.section"]._by_model()
        levels = [Right._levels(company) for company in self.env.user._get_company_ids()]
        if not levels or None in levels:
            return frozenset()
        # pylint: disable-next=no-search-all; sections are a score
        sections = self.env["ej.section"].sudo().search([])
        closed = sections.filtered(lambda s: all(found[s.id] < VIEW for found in levels))
        if not closed:
            return frozenset()
        # sudo: menus are looked at before anybody's rights, as in the method above
        menus = self.sudo().browse(self._visible_menu_ids(debug))
        named = set(closed.menu_ids.ids)
        kept = set()
        for menu in menus.filtered("action"):
            path = [int(step) for step in menu.parent_path.strip("/").split("/")]
            model = menu.action._name == "ir.actions.act_window" and menu.action.res_model
            if named.isdisjoint(path) and by_model.get(model, (0,))[0] not in closed.ids:
                kept.update(path)
        return frozenset(set(menus.ids) - kept)
