from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...rights import edits
from .ej_right import EDIT, LEVELS, NONE, PRINT, VIEW


class EjRight(models.Model):
    """The matrix as a screen: what each position may in each section, and how it is changed."""

    _inherit = "ej.right"

    @api.model
    def _check_administers(self):
        """Refuse everybody but the administrator of the journal."""
        if not self.env.user.has_group("ej_core.group_ej_admin"):
            raise AccessError(self.env._("Rights are set by the administrator of the journal."))

    @api.model
    def _positions_sudo(self):
        """Return the positions of employees, in the order of the list of positions. sudo: what a
        position implies.

        Students and parents are not among them: they see their own data by relation, nothing else.
        """
        portal = self.env.ref("base.group_portal")
        positions = self.env["res.groups"].sudo().search([("ej_is_position", "=", True)])
        staff = positions.filtered(lambda position: portal not in position.all_implied_ids)
        return staff.sorted(lambda p: (p.privilege_id.sequence, p.sequence, p.id))

    @api.model
    def _cells_sudo(self, positions):
        """Return {(position id, section id): level} of the present institution. sudo: the screen
        and those who ask it have been checked.
        """
        natural = {position.id: self._natural(position) for position in positions}
        found = self.sudo().search([("company_id", "=", self.env.company.id)])
        given = {
            (cell.position_id.id, cell.section_id.id): LEVELS.index(cell.level) for cell in found
        }
        return {
            (position, section): given.get((position, section), levels.get(section, NONE))
            for position, levels in natural.items()
            for section in self.env["ej.section"]._doors()
        }

    @api.model
    def _barred(self, position, section, cells):
        """Return {level: why it cannot be set} of one cell: the limits that no setting passes."""
        natural = self._natural(position).get(section.id, NONE)
        held = position | position.all_implied_ids
        barred = {}
        if section.is_evidence:
            barred[EDIT] = self.env._("Evidence is edited by nobody.")
        elif section.only_editors and not held & section.editor_ids:
            barred[EDIT] = self.env._("Entries of a journal are made by the people of the page.")
        for level in (VIEW, PRINT, EDIT):
            if level > natural and level not in barred:
                if not section.grant_id:
                    barred[level] = self.env._("No capability of the section can be added.")
                elif level > self._natural(section.grant_id).get(section.id, NONE):
                    barred[level] = self.env._("The capability of the section does not reach it.")
        if held & section.keeper_ids:
            for level in range(natural):
                barred[level] = self.env._("This right cannot be taken away from the position.")
        if natural == NONE and not barred.keys() - {EDIT}:
            return barred
        needing = section.sudo().search([("need_ids", "in", section.ids)])
        for other in needing:
            if cells[position.id, other.id] > NONE:
                barred.setdefault(
                    NONE, self.env._("«%(section)s» cannot do without it.", section=other.name)
                )
        for other in section.need_ids:
            if cells[position.id, other.id] == NONE:
                reason = self.env._("It needs the section «%(section)s».", section=other.name)
                for level in (VIEW, PRINT, EDIT):
                    barred.setdefault(level, reason)
        return barred

    @api.model
    def load_matrix(self):
        """Return the matrix of the present institution for the screen.

        :return: dict ``company``; ``levels`` [[code, title]]; ``sections`` [{id, name}];
            ``positions`` [{id, name}]; ``cells`` {position: {section: {level, natural, barred:
            {level: why}, by: capability that raised it or ""}}}.
        :raise AccessError: for others than the administrator of the journal.
        """
        self._check_administers()
        # pylint: disable-next=no-search-all; sections are a score
        sections = self.env["ej.section"].search([])
        positions = self._positions_sudo()
        cells = self._cells_sudo(positions)
        return {
            "company": self.env.company.name,
            "levels": self._fields["level"]._description_selection(self.env),
            "sections": [{"id": section.id, "name": section.name} for section in sections],
            "positions": [{"id": row.id, "name": row.name} for row in positions],
            "cells": {
                position.id: {
                    section.id: self._cell(position, section.sudo(), cells) for section in sections
                }
                for position in positions
            },
        }

    @api.model
    def _cell(self, position, section, cells):
        """Return one cell for the screen."""
        natural = self._natural(position).get(section.id, NONE)
        level = cells[position.id, section.id]
        return {
            "level": LEVELS[level],
            "natural": LEVELS[natural],
            "by": section.grant_id.name if level > natural else "",
            "barred": {
                LEVELS[number]: why
                for number, why in self._barred(position, section, cells).items()
                if number != level
            },
        }

    @api.model
    @edits
    def set_level(self, position_id, section_id, level):
        """Set one cell of the matrix of the present institution; return its row for the screen.

        The next page a person of the position loads obeys. Other institutions keep theirs.

        :param level: none, view, print or edit.
        :raise UserError: when a limit bars the level, with the reason.
        """
        self._check_administers()
        position, section = self._asked(position_id, section_id)
        if level not in LEVELS:
            raise UserError(self.env._("Choose one of the levels of the matrix."))
        cells = self._cells_sudo(position)
        now, wanted = cells[position.id, section.id], LEVELS.index(level)
        if wanted != now:
            why = self._barred(position, section, cells).get(wanted)
            if why:
                raise UserError(why)
            self._set_sudo(position, section, LEVELS[now], level)
            cells = self._cells_sudo(position)
        return {
            row.id: self._cell(position, row, cells)
            for row in self.env["ej.section"].sudo().search([])
        }

    @api.model
    def _asked(self, position_id, section_id):
        """Return the position and the section that a browser named, in sudo: a position's groups.

        :raise UserError: when they are not numbers of a position of employees and of a section.
        """
        whole = all(type(number) is int for number in (position_id, section_id))
        position = self._positions_sudo().filtered(lambda row: whole and row.id == position_id)
        section = self.env["ej.section"].sudo().search([("id", "=", section_id if whole else 0)])
        if not (position and section):
            raise UserError(self.env._("There is no such position or section: reload the page."))
        return position, section

    @api.model
    def _set_sudo(self, position, section, old, new):
        """Store the level with its evidence and give or take the capability it needs. sudo: the
        caller has asked who sets it.
        """
        cell = self.sudo().search(
            [
                ("company_id", "=", self.env.company.id),
                ("position_id", "=", position.id),
                ("section_id", "=", section.id),
            ]
        )
        if cell:
            cell.level = new
        else:
            cell = self.sudo().create(
                {
                    "company_id": self.env.company.id,
                    "position_id": position.id,
                    "section_id": section.id,
                    "level": new,
                }
            )
        # the same text in every language: it is evidence
        plain = {"lang": "ru_RU"}
        what = f"{position.with_context(**plain).name} / {section.with_context(**plain).name}"
        row = {"action": "right.set", "old": old, "new": new, "reason": what}
        self.env["ej.log"]._append(cell, [row])
        position.all_user_ids._ej_apply_gifts_sudo()
