from odoo import api, fields, models
from odoo.exceptions import ValidationError

UNIT_KINDS = [
    ("discipline", "Discipline"),
    ("mdk", "Interdisciplinary course (МДК)"),
    ("module", "Professional module (ПМ)"),
    ("study_practice", "Study practice (УП)"),
    ("work_practice", "Work practice (ПП)"),
    ("diploma_practice", "Pre-diploma practice (ПДП)"),
    ("course_work", "Course work (project)"),
    ("individual_project", "Individual project"),
    ("final", "State final attestation (ГИА)"),
]
#: Units whose pages form the journal of professional modules (R001-1.5b)
MODULE_KINDS = ("mdk", "module", "study_practice", "work_practice", "diploma_practice")


class EjUnit(models.Model):
    """Study unit: discipline, МДК, practice … with its index and the module it belongs to.

    A unit without a programme is common to all programmes (a timetable may know a discipline before
    its curriculum is loaded).
    """

    _name = "ej.unit"
    _description = "Study unit"
    _order = "program_id, index, name"
    _rec_names_search = ["index", "name"]
    _check_company_auto = True

    name = fields.Char(required=True, index="trigram")
    short = fields.Char("Short name", help="For narrow columns and timetables.")
    index = fields.Char(index="btree_not_null", help="«МДК.01.01»")
    kind = fields.Selection(UNIT_KINDS, required=True, default="discipline")
    program_id = fields.Many2one(
        "ej.program", index="btree_not_null", ondelete="restrict", check_company=True
    )
    parent_id = fields.Many2one(
        "ej.unit", "Module", index="btree_not_null", ondelete="restrict", check_company=True
    )
    child_ids = fields.One2many("ej.unit", "parent_id", "Parts")
    commission_head_id = fields.Many2one(
        "hr.employee",
        "Head of the commission (ПЦК)",
        index="btree_not_null",
        check_company=True,
        help="Views the pages of this unit in all groups (R004-2.6b).",
    )
    tree_key = fields.Char(
        compute="_compute_tree_key",
        store=True,
        index=True,
        export_string_translation=False,
        recursive=True,
        help="Order of the tree: programme, module, then its parts.",
    )
    tree_name = fields.Char("In the tree", compute="_compute_tree_name")
    recommendations = fields.Html(
        help="Methodical recommendations shown in the diary (R004-4.4.2d)."
    )
    load_ids = fields.One2many("ej.load", "unit_id", "Loads")
    plan_ids = fields.One2many("ej.plan", "unit_id", "КТП")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    _uniq = models.UniqueIndex(
        "(company_id, COALESCE(program_id, 0), COALESCE(index, ''), name)",
        "This study unit exists already.",
    )

    @api.depends("index", "name")
    def _compute_display_name(self):
        for unit in self:
            unit.display_name = f"{unit.index} {unit.name}" if unit.index else unit.name

    @api.depends("index", "name", "program_id.code", "parent_id.tree_key")
    def _compute_tree_key(self):
        for unit in self:
            own = f"{unit.index or ''} {unit.name or ''}"
            if unit.parent_id:
                unit.tree_key = f"{unit.parent_id.tree_key} / {own}"
            else:
                unit.tree_key = f"{unit.program_id.code or ''} / {own}"

    @api.depends("display_name", "parent_id")
    def _compute_tree_name(self):
        for unit in self:
            unit.tree_name = f"    {unit.display_name}" if unit.parent_id else unit.display_name

    @api.constrains("parent_id")
    def _check_tree(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A study unit cannot be a part of itself."))
