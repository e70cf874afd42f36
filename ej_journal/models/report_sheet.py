from odoo import api, models


class ReportSheet(models.AbstractModel):
    """Values of the individual sheet, one right asked for each student."""

    _name = "report.ej_journal.report_sheet"
    _description = "Individual sheet of a student"

    @api.model
    def _get_report_values(self, docids, data=None):
        sheets = []
        for student in self.env["ej.student"].browse(docids):
            date_from, date_to = student._sheet_days()
            sheets.append(student.load_sheet(date_from, date_to))
        return {"doc_ids": docids, "doc_model": "ej.student", "sheets": sheets}
