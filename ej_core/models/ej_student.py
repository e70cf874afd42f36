from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..core import names

NAME_PARTS = ("surname", "firstname", "patronymic", "alias")
CARDS = "ej_core.group_ej_cards,ej_core.group_ej_specialist"


class EjStudent(models.Model):
    """A student: the name in parts, memberships of groups, the family and a contact.

    Every employee with the journal reads names and groups. What is personal lives in the contact
    (``res.partner``) and is read through it, as the user: so it opens to those who may read that
    very contact (registrar: all; curator and specialist: students in their care). R000-3.1.4a,
    R004-2.6c. ``alias`` replaces the name everywhere for a person who refused electronic processing
    of personal data.
    """

    _name = "ej.student"
    _description = "Student"
    _inherit = ["mail.thread", "ej.worded"]
    _word_of = {"group_id": "word_group"}
    _order = "surname, firstname, patronymic, id"
    _rec_names_search = ["surname", "firstname", "patronymic", "record_no"]
    _check_company_auto = True
    _allow_sudo_commands = False

    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, ondelete="restrict", index=True
    )
    active = fields.Boolean(default=True)
    surname = fields.Char(required=True, index="trigram")
    firstname = fields.Char("First name", required=True)
    patronymic = fields.Char()
    alias = fields.Char(
        groups="ej_core.group_ej_identity",
        help="Shown instead of the name when the family refused electronic processing.",
    )
    name = fields.Char("Full name", compute="_compute_names", store=True, index="trigram")
    short_name = fields.Char(compute="_compute_names", store=True, help="Surname and initials.")
    record_no = fields.Char("Record book number", index="btree_not_null")
    funding = fields.Selection(
        [("budget", "Budget"), ("contract", "Contract")], default="budget", required=True
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    # personal: of the contact, as the reader (never in sudo mode)
    birthdate = fields.Date(
        related="partner_id.ej_birthdate", related_sudo=False, readonly=False, groups=CARDS
    )
    gender = fields.Selection(
        related="partner_id.ej_gender", related_sudo=False, readonly=False, groups=CARDS
    )
    email = fields.Char(
        related="partner_id.email",
        related_sudo=False,
        readonly=False,
        groups=CARDS,
        tracking=False,  # the history of the card keeps it, for its readers alone
    )
    phone = fields.Char(
        related="partner_id.phone",
        related_sudo=False,
        readonly=False,
        groups=CARDS,
        tracking=False,  # the history of the card keeps it, for its readers alone
    )
    street = fields.Char(
        "Address", related="partner_id.street", related_sudo=False, readonly=False, groups=CARDS
    )
    city = fields.Char(related="partner_id.city", related_sudo=False, readonly=False, groups=CARDS)

    member_ids = fields.One2many("ej.group.member", "student_id", "Groups")
    guardian_ids = fields.One2many("ej.guardian", "student_id", "Family", groups=CARDS)
    group_id = fields.Many2one(
        "ej.group",
        "Group",
        compute="_compute_group_id",
        search="_search_group_id",
        compute_sudo=True,
        help="Group today.",
    )
    in_my_care = fields.Boolean(
        "In my care",
        compute="_compute_in_my_care",
        search="_search_in_my_care",
        compute_sudo=False,
        help="In a group that I lead as curator or serve as specialist today.",
    )

    personal_open = fields.Boolean(
        compute="_compute_personal_open",
        compute_sudo=False,
        export_string_translation=False,
        help="The reader may read the contact of this student.",
    )

    _partner_uniq = models.Constraint(
        "UNIQUE (company_id, partner_id)", "This person has a student card already."
    )

    @api.depends("surname", "firstname", "patronymic", "alias")
    def _compute_names(self):
        for student in self:
            parts = (student.surname, student.firstname, student.patronymic)
            student.name = student.alias or names.full_name(*parts)
            student.short_name = student.alias or names.short_name(*parts)

    @api.depends("member_ids.date_from", "member_ids.date_to", "member_ids.group_id")
    def _compute_group_id(self):
        today = self.env.company._ej_today()
        Member = self.env["ej.group.member"]
        rows = Member.search(Domain("student_id", "in", self.ids) & Member._domain_on(today))
        groups = {row.student_id.id: row.group_id for row in rows}
        for student in self:
            student.group_id = groups.get(student._origin.id, False)

    def _search_group_id(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        Member = self.env["ej.group.member"]
        today = Member._domain_on(self.env.company._ej_today())
        if operator == "any":
            return Domain("member_ids", "any", Domain("group_id", "any", value) & today)
        named = [item for item in value if item]
        present = Domain("member_ids", "any", Domain("group_id", "in", named) & today)
        if len(named) == len(value):
            return present
        return present | ~Domain("member_ids", "any", today)

    # ------------------------------------------------------------
    # CARE
    # ------------------------------------------------------------

    @api.model
    def _in_care_ids(self):
        """Return a query of the students in the present user's care today (see
        ``_ej_care_groups``).

        sudo: it answers an access rule, so it cannot be subject to one.
        """
        today = self.env.company._ej_today()
        Member = self.env["ej.group.member"].sudo()
        groups = self.env.user._ej_care_groups(today)
        return Member._search(
            Domain("group_id", "in", groups.ids) & Member._domain_on(today)
        ).subselect("student_id")

    @api.depends_context("uid")
    def _compute_in_my_care(self):
        # sudo: see _in_care_ids
        found = (
            self.sudo()
            .with_context(active_test=False)
            .search(Domain("id", "in", self.ids) & Domain("id", "in", self._in_care_ids()))
        )
        for student in self:
            student.in_my_care = student.id in found._ids

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_personal_open(self):
        # sudo: the contact says for itself whether it may be read
        for student in self:
            partner = student.sudo().partner_id
            student.personal_open = not partner.ej_private or partner.ej_readable

    def _search_in_my_care(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return Domain("id", "in", self._in_care_ids())

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        personal = self._personal()
        fresh, linked = [], []
        for vals in vals_list:
            given = {name: vals.pop(name) for name in personal.keys() & vals.keys()}
            for name in given:
                self._check_field_access(self._fields[name], "write")
            if vals.get("partner_id"):
                # another's contact becomes a student's only by who may edit it
                self.env["res.partner"].browse(vals["partner_id"]).check_access("write")
                linked.append((vals, given))
            else:
                fresh.append((vals, given))
        # sudo: the contact is made with its card, of the fields checked above
        partners = (
            self.env["res.partner"]
            .sudo()
            .create(
                [
                    {
                        "name": self._full_name(vals) or "-",
                        **{personal[name]: value for name, value in given.items()},
                    }
                    for vals, given in fresh
                ]
            )
        )
        for (vals, _given), partner in zip(fresh, partners, strict=True):
            vals["partner_id"] = partner.id
        students = super().create(vals_list)
        by_partner = {student.partner_id.id: student for student in students}
        for vals, given in linked:
            by_partner[vals["partner_id"]].write(given)
        students._name_contacts_sudo()
        return students

    def write(self, vals):
        result = super().write(vals)
        if not set(NAME_PARTS).isdisjoint(vals):
            self._name_contacts_sudo()
        return result

    @api.model
    def _personal(self):
        """Return {field of the card: field of the contact} of what lives in the contact."""
        links = {name: field.related or "" for name, field in self._fields.items()}
        return {
            name: path.removeprefix("partner_id.")
            for name, path in links.items()
            if path.startswith("partner_id.")
        }

    @api.model
    def _full_name(self, vals):
        return vals.get("alias") or names.full_name(*(vals.get(part) for part in NAME_PARTS[:3]))

    def _split_kind(self):
        """Return what even parts are made alike by: sex. sudo: only the sizes of the parts follow
        from it.
        """
        return self.sudo().gender or ""

    def _name_contacts_sudo(self):
        """Call the contacts by the names of the cards. sudo: the contact follows the card."""
        for student in self:
            if student.partner_id.sudo().name != student.name:
                student.partner_id.sudo().name = student.name

    @api.constrains("surname", "firstname")
    def _check_name(self):
        for student in self:
            if student.sudo().alias:  # sudo: an alias stands in place of the whole name
                continue
            if not (student.surname or "").strip() or not (student.firstname or "").strip():
                raise ValidationError(self.env._("A student has a surname and a first name."))

    @api.model
    def _of_family_sudo(self, user=None):
        """The one scope function of the portal: the students whose diary ``user`` may read today.

        A student sees oneself, a guardian the children of links valid today (R000-1.9, R001-2.8,
        R004-3.7a). sudo: portal people have no access of their own to cards; the result is the
        scope.

        :return: students in sudo mode, ordered by name.
        """
        partner = (user or self.env.user).partner_id
        # two statements, with what pages need of the cards: every page of the diary begins here
        own = Domain("partner_id", "=", partner.id)
        linked_sudo = self.sudo().search_fetch(own | Domain("guardian_ids", "any", own))
        open_sudo = self.env["ej.guardian"].sudo()._valid_for(partner).student_id
        return linked_sudo.filtered(lambda row: row.partner_id == partner or row in open_sudo)
