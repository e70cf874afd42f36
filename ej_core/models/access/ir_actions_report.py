from odoo import api, models


class IrActionsReport(models.Model):
    """A form of a section is printed by whoever has the right of printing there."""

    _inherit = "ir.actions.report"

    @api.model
    def _demand_print(self, report_ref, ids):
        """Refuse a form whose section the person only views, or whose records the person does not
        read: what a form shows is often gathered in sudo.

        :param ids: records the form is of; None when it takes what it shows from its values.
        """
        Right = self.env["ej.right"]
        model = self._get_report(report_ref).model
        if not Right._permits(model, "print"):
            raise Right._refusal(model, "print")
        if ids and model in self.env["ej.section"]._by_model():
            self.env[model].browse(ids).check_access("read")

    @api.model
    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        self._demand_print(report_ref, res_ids)
        return super()._render_qweb_pdf(report_ref, res_ids, data)

    @api.model
    def _render_qweb_html(self, report_ref, docids, data=None):
        self._demand_print(report_ref, docids)
        return super()._render_qweb_html(report_ref, docids, data)

    @api.model
    def _render_qweb_text(self, report_ref, docids, data=None):
        self._demand_print(report_ref, docids)
        return super()._render_qweb_text(report_ref, docids, data)
