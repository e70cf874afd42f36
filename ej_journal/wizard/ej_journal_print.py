from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

#: What one printing may hold: the lists of more pages are read too long
MAX_PAGES = 60


class EjJournalPrint(models.TransientModel):
    """The journal on paper: of a whole group by kind (R001-1.5b), or pages of one's choice.

    A group's journal is printed by those who oversee (R001-3.3a) and by its curator; a page by its
    teacher too. The right is asked when the form is made, not when this record is.
    """

    _name = "ej.journal.print"
    _description = "Printing of the journal"

    group_id = fields.Many2one("ej.group", readonly=True, ondelete="cascade")
    journal_ids = fields.Many2many("ej.journal", string="Pages", readonly=True)
    kind = fields.Selection(
        [("theory", "Journal of study classes"), ("module", "Journal of professional modules")],
        "Journal",
        default="theory",
        required=True,
    )
    is_single = fields.Boolean(
        compute="_compute_is_single",
        export_string_translation=False,
        help="One journal holds all units by the regulation.",
    )
    year_id = fields.Many2one(
        "ej.year",
        required=True,
        domain="[('company_id', '=', company_id)]",
        default=lambda self: self.env["ej.year"]._at(self.env.company._ej_today()),
    )
    period_id = fields.Many2one("ej.period", domain="[('year_id', '=', year_id)]")
    date_from = fields.Date(
        "From",
        compute="_compute_days",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    date_to = fields.Date(
        "To",
        compute="_compute_days",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    company_id = fields.Many2one("res.company", compute="_compute_company_id")

    @api.depends("group_id", "journal_ids")
    def _compute_company_id(self):
        for printing in self:
            owner = printing.group_id or printing.journal_ids[:1]
            printing.company_id = owner.company_id or self.env.company

    @api.depends("year_id", "period_id")
    def _compute_days(self):
        for printing in self:
            period = printing.period_id
            span = period if period.year_id == printing.year_id else printing.year_id
            printing.date_from, printing.date_to = span.date_start, span.date_end

    @api.depends("date_to", "company_id")
    def _compute_is_single(self):
        for printing in self:
            version = printing._regulation()
            printing.is_single = version.journal_kinds == "one"

    def _last_day(self):
        """Return the last day to print: lessons to come are not in the journal yet."""
        today = self.company_id._ej_today()
        return min(self.date_to or today, today)

    def _regulation(self):
        """Return the regulation in force on the last day printed."""
        self.ensure_one()
        return self.env["ej.regulation"]._at(self._last_day(), self.company_id)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_print(self):
        """Open the printed form in a page of its own.

        :raises AccessError: the journal or one of the pages is not the person's to print.
        :raises UserError: there is nothing to print, or the days are not of the year.
        """
        self._printed_facts()
        return {
            "type": "ir.actions.act_url",
            "url": f"/report/html/ej_journal.report_journal/{self.id}",
            "target": "new",
        }

    def _printed_facts(self):
        """Return {page id: Facts} of the pages to print, each asked for the person's right to it.

        :raises AccessError, UserError: see ``action_print``.
        """
        self.ensure_one()
        self.check_access("read")
        self._check_days()
        if self.group_id:
            self._check_group()
        # sudo: pages closed to the person are refused below, not left out in silence
        chosen = self.sudo().journal_ids.with_env(self.env)
        pages = self._pages() if self.group_id else chosen
        if not pages:
            raise UserError(self.env._("No page of this journal is kept in this year."))
        if len(pages) > MAX_PAGES:
            raise UserError(self.env._("Print at most %(limit)s pages at once.", limit=MAX_PAGES))
        facts = pages._facts_by_page_sudo()
        for page in pages:
            person = page.id in facts and facts[page.id].person
            if not person or not (person.reads_all or person.groups):
                page._refuse_reading()
        if pages.year_id != self.year_id:
            raise UserError(
                self.env._(
                    "Not all of these pages are of the year %(year)s.", year=self.year_id.name
                )
            )
        return facts

    def _check_days(self):
        year = self.year_id
        if not year.date_start <= self.date_from <= self.date_to <= year.date_end:
            raise UserError(
                self.env._(
                    "Name days in order inside the year %(year)s: from %(start)s to %(end)s.",
                    year=year.name,
                    start=year.date_start.strftime("%d.%m.%Y"),
                    end=year.date_end.strftime("%d.%m.%Y"),
                )
            )

    def _check_group(self):
        group, user = self.group_id, self.env.user
        group.check_access("read")
        if user.has_group("ej_core.group_ej_overseer"):
            return
        if group in user._ej_curated_groups(group.company_id._ej_today()):
            return
        self.env["ej.log"]._note_refused_apart(group)
        raise AccessError(
            self.env._(
                "The journal of %(group)s is printed by its curator and the administration. Print "
                "your own pages from the list of pages.",
                group=group.name,
            )
        )

    def _pages(self):
        """Return the pages of the group's journal of this kind."""
        domain = Domain("group_ids", "in", self.group_id.ids) & Domain(
            "year_id", "=", self.year_id.id
        )
        if not self.is_single:
            domain &= Domain("kind", "=", self.kind)
        return self.env["ej.journal"].search(domain)
