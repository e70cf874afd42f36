from odoo import api, fields, models
from odoo.fields import Domain

from ..core import names

NAME_PARTS = ("surname", "firstname", "patronymic", "alias")


class EjStudent(models.Model):
    """A student: a contact with the name in parts, memberships of groups and the family.

    Passport-like fields carry ``groups=`` (R000-3.1.4a). ``alias`` replaces the name everywhere for a
    person who refused electronic processing of personal data.
    """

    _name = "ej.student"
    _description = "Student"
    _inherits = {"res.partner": "partner_id"}
    _inherit = ["mail.thread"]
    _order = "surname, firstname, patronymic, id"
    _rec_names_search = ["surname", "firstname", "patronymic", "record_no"]
    _check_company_auto = True
    _allow_sudo_commands = False

    partner_id = fields.Many2one("res.partner", required=True, ondelete="restrict", index=True, bypass_search_access=True)
    surname = fields.Char(required=True, index="trigram", tracking=True)
    firstname = fields.Char("First name", required=True, tracking=True)
    patronymic = fields.Char(tracking=True)
    alias = fields.Char(help="Shown instead of the name when the family refused electronic processing.")
    short_name = fields.Char(compute="_compute_short_name", store=True, help="«Фамилия И. О.»")
    gender = fields.Selection([("m", "Male"), ("f", "Female")])
    birthdate = fields.Date(groups="ej_core.group_ej_registrar,ej_core.group_ej_cards", tracking=True)
    snils = fields.Char("SNILS", groups="ej_core.group_ej_registrar", help="Digits only, 11 of them.")
    record_no = fields.Char("Record book number", index="btree_not_null")
    funding = fields.Selection([("budget", "Budget"), ("contract", "Contract")], default="budget", required=True)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, required=True, index=True)
    member_ids = fields.One2many("ej.group.member", "student_id", "Groups")
    guardian_ids = fields.One2many("ej.guardian", "student_id", "Family", groups="ej_core.group_ej_registrar,ej_core.group_ej_cards")
    group_id = fields.Many2one(
        "ej.group", "Group", compute="_compute_group_id", search="_search_group_id", compute_sudo=True, help="Group today."
    )

    @api.depends("surname", "firstname", "patronymic", "alias")
    def _compute_short_name(self):
        for student in self:
            student.short_name = student.alias or names.short_name(student.surname, student.firstname, student.patronymic)

    @api.depends("member_ids.date_from", "member_ids.date_to", "member_ids.group_id")
    def _compute_group_id(self):
        today = self.env.company._ej_today()
        Member = self.env["ej.group.member"]
        rows = Member.search(Domain("student_id", "in", self.ids) & Member._domain_on(today))
        groups = {row.student_id: row.group_id for row in rows}
        for student in self:
            student.group_id = groups.get(student, False)

    def _search_group_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._ej_today()
        Member = self.env["ej.group.member"]
        named = [item for item in value if item]
        present = Domain("member_ids", "any", Domain("group_id", "in", named) & Member._domain_on(today))
        return present | ~Domain("member_ids", "any", Member._domain_on(today)) if len(named) < len(value) else present

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["name"] = self._partner_name(vals)
        return super().create(vals_list)

    def write(self, vals):
        result = super().write(vals)
        if not set(NAME_PARTS).isdisjoint(vals):
            for student in self:
                student.partner_id.sudo().name = student._partner_name(student)  # sudo: the contact follows the card
        return result

    @api.model
    def _partner_name(self, source):
        """Return the contact's name for a card or for the values of a new one (both are mappings)."""
        get = source.get if isinstance(source, dict) else source.__getitem__
        return get("alias") or names.full_name(get("surname"), get("firstname"), get("patronymic"))

    @api.model
    def _of_family_sudo(self, user=None):
        """The one scope function of the portal: the students whose diary ``user`` may read today.

        A student sees oneself, a guardian the children of links valid today (R000-1.9, R001-2.8,
        R004-3.7a). sudo: portal people have no access of their own to cards; the result is the scope.

        :return: students in sudo mode, ordered by name.
        """
        user = user or self.env.user
        own = Domain("partner_id", "=", user.partner_id.id)
        guardians = self.env["ej.guardian"].sudo()._valid_for(user.partner_id)
        return self.sudo().search(own | Domain("id", "in", guardians.student_id.ids))
