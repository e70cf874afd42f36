from odoo import api, fields, models, tools
from odoo.exceptions import AccessError
from odoo.tools import SQL

#: Levels of a right; each includes those before it.
LEVELS = ("none", "view", "print", "edit")
NONE, VIEW, PRINT, EDIT = range(4)
#: What an operation needs.
NEEDS = {"read": VIEW, "create": EDIT, "write": EDIT, "unlink": EDIT}


class EjRight(models.Model):
    """A cell of the matrix position x section of one institution that differs, or once differed,
    from what the position's capabilities give by themselves (R000-4.1.6b, R002-4.2b).

    A cell without a record has the level that follows from the capabilities. The level of a person
    is the highest of the positions held; what an administrator of the system gave beside positions
    stays as it is. ``_permits`` is asked by every check of access (``base._check_access``), so a
    level holds on every path that respects access at all; actions that write in sudo ask
    ``_bears`` or ``_level_in``. Relations go on limiting within a level: «edit» in journals opens
    the own pages only.
    """

    _name = "ej.right"
    _inherit = ["ej.remembered"]
    _description = "Right of a position in a section"
    _order = "company_id, position_id, section_id"
    _rec_name = "section_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    position_id = fields.Many2one(
        "res.groups",
        required=True,
        readonly=True,
        ondelete="cascade",
        domain="[('ej_is_position', '=', True)]",
    )
    section_id = fields.Many2one("ej.section", required=True, readonly=True, ondelete="cascade")
    level = fields.Selection(
        [
            ("none", "No access"),
            ("view", "Viewing"),
            ("print", "Viewing and printing"),
            ("edit", "Editing"),
        ],
        required=True,
        readonly=True,
    )

    _cell_uniq = models.Constraint(
        "UNIQUE (company_id, position_id, section_id)", "A cell of the matrix has one level."
    )

    # ------------------------------------------------------------
    # WHAT FOLLOWS FROM THE CAPABILITIES
    # ------------------------------------------------------------

    @api.model
    @tools.ormcache(cache="stable")
    def _listed(self):
        """Return {group id: {model: level}} of the lists of access of the sections' models. sudo:
        the lists of access are asked as the system.
        """
        models_ = tuple(self.env["ej.section"]._by_model()) or (None,)
        self.env["ir.model.access"].sudo().flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT a.group_id, m.model, bool_or(a.perm_write OR a.perm_create OR a.perm_unlink)
                  FROM ir_model_access a JOIN ir_model m ON m.id = a.model_id
                 WHERE a.active AND a.group_id IS NOT NULL AND m.model IN %s
                   AND (a.perm_read OR a.perm_write OR a.perm_create OR a.perm_unlink)
              GROUP BY a.group_id, m.model
                """,
                models_,
            )
        )
        listed = {}
        for group, model, changes in rows:
            listed.setdefault(group, {})[model] = EDIT if changes else PRINT
        return listed

    @api.model
    def _natural(self, groups):
        """Return {section id: level} that the groups (with what they imply) give by themselves.

        Wizards do not tell: everybody may open most of them. :param groups: res.groups in sudo.
        """
        sections = self.env["ej.section"]._by_model()
        levels = {}
        listed = self._listed()
        held = set((groups | groups.all_implied_ids).ids)
        for group in held:
            for model, level in listed.get(group, {}).items():
                section, wizard = sections.get(model, (0, 1))
                if not wizard:
                    levels[section] = max(level, levels.get(section, NONE))
        for section, editors in self.env["ej.section"]._doors().items():
            if held & editors:
                levels[section] = EDIT
        return levels

    # ------------------------------------------------------------
    # ASKING
    # ------------------------------------------------------------

    @api.model
    @tools.ormcache("self.env.uid", "company_id")
    def _levels(self, company_id):
        """Return {section id: highest level left} of the present user in the institution, None when
        no setting touches the user. sudo: everybody's own rights.
        """
        user = self.env.user.sudo()
        positions = user.all_group_ids.filtered("ej_is_position")
        cells = self.sudo().search(
            [("company_id", "=", company_id), ("position_id", "in", positions.ids)]
        )
        if not cells:
            return None
        given = {(cell.position_id.id, cell.section_id.id): cell.level for cell in cells}
        # what was given beside the positions is nobody's but the system administrator's to limit
        beside = user.group_ids - positions - user.ej_gift_ids - self._plain()
        sections = self.env["ej.section"]._doors()
        levels = {**dict.fromkeys(sections, NONE), **self._natural(beside)}
        for position in positions:
            natural = self._natural(position)
            for section in sections:
                level = given.get((position.id, section))
                level = LEVELS.index(level) if level else natural.get(section, NONE)
                levels[section] = max(level, levels[section])
        # where nothing is taken away the lists of access and the relations decide alone
        bears = self._natural(user.group_ids)
        return {
            section: EDIT if level >= bears.get(section, NONE) else level
            for section, level in levels.items()
        }

    @api.model
    def _plain(self):
        """Return the groups that every employee or portal user has: they say nothing of rights."""
        names = ("group_user", "group_portal", "group_public")
        return self.env["res.groups"].sudo().union(*(self.env.ref(f"base.{n}") for n in names))

    @api.model
    def _companies_with(self, model, needed):
        """Return the ids of the institutions of the session in which the user has the level.

        :param model: name of a model of a section. :param needed: VIEW, PRINT or EDIT.
        """
        section = self.env["ej.section"]._by_model()[model][0]
        return [
            company
            for company in self.env.companies.ids
            if (levels := self._levels(company)) is None or levels[section] >= needed
        ]

    @api.model
    def _needed(self, model, operation):
        """Return the level that the operation on the model needs, 0 when it is in no section."""
        found = self.env["ej.section"]._by_model().get(model)
        return (found[1] or NEEDS.get(operation, EDIT)) if found else NONE

    @api.model
    def _permits(self, model, operation):
        """Say whether the matrix lets the present user do the operation on some record.

        :param operation: create, read, write, unlink or print.
        """
        if self.env.su:
            return True
        needed = PRINT if operation == "print" else self._needed(model, operation)
        if not needed or model not in self.env["ej.section"]._by_model():
            return True
        return bool(self._companies_with(model, needed))

    @api.model
    def _bears(self, capability, model):
        """Say whether the user has the capability and may edit the section of the model with it:
        for actions that write in sudo for whoever has a capability.

        :param capability: xml id of the group. :param model: name of a model of a section.
        """
        return self.env.user.has_group(capability) and self._permits(model, "write")

    @api.model
    def _level_in(self, model, company_id):
        """Return the highest level that the matrix of the institution leaves the user in the
        section of the model.
        """
        levels = self._levels(company_id)
        return EDIT if levels is None else levels[self.env["ej.section"]._by_model()[model][0]]

    @api.model
    def _refusal(self, model, operation):
        """Return the error that names the section and what is not permitted in it."""
        section = self.env["ej.section"].sudo().browse(self.env["ej.section"]._by_model()[model][0])
        if operation == "read":
            text = self.env._("The section «%(section)s» is closed to your position.")
        elif operation == "print":
            text = self.env._("Your position does not print in the section «%(section)s».")
        else:
            text = self.env._("Your position views the section «%(section)s» and changes nothing.")
        return AccessError(text % {"section": section.name})
