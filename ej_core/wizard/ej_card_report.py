from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class EjCardReport(models.TransientModel):
    """A line of the report on cards: one group with its leader, as of the moment it was opened.

    R000-5.2.7a: number of cards, verified in time, overdue; R003-6.6, R004-3.4a: completeness,
    date of the last check. A curator gets the own groups, who oversees or keeps cards all of them.
    """

    _name = "ej.card.report"
    _description = "Report on cards"
    _inherit = ["ej.worded"]
    _word_of = {"group_id": "word_group", "curator_name": "word_curator"}
    _order = "curator_name, id"

    group_id = fields.Many2one("ej.group", readonly=True)
    curator_name = fields.Char("Curator", readonly=True)
    cards = fields.Integer("Cards", readonly=True)
    percent = fields.Integer("Filled, %", readonly=True, aggregator="avg")
    full = fields.Integer("Complete cards", readonly=True)
    in_time = fields.Integer("Verified in time", readonly=True)
    overdue = fields.Integer(readonly=True, help="Among them those never verified.")
    never = fields.Integer("Never verified", readonly=True)
    last_check = fields.Date("Last check", readonly=True)
    first_check = fields.Date("Oldest check", readonly=True)

    @api.model
    def action_show(self):
        """Count the cards now and open the report.

        :raises AccessError: the user neither leads a group nor oversees or keeps cards
        """
        today = self.env.company._ej_today()
        groups = self._groups(today)
        if groups is None:
            raise AccessError(self.env._("The report on cards is open to curators and overseers."))
        lines = self.sudo().create(self._lines_sudo(groups, today))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cards: completeness and checks"),
            "res_model": self._name,
            "view_mode": "list",
            "domain": [("id", "in", lines.ids)],
        }

    @api.model
    def _groups(self, today):
        """Return the groups of the report for the present user, None for who gets none."""
        user = self.env.user
        if user.has_groups("ej_core.group_ej_registrar,ej_core.group_ej_overseer"):
            return self.env["ej.group"].search([("company_id", "=", self.env.company.id)])
        return user._ej_curated_groups(today) or None

    @api.model
    def _lines_sudo(self, groups, today):
        """Return values of the lines: groups without students today are left out.

        sudo: numbers only leave it.
        """
        Member = self.env["ej.group.member"].sudo()
        members = Member.search(Domain("group_id", "in", groups.ids) & Member._domain_on(today))
        gaps = members.student_id._card_gaps_sudo()
        lines = []
        for group, rows in members.grouped("group_id").items():
            students = rows.student_id
            percents = [gaps[student.id][0] for student in students]
            states = students.mapped("check_state")
            checks = sorted(filter(None, students.mapped("checked_on")))
            lines.append(
                {
                    "group_id": group.id,
                    "curator_name": group.curator_id.ej_short_name,
                    "cards": len(students),
                    "percent": sum(percents) // len(percents),
                    "full": percents.count(100),
                    "in_time": states.count("ok"),
                    "overdue": len(states) - states.count("ok"),
                    "never": states.count("never"),
                    "last_check": checks[-1] if checks else False,
                    "first_check": checks[0] if checks else False,
                }
            )
        return lines

    def action_students(self):
        """Open the cards of the group with what is missing in each."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ej_core.ej_student_action_cards")
        return {**action, "domain": [("group_id", "=", self.group_id.id)], "context": {}}
