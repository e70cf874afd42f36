from odoo import api, fields, models
from odoo.fields import Domain


class EjGroup(models.Model):
    """A group without timetable is flagged from the first day of the semester (R003-6.5)."""

    _name = "ej.group"
    _inherit = ["ej.group", "mail.activity.mixin"]

    no_timetable = fields.Boolean(
        "Without timetable",
        compute="_compute_no_timetable",
        search="_search_no_timetable",
        help="The semester of today has begun and the group has no lesson in it.",
    )

    def _compute_no_timetable(self):
        missing = self._without_timetable()
        for group in self:
            group.no_timetable = group._origin in missing

    def _search_no_timetable(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = Domain("id", "in", self._without_timetable().ids)
        return found if True in value else ~found

    @api.model
    def _without_timetable(self, company=None):
        """Return the studying groups that have no lesson in the semester of today."""
        company = company or self.env.company
        today = company._ej_today()
        semesters = (
            self.env["ej.period"]
            .sudo()
            .search(  # sudo: periods are no secret
                Domain("company_id", "=", company.id)
                & Domain("kind", "=", "semester")
                & Domain("date_start", "<=", today)
                & Domain("date_end", ">=", today)
            )
        )
        if not semesters:
            return self.browse()
        groups = self.search(
            Domain("company_id", "=", company.id)
            & Domain("date_start", "<=", today)
            & (Domain("date_end", "=", False) | Domain("date_end", ">=", today))
            & Domain("member_ids", "any", self.env["ej.group.member"]._domain_on(today))
        )
        loads = (
            self.env["ej.load"]
            .sudo()
            .search(  # sudo: as above
                Domain("group_ids", "in", groups.ids)
                & Domain(
                    "lesson_ids",
                    "any",
                    Domain("date", ">=", min(semesters.mapped("date_start")))
                    & Domain("date", "<=", max(semesters.mapped("date_end"))),
                )
            )
        )
        return groups - loads.group_ids

    @api.model
    def _cron_flag_without_timetable(self):
        """Flag groups without timetable to the owner of the timetable and to the administration.

        Runs daily: from the first day of a semester on each such group carries one activity per
        person; when its timetable appears the activities are done.
        """
        xmlid = "ej_timetable.activity_no_timetable"
        kind = self.env.ref(xmlid)
        # pylint: disable-next=no-search-all; institutions are few
        for company in self.env["res.company"].search([]):
            own = self.with_company(company)
            missing = own._without_timetable(company)
            flagged = own.search(
                Domain("company_id", "=", company.id)
                & Domain("activity_ids.activity_type_id", "=", kind.id)
            )
            (flagged - missing).activity_feedback([xmlid])
            users = own._timetable_watchers(company)
            for group in missing:
                told = group.activity_ids.filtered(lambda a: a.activity_type_id == kind).user_id
                for user in users - told:
                    group.activity_schedule(xmlid, company._ej_today(), user_id=user.id)

    @api.model
    def _timetable_watchers(self, company):
        """Return who answers for the timetable: its owner and the administration."""
        guard = self.env["ej.lesson"].with_company(company)
        owner = guard._guard_groups[guard._owner()]
        xmlids = [owner, "ej_timetable.group_ej_substitutions", "ej_core.group_ej_director"]
        groups = self.env["res.groups"].browse([self.env.ref(xmlid).id for xmlid in xmlids])
        return groups.all_user_ids.filtered(
            lambda user: user.active and company in user.company_ids and not user.share
        )
