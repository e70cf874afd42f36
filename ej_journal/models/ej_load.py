from odoo import api, fields, models


class EjLoad(models.Model):
    """Every load has its page from the moment it is made."""

    _inherit = "ej.load"

    lesson_ids = fields.One2many("ej.lesson", "load_id", "Lessons")
    journal_ids = fields.One2many("ej.journal", "load_id", "Page")

    @api.model_create_multi
    def create(self, vals_list):
        loads = super().create(vals_list)
        # sudo: the page comes with the load, nobody creates pages by hand
        self.env["ej.journal"].sudo().create([{"load_id": load.id} for load in loads])
        return loads

    @api.ondelete(at_uninstall=False)
    def _unlink_with_page(self):
        """Let a load made by mistake go with its page: without lessons nothing stands in it."""
        self.sudo().journal_ids.unlink()  # sudo: the page came with the load and goes with it
