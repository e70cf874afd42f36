from odoo import models


class IrActionsActWindow(models.Model):
    """Titles of the journal's screens in the institution's words."""

    _inherit = "ir.actions.act_window"

    def read(self, fields=None, load="_classic_read"):
        """Read the actions; the names of those on ``ej.*`` models follow the regulation."""
        rows = super().read(fields, load=load)
        # the web client shows the one in titles, the other in the trail of screens
        named = [row for row in rows if row.get("name") or row.get("display_name")]
        mine = self.sudo().filtered(lambda action: (action.res_model or "").startswith("ej."))
        words = self.env["ej.regulation"].sudo()._label_words() if named and mine else {}
        for row in named:
            if words and row["id"] in mine._ids:
                for key in {"name", "display_name"} & row.keys():
                    row[key] = words.get(row[key], row[key])
        return rows
