from odoo import api, fields, models


class EjProgram(models.Model):
    """Educational programme (специальность, профессия): code and name of the state list."""

    _name = "ej.program"
    _description = "Educational programme"
    _order = "code, name"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, index=True, help="«09.02.07»")
    name = fields.Char(required=True, index="trigram")
    kind = fields.Selection(
        [
            ("specialist", "Middle-level specialists (ППССЗ)"),
            ("worker", "Skilled workers (ППКРС)"),
            ("school", "School education"),
            ("training", "Further education"),
        ],
        default="specialist",
        required=True,
    )
    qualification = fields.Char()
    unit_ids = fields.One2many("ej.unit", "program_id", "Units")
    curriculum_ids = fields.One2many("ej.curriculum", "program_id", "Curricula")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    _code_uniq = models.Constraint(
        "UNIQUE (company_id, code, name)", "This programme exists already."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for program in self:
            program.display_name = f"{program.code or ''} {program.name or ''}".strip()
