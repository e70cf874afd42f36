from io import BytesIO

from odoo import api, fields, models
from odoo.exceptions import UserError


class IrActionsReport(models.Model):
    """Forms whose PDF is laid out by WeasyPrint: right page numbers, repeated heads, no browser."""

    _inherit = "ir.actions.report"

    ej_pdf_engine = fields.Selection(
        [("weasyprint", "WeasyPrint")],
        "Layout of the PDF",
        help="Empty: Odoo's own (wkhtmltopdf).",
    )

    @api.model
    def get_wkhtmltopdf_state(self):
        """Tell the browser that PDF works: forms of the journal do not need wkhtmltopdf."""
        state = super().get_wkhtmltopdf_state()
        return "ok" if state in ("install", "broken", "workers") else state

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if report.ej_pdf_engine != "weasyprint":
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        html = self._render_qweb_html(report_ref, res_ids, data={**(data or {})})[0]
        # one document for all: a form decides itself where pages end
        return {False: {"stream": BytesIO(self._ej_pdf(html)), "attachment": None}}

    @api.model
    def _ej_pdf(self, html):
        """Return the PDF of the HTML (text or bytes)."""
        try:
            # on first use: its libraries are large, and most processes lay out no form
            import weasyprint
            from weasyprint.urls import URLFetcher
        except (ImportError, OSError) as error:  # OSError: the library of the layout is absent
            raise UserError(
                self.env._("Forms cannot be laid out: WeasyPrint is not installed. %s", error)
            ) from error
        text = html.decode() if isinstance(html, bytes) else html
        # nothing is taken from outside: the server calls no address named in a text (SSRF)
        fetcher = URLFetcher(allowed_protocols=["data"], fail_on_errors=True)
        return weasyprint.HTML(string=text, url_fetcher=fetcher).write_pdf()
