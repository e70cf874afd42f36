from functools import reduce
from operator import and_

from odoo import api, fields, models

from .ej_right import LEVELS, NONE

#: Key of the transaction: accounts are being created.
MAKING = "ej_accounts_in_the_making"


class ResUsers(models.Model):
    """Positions of a person: every change of them is in the register, and the matrix's additions
    follow.
    """

    _inherit = "res.users"

    ej_gift_ids = fields.Many2many(
        "res.groups",
        "ej_gift_rel",
        string="Capabilities given by the matrix",
        readonly=True,
        copy=False,
        groups="base.group_system",
    )

    @api.model_create_multi
    def create(self, vals_list):
        # Odoo writes groups of accounts that are half made: they are looked at when they are whole
        making = self.env.cr.cache.setdefault(MAKING, [])
        making.append(True)
        try:
            users = super().create(vals_list)
        finally:
            making.pop()
        users._ej_positions_changed_sudo()
        return users

    def write(self, vals):
        result = super().write(vals)
        touched = {"group_ids", "role", "company_ids", "company_id"} & vals.keys()
        if touched and not self.env.cr.cache.get(MAKING):
            self._ej_positions_changed_sudo()
        return result

    def _ej_positions_changed_sudo(self):
        """Bring the register and the additions of the matrix in line. sudo: they are the journal's
        own.
        """
        self.env["ej.position.grant"]._register_sudo(self)
        self._ej_apply_gifts_sudo()

    def _ej_apply_gifts_sudo(self):
        """Give the users the capabilities that the matrix of all their institutions adds to a
        position of theirs, take away those it adds no more. sudo: groups are the system's.

        A person of two institutions gets only what both add: groups know no institution.
        """
        Right, nothing = self.env["ej.right"].sudo(), self.env["res.groups"]
        raised = {}
        # pylint: disable-next=no-search-all; the matrix is read as a whole, it is small
        for cell in Right.search([]):
            natural = Right._natural(cell.position_id).get(cell.section_id.id, NONE)
            if LEVELS.index(cell.level) > natural:
                key = (cell.company_id.id, cell.position_id.id)
                raised[key] = raised.get(key, nothing) | cell.section_id.grant_id
        for user in self.sudo():
            own = user.group_ids - user.ej_gift_ids
            positions = own.filtered("ej_is_position").ids if raised else []
            added = [
                nothing.union(*(raised.get((company, position), nothing) for position in positions))
                for company in user.company_ids.ids
            ]
            # what the person has anyway is no addition
            wanted = reduce(and_, added, added[0] if added else nothing) - own
            if user.ej_gift_ids != wanted:
                user.write({"ej_gift_ids": [(6, 0, wanted.ids)]})
                user.group_ids = own | wanted
