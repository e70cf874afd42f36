from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..rights import edits

#: kind of the page -> method of ej.year that gives its conditions
CONDITIONS = {
    "opening": "_opening_conditions",
    "closing": "_closing_conditions",
    "readiness": "_readiness_conditions",
}

#: names shown in a line, the rest is counted: the link opens them all
NAMED = 8


class EjYearCheck(models.TransientModel):
    """Opening of a year, closing of a year, readiness: conditions with what is missing and links.

    The opening has a line for each data set of R004-4.1.1h; the regulation says which of them
    prevent the end. The readiness board is for the director, the administration and the
    administrator (R002-4.1f, R004-4.7.1a, R000-4.1.1).
    """

    _name = "ej.year.check"
    _description = "Opening, closing, readiness of a year"

    kind = fields.Selection(
        [("opening", "Opening"), ("closing", "Closing"), ("readiness", "Readiness")],
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    year_id = fields.Many2one("ej.year", "Year", readonly=True, ondelete="cascade")
    name = fields.Char("Name of the year")
    date_start = fields.Date("First day")
    date_end = fields.Date("Last day")
    state = fields.Selection(related="year_id.state", string="State")
    opened_at = fields.Datetime(related="year_id.opened_at")
    opening = fields.Selection(related="year_id.opening", string="Term")
    term = fields.Char("Term of opening", compute="_compute_term")
    overdue = fields.Text("Overdue", compute="_compute_overdue")
    line_ids = fields.One2many("ej.year.check.line", "check_id", "Conditions", readonly=True)
    ready = fields.Boolean(compute="_compute_ready", export_string_translation=False)
    is_admin = fields.Boolean(compute="_compute_is_admin", export_string_translation=False)
    is_director = fields.Boolean(compute="_compute_is_admin", export_string_translation=False)
    carried = fields.Text("Carried over", readonly=True)
    reason = fields.Char("Why it is closed all the same")

    @api.depends("date_start", "year_id", "company_id")
    def _compute_term(self):
        for page in self:
            day = page.year_id.date_start or page.date_start
            first, last = (
                self.env["ej.year"]._opening_term(day.year, page.company_id) if day else (0, 0)
            )
            days = (each.strftime("%d.%m.%Y") for each in (first, last) if each)
            page.term = " – ".join(days) if first else self.env._("by %(day)s", day="".join(days))

    @api.depends("kind", "company_id")
    def _compute_overdue(self):
        for page in self:
            terms = self.env["ej.year"]._overdue_terms(page.company_id)
            page.overdue = "\n".join(sentence for _kind, sentence, _year in terms)

    @api.depends("line_ids.level")
    def _compute_ready(self):
        for page in self:
            page.ready = bool(page.year_id) and not any(
                line.level == "missing" for line in page.line_ids
            )

    @api.depends_context("uid")
    def _compute_is_admin(self):
        for page in self:
            page.is_admin = self.env.user.has_group("ej_core.group_ej_admin")
            page.is_director = self.env.user.has_group("ej_core.group_ej_director")

    def write(self, vals):
        """What the page is about is set by its buttons only."""
        if not self.env.su and vals.keys() - {"name", "date_start", "date_end", "reason"}:
            raise AccessError(self.env._("The page is filled by its buttons."))
        return super().write(vals)

    # ------------------------------------------------------------
    # OPEN THE PAGE
    # ------------------------------------------------------------

    @api.model
    def action_open(self, kind):
        """Open the page ``kind`` (opening, closing, readiness) for the present institution.

        :raises AccessError: readiness is for those who oversee or administer, the two others for
            the administrator; the director may look at the closing.
        """
        user = self.env.user
        admin = user.has_group("ej_core.group_ej_admin")
        overseer = user.has_group("ej_core.group_ej_overseer")
        director = user.has_group("ej_core.group_ej_director")
        if kind not in list(CONDITIONS) or not (
            admin or (overseer and kind == "readiness") or (director and kind == "closing")
        ):
            raise AccessError(
                self.env._("The years are opened and closed by the administrator of the journal.")
            )
        # sudo: the pages are made by this very button, with what the rights above let see
        page = self.sudo().create({"kind": kind, **self._defaults(kind)})
        page.with_user(user)._refresh()
        return page._reopen()

    @api.model
    def _defaults(self, kind):
        company = self.env.company
        today = company._ej_today()
        years = self.env["ej.year"].search([("company_id", "=", company.id)])
        if kind == "opening":
            year = years.filtered(lambda year: not year.opened_at and year.date_end > today)[-1:]
            # from the spring on the year that goes on is not the one to open
            if year and year.date_start < today and (year.date_end - today).days < 60:
                year = years.browse()
        elif kind == "closing":
            year = years.filtered(lambda year: year.state == "open" and year.date_start <= today)[
                -1:
            ]
        else:
            year = self.env["ej.year"]._at(today, company) or years[:1]
        autumn = max(years[:1].date_start.year + 1 if years else 0, today.year)
        return {
            "company_id": company.id,
            "year_id": year.id,
            "name": f"{autumn}/{autumn + 1}",
            "date_start": date(autumn, 9, 1),
            "date_end": date(autumn + 1, 8, 31),
        }

    @api.depends("kind", "year_id.name")
    def _compute_display_name(self):
        titles = {
            "opening": self.env._("Opening of the academic year"),
            "closing": self.env._("Closing of the academic year"),
            "readiness": self.env._("Readiness of the journal"),
        }
        for page in self:
            page.display_name = f"{titles.get(page.kind, '')} {page.year_id.name or ''}".strip()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(self.env.ref("ej_core.ej_year_check_view_form").id, "form")],
            "target": "current",
        }

    def _refresh(self):
        """Look at the conditions now. The lines are written by the page itself (sudo)."""
        self.ensure_one()
        conditions = getattr(self.year_id, CONDITIONS[self.kind])() if self.year_id else []
        words = self.env["ej.regulation"]._label_words()
        lines = [
            {
                "sequence": number,
                "code": row["code"],
                "title": words.get(row["title"], row["title"]),
                "found": "" if row["found"] is None else str(row["found"]),
                "missing": self.env["ej.year"]._shown(row["missing"], NAMED),
                "level": "ok" if not row["missing"] else "missing" if row["obliged"] else "told",
                "target": {key: row[key] for key in ("action", "domain", "context")}
                | ({"res_model": row["res"]._name, "res_id": row["res"].id} if row["res"] else {}),
            }
            for number, row in enumerate(conditions, 1)
        ]
        page_sudo = self.sudo()
        page_sudo.line_ids.unlink()
        page_sudo.write({"line_ids": [fields.Command.create(line) for line in lines]})

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_check(self):
        """Look again at what is missing."""
        self._check_admin(also_reader=True)
        self._refresh()
        return self._reopen()

    @edits
    def action_make_year(self):
        """Make the year with the periods and the mode of work of the year before."""
        self._check_admin()
        if self.year_id:
            raise UserError(self.env._("The year is there already."))
        if not (self.name or "").strip() or not self.date_start or not self.date_end:
            raise UserError(self.env._("Name the year, its first and its last day."))
        if self.date_end <= self.date_start:
            raise UserError(self.env._("The year must end after it begins."))
        Year = self.env["ej.year"]
        Year.check_access("create")
        year = Year._make_next_sudo(
            self.company_id, self.name.strip(), self.date_start, self.date_end
        )
        self.sudo().year_id = year  # sudo: the page names its year by this button only
        self._refresh()
        return self._reopen()

    @edits
    def action_carry_over(self):
        """Copy what carries over from the year before, as drafts; say what was copied."""
        self._check_admin()
        year = self._year()
        previous = year._previous()
        if not previous:
            raise UserError(self.env._("There is no year before this one to copy from."))
        made = year._carry_over_sudo(previous)
        lines = "\n".join(f"{title}: {count}" for title, count in made)
        self.sudo().carried = lines  # sudo: the page tells what was copied
        self._refresh()
        return self._reopen()

    @edits
    def action_finish(self):
        """Open the year, or close it; refused while something obliged is missing."""
        self._check_admin()
        year = self._year()
        if self.kind == "opening":
            year.action_finish_opening()
        elif self.kind == "closing":
            year.action_close()
        else:
            raise UserError(self.env._("The board is for looking."))
        self._refresh()
        return self._reopen()

    @edits
    def action_close_anyway(self):
        """The director closes the year in spite of what is left, for the reason written."""
        self.ensure_one()
        self.check_access("read")
        if self.kind != "closing":
            raise UserError(self.env._("The board is for looking."))
        self._year()._close_by_director(self.reason)
        return self._reopen()

    def _year(self):
        if not self.year_id:
            raise UserError(self.env._("Make the year first."))
        return self.year_id

    def _check_admin(self, also_reader=False):
        self.ensure_one()
        self.check_access("read")
        if not also_reader and not self.env.user.has_group("ej_core.group_ej_admin"):
            raise AccessError(
                self.env._("The years are opened and closed by the administrator of the journal.")
            )


class EjYearCheckLine(models.TransientModel):
    """A condition as it was when the page was looked at last."""

    _name = "ej.year.check.line"
    _description = "Condition of a year"
    _order = "sequence, id"

    check_id = fields.Many2one("ej.year.check", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer("No.")
    code = fields.Char()
    title = fields.Char("What")
    level = fields.Selection([("ok", "Done"), ("told", "Attention"), ("missing", "Missing")])
    found = fields.Char("There are")
    missing = fields.Text("Is missing")
    target = fields.Json(export_string_translation=False)

    def action_open(self):
        """Open the screen where the missing is entered."""
        self.ensure_one()
        self.check_access("read")
        target = self.target or {}
        if target.get("res_id"):
            record = self.env[target["res_model"]].browse(target["res_id"])
            record.check_access("read")
            return record._get_records_action()
        if not target.get("action"):
            raise UserError(self.env._("There is nothing to open for this line."))
        action = self.env["ir.actions.act_window"]._for_xml_id(target["action"])
        if target.get("domain") and self.level != "ok":
            action["domain"] = target["domain"]
            action["context"] = target.get("context") or {}
        return action
