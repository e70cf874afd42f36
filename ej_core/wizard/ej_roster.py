from odoo import api, fields, models
from odoo.fields import Domain


class EjRoster(models.TransientModel):
    """The roster of a group on a date of one's choice (history by validity)."""

    _name = "ej.roster"
    _description = "Roster on a date"

    group_id = fields.Many2one("ej.group", required=True, readonly=True, ondelete="cascade")
    date = fields.Date(
        "On the date", required=True, default=lambda self: self.env.company._ej_today()
    )
    member_ids = fields.Many2many(
        "ej.group.member", string="Members", compute="_compute_member_ids"
    )
    count = fields.Integer("Number of students", compute="_compute_member_ids")

    @api.depends("group_id", "date")
    def _compute_member_ids(self):
        Member = self.env["ej.group.member"]
        for roster in self:
            rows = Member
            if roster.date and roster.group_id:
                rows = Member.search(
                    Domain("group_id", "=", roster.group_id.id) & Member._domain_on(roster.date),
                    order="student_id",
                )
            roster.member_ids = rows
            roster.count = len(rows)
