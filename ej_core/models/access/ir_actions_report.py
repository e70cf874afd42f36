from odoo import api, models


class IrActionsReport(models.Model):
    """A form of a section is printed by whoever has the right of printing there."""

    _inherit = "ir.actions.report"

    @api.model
    def _demand_print(self, report_ref):
        """Refuse a form whose section the person only views."""
        Right = self.env["ej.right"]
        model = self._get_report(report_ref).model
        if not Right._permits(model, "print"):
            raise Right._refusal(model, "print")

    @api.model
    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        self._demand_print(report_ref)
        return super()._render_qweb_pdf(report_ref, res_ids, data)

    @api.model
    def _render_qweb_html(self, report_ref, docids, data=None):
        self._demand_print(report_ref)
        return super()._render_qweb_html(report_ref, docids, data)

    @api.model
    def _render_qweb_text(self, report_ref, docids, data=None):
        self._demand_print(report_ref)
        return super()._render_qweb_text(report_ref, docids, data)
