from odoo import api, fields, models

from odoo.addons.ej_plan.models.ej_unit import MODULE_KINDS


class EjJournal(models.Model):
    """A page of the journal: one load in its year. The one door to everything written in it.

    Who may do what with a page follows from relation and date (rule 7): the load's teacher of the
    lesson's day, the lesson's substitute, the curator of a group of the page (by the regulation),
    the
    head of the unit's commission, overseers. Nobody has write access to marks, absences, topics or
    homework through the ORM: ``apply_changes`` alone writes them.
    """

    _name = "ej.journal"
    _description = "Journal page"
    _order = "year_id desc, name, id"
    _check_company_auto = True
    _allow_sudo_commands = False

    load_id = fields.Many2one(
        "ej.load", required=True, index=True, ondelete="restrict", check_company=True
    )
    name = fields.Char(related="load_id.name", store=True, index="trigram")
    year_id = fields.Many2one(related="load_id.year_id", store=True, index=True)
    unit_id = fields.Many2one(related="load_id.unit_id", store=True, index=True)
    group_ids = fields.Many2many(related="load_id.group_ids")
    teacher_id = fields.Many2one(related="load_id.teacher_id")
    kind = fields.Selection(
        [("theory", "Study classes"), ("module", "Professional modules")],
        compute="_compute_kind",
        store=True,
        help="R001-1.5b: «журнал учебных занятий» and «журнал учёта обучения по ПМ».",
    )
    company_id = fields.Many2one(related="load_id.company_id", store=True, index=True)

    _load_uniq = models.Constraint("UNIQUE (load_id)", "The load has its page already.")

    @api.depends("load_id.unit_id.kind")
    def _compute_kind(self):
        for page in self:
            page.kind = "module" if page.load_id.unit_id.kind in MODULE_KINDS else "theory"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_grid(self):
        """Open the grid of this page."""
        return self._open_grid()

    def action_print_page(self):
        """Open the printing of these pages; the right is asked again when the form is made.

        :raises AccessError: a page is not open to the person.
        """
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Print pages"),
            "res_model": "ej.journal.print",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_journal_ids": self.ids,
                "default_year_id": self[:1].year_id.id,
            },
        }

    def _open_grid(self, lesson=None, student=None):
        """Return the client action of the grid, at a lesson and a student when they are given."""
        self.ensure_one()
        params = {"journal_id": self.id}
        if lesson:
            params.update(ej_lesson=lesson.id, ej_date=fields.Date.to_string(lesson.date))
        if student:
            params["ej_student"] = student.id
        return {
            "type": "ir.actions.client",
            "tag": "ej_journal.grid",
            "path": "ej-journal",
            "name": self.name,
            "params": params,
        }
