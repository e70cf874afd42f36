from odoo import api, fields, models
from odoo.fields import Domain


class EjStale(models.TransientModel):
    """«Что устарело»: what of one's own duty is stale or missing (R000-1.10, R001-1.9, R004-1.6).

    Every employee opens the same page and finds the lines of the own duties. A module adds its
    lines by extending ``_lines``; a line counts what the present user is answerable for and leads
    to the very list where it is put right.
    """

    _name = "ej.stale"
    _description = "What is stale"
    _order = "id"

    title = fields.Char("What is stale", readonly=True)
    count = fields.Integer("How many", readonly=True)
    since = fields.Date("Oldest from", readonly=True)
    action = fields.Json(readonly=True)

    @api.model
    def action_show(self):
        """Look now and open the page; nothing stale is an empty page with a kind word."""
        self.check_access("read")
        lines = [line for line in self._lines() if line["count"]]
        # sudo: the lines are made here, not typed in
        rows = self.sudo().create(lines)
        action = self.env["ir.actions.act_window"]._for_xml_id("ej_core.ej_stale_action")
        return {**action, "domain": [("id", "in", rows.ids)]}

    def action_open(self):
        """Open the list of the line."""
        self.ensure_one()
        self.check_access("read")
        return self.action

    @api.model
    def _line(self, title, count, action, since=False, **more):
        """Return a line.

        :param action: external id of an action; ``more`` replaces its keys (domain, context …).
        """
        found = self.env["ir.actions.actions"]._for_xml_id(action) if count else {}
        return {
            "title": title,
            "count": count,
            "since": since,
            "action": {
                **{key: value for key, value in found.items() if key not in ("help", "path")},
                **more,
            },
        }

    @api.model
    def _lines(self):
        """Return the lines of the present user (see ``_line``); modules add theirs."""
        today = self.env.company._ej_today()
        user = self.env.user
        keeper = user.has_group("ej_core.group_ej_registrar")
        groups = user._ej_curated_groups(today)
        lines = []
        if keeper or groups:
            lines += self._card_lines(None if keeper else groups)
            lines += self._list_lines(None if keeper else groups)
            lines += self._request_lines()
        if user.has_group("ej_core.group_ej_special"):
            lines += self._special_lines()
        if keeper or user.has_group("ej_core.group_ej_admin"):
            lines += self._calendar_lines(today)
        return lines

    @api.model
    def _card_lines(self, groups):
        """Cards not verified in time, with empty obligatory fields; None: of all groups."""
        mine = (
            Domain("group_id", "!=", False)
            if groups is None
            else Domain("group_id", "in", groups.ids)
        )
        Student = self.env["ej.student"]
        late = mine & Domain("check_state", "in", ["overdue", "never"])
        gaps = mine & Domain("card_percent", "<", 100)
        oldest = Student.search(
            late & Domain("checked_on", "!=", False), order="checked_on", limit=1
        )
        families = Domain("card_percent", "<", 100) & (
            Domain("student_id.group_id", "!=", False)
            if groups is None
            else Domain("student_id.group_id", "in", groups.ids)
        )
        return [
            self._line(
                self.env._("Cards not verified in time"),
                Student.search_count(late),
                "ej_core.ej_student_action_cards",
                since=oldest.checked_on,
                domain=list(late),
                context={},
            ),
            self._line(
                self.env._("Cards with empty obligatory fields"),
                Student.search_count(gaps),
                "ej_core.ej_student_action_cards",
                domain=list(gaps),
                context={},
            ),
            self._line(
                self.env._("Cards of parents with empty obligatory fields"),
                self.env["ej.guardian"].search_count(families),
                "ej_core.ej_guardian_action_gaps",
                domain=list(families),
                context={},
            ),
        ]

    @api.model
    def _list_lines(self, groups):
        """Lists of groups that their leader has not confirmed in time or that changed since."""
        wanted = Domain("list_state", "in", ["none", "changed"]) & (
            Domain("member_ids", "!=", False) if groups is None else Domain("id", "in", groups.ids)
        )
        return [
            self._line(
                self.env._("Lists of groups not confirmed"),
                self.env["ej.group"].search_count(wanted),
                "ej_core.ej_group_action",
                domain=list(wanted),
                context={},
            )
        ]

    @api.model
    def _request_lines(self):
        """Data reported by families that wait for this user's answer."""
        waiting = self.env["ej.card.request"].search([("state", "=", "sent")])._mine()
        return [
            self._line(
                self.env._("Data reported by families wait for confirmation"),
                len(waiting),
                "ej_core.ej_card_request_action",
                since=min(waiting.mapped("at"), default=False),
                domain=[("id", "in", waiting.ids)],
                context={},
            )
        ]

    @api.model
    def _special_lines(self):
        """Health and military data for those named for them (R000-4.7.1b, R000-4.7.1c)."""
        studying = Domain("group_id", "!=", False)
        Student = self.env["ej.student"]
        lines = []
        for title, state, action in (
            (self.env._("Medical certificates expired"), "expired", "health"),
            (self.env._("Health data missing"), "missing", "health"),
            (self.env._("Military registration data missing"), "missing", "military"),
        ):
            domain = studying & Domain(f"{action}_state", "=", state)
            lines.append(
                self._line(
                    title,
                    Student.search_count(domain),
                    f"ej_core.ej_student_action_{action}",
                    domain=list(domain),
                    context={},
                )
            )
        return lines

    @api.model
    def _calendar_lines(self, today):
        """The calendar of the present year: without its holidays the terms are counted wrongly."""
        year = self.env["ej.year"].search(
            Domain("company_id", "=", self.env.company.id)
            & Domain("date_start", "<=", today)
            & Domain("date_end", ">=", today),
            limit=1,
        )
        missing = 0
        if year:
            week = self.env.company.sudo().resource_calendar_id
            missing = (
                not self.env["resource.calendar.leaves"]
                .sudo()
                .search_count(
                    Domain("resource_id", "=", False)
                    & Domain("calendar_id", "in", [False, week.id])
                    & Domain("company_id", "in", [False, self.env.company.id])
                    & Domain("date_from", "<=", year.date_end)
                    & Domain("date_to", ">=", year.date_start),
                    limit=1,
                )
            )
        return [
            self._line(
                self.env._("Holidays of the year are not in the calendar"),
                int(missing),
                "resource.action_resource_calendar_leave_tree",
                since=year.date_start,
            )
        ]
