from odoo import api, fields, models
from odoo.fields import Domain

from ..planning.draft import APART

KINDS = [("group", "Group"), ("teacher", "Teacher"), ("discipline", "Discipline")]
TARGET_FIELDS = {"group": "group_id", "teacher": "employee_id", "discipline": "unit_id"}


class EjImportAlias(models.Model):
    """A spelling of the office's files whose meaning a person decided once.

    Later imports take the decision without asking. ``apart``: the spelling means none of what it
    resembles (a discipline of its own, a column to leave out). A spelling may mean several groups:
    then it has several rows.
    """

    _name = "ej.import.alias"
    _description = "Spelling met in imported files"
    _order = "kind, spelling, id"
    _rec_name = "spelling"
    _check_company_auto = True

    kind = fields.Selection(KINDS, required=True, index=True)
    key = fields.Char(required=True, index=True, help="The spelling folded for comparison.")
    spelling = fields.Char(required=True)
    group_id = fields.Many2one(
        "ej.group", index="btree_not_null", ondelete="cascade", check_company=True
    )
    employee_id = fields.Many2one(
        "hr.employee", index="btree_not_null", ondelete="cascade", check_company=True
    )
    unit_id = fields.Many2one(
        "ej.unit", index="btree_not_null", ondelete="cascade", check_company=True
    )
    apart = fields.Boolean(
        "None of them", help="A thing of its own: nothing that it resembles is meant."
    )
    meaning = fields.Char(compute="_compute_meaning")
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    _uniq = models.UniqueIndex(
        "(company_id, kind, key, COALESCE(group_id, employee_id, unit_id, 0))",
        "This spelling has that meaning already.",
    )

    @api.depends("group_id", "employee_id", "unit_id", "apart")
    def _compute_meaning(self):
        for alias in self:
            target = alias.group_id or alias.employee_id or alias.unit_id
            alias.meaning = self.env._("None of them") if alias.apart else target.display_name

    @api.model
    def _decisions(self, company):
        """Return ``{(kind, key): tuple of target keys, or APART}`` of an institution."""
        result = {}
        for alias in self.search(Domain("company_id", "=", company.id)):
            place = (alias.kind, alias.key)
            if alias.apart:
                result[place] = APART
                continue
            target = alias[TARGET_FIELDS[alias.kind]]
            if target and result.get(place) != APART:
                result[place] = (*result.get(place, ()), f"id:{target.id}")
        return result

    @api.model
    def _remember(self, company, kind, key, spelling, records):
        """Replace what is remembered of a spelling; no records mean that it stays apart."""
        self.search(
            Domain("company_id", "=", company.id)
            & Domain("kind", "=", kind)
            & Domain("key", "=", key)
        ).unlink()
        base = {"company_id": company.id, "kind": kind, "key": key, "spelling": spelling}
        self.create(
            [{**base, TARGET_FIELDS[kind]: record.id} for record in records]
            or [{**base, "apart": True}]
        )
