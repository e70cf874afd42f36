from odoo import models
from odoo.fields import Domain


class EjYear(models.Model):
    """What must be there before the year is opened, closed or called ready (the core's part)."""

    _inherit = "ej.year"

    def _condition(self, code, title, missing=(), **more):
        """Return a condition of opening, closing or readiness.

        :param code: sign of the condition, the key modules find it by.
        :param missing: names of what is missing or prevents; empty = fulfilled. A recordset is
            named by its display names.
        :param more: ``found`` (how many are there, None: not counted), ``obliged`` (False: only
            told, does not prevent), ``action`` (xml id of the screen that helps), ``domain`` and
            ``context`` of it, ``res`` (a record to open instead).
        """
        if isinstance(missing, models.BaseModel):
            more.setdefault("domain", [("id", "in", missing.ids)])
            missing = missing.mapped("display_name")
        return {
            "code": code,
            "title": title,
            "missing": list(missing),
            "found": None,
            "obliged": True,
            "action": None,
            "domain": None,
            "context": {},
            "res": None,
            **more,
        }

    def _groups_of_year(self):
        """Return the groups that study in the year."""
        self.ensure_one()
        return self.env["ej.group"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("date_start", "<=", self.date_end)
            & (Domain("date_end", "=", False) | Domain("date_end", ">", self.date_start))
        )

    def _opening_conditions(self):
        """Return the conditions of opening: the five sets of R004-4.1.1h, in this order.

        Codes: ``groups``, ``leaders``, ``teachers``, ``mode``, ``timetable``. On this floor the
        third is the list of pedagogical workers and the timetable is not known.
        """
        self.ensure_one()
        groups = self._groups_of_year()
        duties = self.env["ej.duty"].search(
            Domain("group_id", "in", groups.ids)
            & Domain("kind", "=", "curator")
            & self.env["ej.duty"]._domain_between(self.date_start, self.date_end)
        )
        # sudo: only the number of cards is shown
        staff = (
            self.env["hr.employee"].sudo().search_count([("company_id", "=", self.company_id.id)])
        )
        mode = [
            self._fields[name]._description_string(self.env)
            for name in ("mode_week", "mode_shifts", "mode_start")
            if not self[name]
        ]
        if not self.period_ids:
            mode.append(self.env._("Periods of the year"))
        return [
            self._condition(
                "groups",
                self.env._("List of groups"),
                [] if groups else [self.env._("no group studies in this year")],
                found=len(groups),
                action="ej_core.ej_group_action",
            ),
            self._condition(
                "leaders",
                self.env._("Leaders of the groups"),
                groups - duties.group_id,
                found=len(duties.group_id),
                action="ej_core.ej_group_action",
            ),
            self._condition(
                "teachers",
                self.env._("Pedagogical workers"),
                [] if staff else [self.env._("no employee")],
                found=staff,
            ),
            self._condition(
                "mode",
                self.env._("Mode of work and periods"),
                mode,
                res=self,
                action="ej_core.ej_year_action",
            ),
        ]

    def _closing_conditions(self):
        """Return the conditions of closing; those with something missing prevent it."""
        self.ensure_one()
        company = self.company_id
        inside = Domain("company_id", "=", company.id)
        orders = self.env["ej.order"].search(
            inside
            & Domain("state", "=", "draft")
            & Domain("date", ">=", self.date_start)
            & Domain("date", "<=", self.date_end)
        )
        notices = self.env["ej.movement.notice"].search(
            inside & Domain("state", "=", "sent") & Domain("date", "<=", self.date_end)
        )
        requests = self.env["ej.account.request"].search(inside & Domain("state", "=", "open"))
        splits = self.env["ej.subgroup"].search(inside & Domain("state", "=", "proposed"))
        day = min(company._ej_today(), self.date_end)
        return [
            self._condition(
                "orders",
                self.env._("Orders are signed"),
                orders,
                action="ej_core.ej_order_action",
            ),
            self._condition(
                "notices",
                self.env._("Notices of movement are answered"),
                notices,
                action="ej_core.ej_movement_notice_action",
            ),
            self._condition(
                "requests",
                self.env._("Requests about accounts are done"),
                requests,
                action="ej_core.ej_account_request_action",
            ),
            self._condition(
                "splits",
                self.env._("Proposed subgroups are approved"),
                splits,
                action="ej_core.ej_subgroup_action",
            ),
            self._condition(
                "duties",
                self.env._("Duties are held"),
                self.env["ej.duty"]._vacant(company, day),
                action="ej_core.ej_duty_action",
            ),
        ]

    def _readiness_conditions(self):
        """Return what the readiness board shows: the sets of the opening, duties, users.

        R000-4.1.1 (calendar, groups, plans, timetable, users), R002-4.1f, R004-4.7.1a (duties
        appointed, groups with journals, trained staff).
        """
        company = self.company_id
        # sudo: the board names employees without an account, not their cards
        lonely = (
            self.env["hr.employee"]
            .sudo()
            .search(
                Domain("company_id", "=", company.id)
                & (Domain("user_id", "=", False) | Domain("user_id.active", "=", False))
            )
        )
        with_user = (
            self.env["hr.employee"]
            .sudo()  # sudo: a number
            .search_count([("company_id", "=", company.id), ("user_id.active", "=", True)])
        )
        # sudo: the board names who was not trained, not their cards
        untrained = (
            self.env["ej.training.gap"]
            .sudo()
            .search([("company_id", "=", company.id), ("employee_id", "!=", False)])
        )
        return [
            self._condition(
                "duties",
                self.env._("Duties appointed"),
                self.env["ej.duty"]._vacant(company, company._ej_today()),
                action="ej_core.ej_duty_action",
            ),
            self._condition(
                "orders_of_duties",
                self.env._("Appointments by order"),
                self.env["ej.duty"].search(
                    Domain("company_id", "=", company.id)
                    & Domain("no_order", "=", True)
                    & Domain("status", "in", ["valid", "ends"])
                ),
                obliged=False,
                action="ej_core.ej_duty_action",
            ),
            self._condition(
                "departments",
                self.env._("Subdivisions with a person responsible for the journal"),
                self._lone_departments(),
                obliged=False,
                action="ej_core.ej_department_action",
            ),
            self._condition(
                "trained",
                self.env._("Trained staff"),
                sorted(set(untrained.mapped("name"))),
                found=max(with_user - len(untrained.employee_id), 0),
                obliged=False,
                action="ej_core.ej_training_gap_action",
                domain=[("employee_id", "!=", False)],
            ),
            *self._opening_conditions(),
            self._condition(
                "users",
                self.env._("Employees with access"),
                lonely.mapped("ej_short_name"),
                found=with_user,
                action="hr.hr_employee_public_action",
                domain=[("id", "in", lonely.ids)],
            ),
        ]

    def _lone_departments(self):
        """Return the subdivisions without a person responsible for the journal (R004-4.6.1a)."""
        Department = self.env["hr.department"].sudo()  # sudo: names of subdivisions
        here = Domain("company_id", "in", [self.company_id.id, False])
        return Department.search(here & Domain("ej_responsible_id", "=", False))
