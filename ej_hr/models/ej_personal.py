from odoo import api, models


class HrEmployee(models.Model):
    """Where the institution keeps the personal cards of staff here, they are archive documents."""

    _inherit = "hr.employee"

    def _ej_keeps_card(self):
        for company in self.company_id:
            rules = self.env["ej.regulation"]._at(company._ej_today(), company)
            if rules.staff_card == "card":
                return True
        return super()._ej_keeps_card()


class EjPersonal(models.AbstractModel):
    """Orders, agreements and the list of those with access stay; education and courses as the card
    does.
    """

    _inherit = "ej.personal"

    @api.model
    def _holdings(self):
        return {
            **super()._holdings(),
            **dict.fromkeys(("ej.hr.order", "ej.nda", "ej.pd.access"), "keep"),
            **dict.fromkeys(("ej.hr.course", "ej.hr.education"), "card"),
        }
