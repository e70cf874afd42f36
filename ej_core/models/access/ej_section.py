from odoo import api, fields, models, tools


class EjSection(models.Model):
    """A section of the journal: the models and menus that are opened or closed to a position
    together (R000-4.1.6b).

    Sections are data of the modules. A model is in one section at most; a module may put its own
    models into a section of a lower module by ``Command.link``. What a section says of limits no
    setting of an institution passes.
    """

    _name = "ej.section"
    _inherit = ["ej.remembered"]
    _description = "Section of the journal"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    model_ids = fields.Many2many(
        "ir.model",
        "ej_section_model_rel",
        string="Documents",
        help="Viewing is reading them; editing is creating, changing and deleting.",
    )
    changing_ids = fields.Many2many(
        "ir.model",
        "ej_section_changing_rel",
        string="Wizards that change",
        help="They need the right of editing; other wizards among the documents do not.",
    )
    printing_ids = fields.Many2many(
        "ir.model",
        "ej_section_printing_rel",
        string="Wizards that print",
        help="They need the right of printing.",
    )
    own_ids = fields.Many2many(
        "ir.model",
        "ej_section_own_rel",
        string="Own affairs",
        help="One's own sign-ins, one's own alarm: open to everybody whatever the level.",
    )
    menu_ids = fields.Many2many(
        "ir.ui.menu",
        "ej_section_menu_rel",
        string="Menus",
        help="Hidden with the section beside the menus whose list is of its documents.",
    )
    editor_ids = fields.Many2many(
        "res.groups",
        "ej_section_editor_rel",
        string="Edit through a door",
        help="Capabilities whose people write here through an action that asks their relation, "
        "though no list of access names them.",
    )
    only_editors = fields.Boolean(
        "Nobody else edits", help="No setting lets others edit: marks are written by the page's."
    )
    is_evidence = fields.Boolean("Evidence", help="Nobody edits, whatever the setting.")
    keeper_ids = fields.Many2many(
        "res.groups",
        "ej_section_keeper_rel",
        string="Keep their right",
        help="Capabilities whose right in this section cannot be taken away.",
    )
    grant_id = fields.Many2one(
        "res.groups",
        "Capability of editing",
        help="Given with the right of editing to a position that does not have it.",
    )
    need_ids = fields.Many2many(
        "ej.section",
        "ej_section_need_rel",
        "section_id",
        "need_id",
        string="Needs",
        help="Sections that must be viewable for whoever views this one.",
    )

    _code_uniq = models.Constraint("UNIQUE (code)", "A section has one code.")

    @api.model
    @tools.ormcache()
    def _by_model(self):
        """Return {model name: (section id, level its mere use needs)} of all sections. sudo: the
        sections are the same for everybody.

        The level is 0 for documents, whose operations have each their own, 1 to 3 for wizards.
        """
        found = {}
        # pylint: disable-next=no-search-all; sections are a score
        for section in self.sudo().search([]):
            for model in section.model_ids:
                found[model.model] = (section.id, int(model.transient))
            found.update({model.model: (section.id, 2) for model in section.printing_ids})
            found.update({model.model: (section.id, 3) for model in section.changing_ids})
        return found

    @api.model
    @tools.ormcache()
    def _doors(self):
        """Return {section id: ids of the capabilities that edit through a door} of all sections.
        sudo: as above.
        """
        return {section.id: frozenset(section.editor_ids.ids) for section in self.sudo().search([])}
