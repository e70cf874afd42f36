from odoo import api, fields, models


class EjRegulationComparison(models.TransientModel):
    """Table of differences between a version of the regulation and another, by default the strict
    profile.
    """

    _name = "ej.regulation.comparison"
    _description = "Comparison of regulations"
    _rec_name = "regulation_id"

    regulation_id = fields.Many2one("ej.regulation", "Version", required=True, ondelete="cascade")
    other_id = fields.Many2one(
        "ej.regulation",
        "Compared with",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.ref("ej_core.regulation_strict"),
    )
    line_ids = fields.One2many(
        "ej.regulation.comparison.line",
        "comparison_id",
        compute="_compute_line_ids",
        store=True,
        readonly=True,
    )
    count = fields.Integer("Differences", compute="_compute_count")

    @api.depends("regulation_id", "other_id")
    def _compute_line_ids(self):
        titles = self.env["ej.regulation"]._chapters()
        for table in self:
            table.line_ids = [fields.Command.clear()]
            if not (table.regulation_id and table.other_id):
                continue
            differences = self.env["ej.regulation"]._differences(
                table.regulation_id, table.other_id
            )
            table.line_ids = [
                fields.Command.create(
                    {
                        "chapter": titles.get(row["chapter"], row["chapter"]),
                        "label": row["label"],
                        "one": row["one"],
                        "other": row["other"],
                        "source": row["source"],
                    }
                )
                for row in differences
            ]

    @api.depends("line_ids")
    def _compute_count(self):
        for table in self:
            table.count = len(table.line_ids)


class EjRegulationComparisonLine(models.TransientModel):
    """One parameter on which the two regulations differ."""

    _name = "ej.regulation.comparison.line"
    _description = "Difference of regulations"
    _order = "id"

    comparison_id = fields.Many2one(
        "ej.regulation.comparison", required=True, ondelete="cascade", index=True
    )
    chapter = fields.Char(readonly=True)
    label = fields.Char("Parameter", readonly=True)
    one = fields.Char("In this version", readonly=True)
    other = fields.Char("In the other", readonly=True)
    source = fields.Char("Source and meaning", readonly=True)
