from odoo import fields, models


class EjLogCheck(models.TransientModel):
    """Result of verifying the evidence: how much was walked and where it is broken."""

    _name = "ej.log.check"
    _description = "Verification of the evidence"

    chains = fields.Integer("Documents", readonly=True)
    rows = fields.Integer("Entries", readonly=True)
    state = fields.Selection(
        [("whole", "Every entry is as it was written"), ("broken", "Broken")], readonly=True
    )
    line_ids = fields.One2many("ej.log.check.line", "check_id", "Broken chains", readonly=True)

    def _run(self):
        """Walk every chain and store the verdicts of the broken ones."""
        self.ensure_one()
        chains = rows = 0
        lines = []
        for result in self.env["ej.log"]._verify_sudo():
            chains += 1
            rows += result["rows"]
            if not result["ok"]:
                lines.append(
                    {key: result[key] for key in ("chain", "broken_row", "reason")}
                    | {"check_id": self.id}
                )
        self.env["ej.log.check.line"].create(lines)
        self.write({"chains": chains, "rows": rows, "state": "broken" if lines else "whole"})


class EjLogCheckLine(models.TransientModel):
    """The first fault of one chain."""

    _name = "ej.log.check.line"
    _description = "Broken chain of evidence"
    _order = "id"

    check_id = fields.Many2one("ej.log.check", required=True, ondelete="cascade", index=True)
    chain = fields.Char("Document", readonly=True, help="Model and number of the record.")
    broken_row = fields.Integer(
        "First broken entry", readonly=True, help="Number within the chain."
    )
    reason = fields.Selection(
        [
            ("gap", "An entry is missing"),
            ("changed", "The entry is not what was written"),
            ("cut", "Entries at the end are missing"),
        ],
        readonly=True,
    )
