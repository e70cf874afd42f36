from odoo import api, fields, models
from odoo.fields import Domain

#: Capabilities that read the contacts of every family of their institutions. Who manages accounts
#: (Odoo's access rights) must see those of parents and students to reset and to block them.
SEES_ALL = (
    "ej_core.group_ej_registrar,ej_core.group_ej_special,ej_core.group_ej_consents,"
    "base.group_erp_manager"
)
#: Capabilities that read the contacts of the families in one's care.
SEES_CARE = "ej_core.group_ej_cards,ej_core.group_ej_specialist"


class ResPartner(models.Model):
    """Contacts of students and families are personal data: not for every employee (R000-3.1.4a).

    Odoo lets each internal user read every contact. A contact that is a student's or a guardian's
    and no employee's is *private*: a global rule shows it to those named by ``_ej_readable_domain``
    only. Identity documents, health and military data carry ``groups=`` besides.
    """

    _inherit = "res.partner"

    ej_student_ids = fields.One2many(
        "ej.student", "partner_id", "Student cards", groups="ej_core.group_ej_registrar"
    )
    ej_guardian_ids = fields.One2many(
        "ej.guardian", "partner_id", "Children", groups="ej_core.group_ej_registrar"
    )
    ej_private = fields.Boolean(
        "Contact of a family",
        compute="_compute_ej_private",
        store=True,
        compute_sudo=True,
        help=(
            "A student or a relative who is not an employee: hidden from those who need not see it."
        ),
    )
    ej_readable = fields.Boolean(
        "May be read by me",
        compute="_compute_ej_readable",
        search="_search_ej_readable",
        compute_sudo=False,
        export_string_translation=False,
    )
    ej_birthdate = fields.Date("Date of birth", groups=SEES_CARE)
    ej_gender = fields.Selection([("m", "Male"), ("f", "Female")], "Gender", groups=SEES_CARE)

    @api.depends("ej_student_ids", "ej_guardian_ids", "user_ids.share", "user_ids.active")
    def _compute_ej_private(self):
        for partner in self:
            family = partner.ej_student_ids or partner.ej_guardian_ids
            partner.ej_private = bool(family) and all(user.share for user in partner.user_ids)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_ej_readable(self):
        # sudo: the question is who may read, it cannot itself depend on the answer
        Partner = self.env["res.partner"].sudo().with_context(active_test=False)
        readable = Partner.search(Domain("id", "in", self.ids) & self._ej_readable_domain())
        for partner in self:
            partner.ej_readable = partner.id in readable._ids

    def _search_ej_readable(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return self._ej_readable_domain()

    @api.model
    def _ej_readable_domain(self):
        """Domain of the private contacts that the present user may read.

        Oneself; all of one's institutions for those who keep the cards or the special data; the
        students in one's care and their relatives for those who read cards (curators, specialists).
        """
        user = self.env.user
        domain = Domain("id", "=", user.partner_id.id)
        if user.has_groups(SEES_ALL):
            mine = Domain("company_id", "in", self.env.companies.ids)
            return domain | self._ej_linked(mine, mine)
        if user.has_groups(SEES_CARE):
            care = self.env["ej.student"]._in_care_ids()
            return domain | self._ej_linked(
                Domain("id", "in", care), Domain("student_id", "in", care)
            )
        return domain

    @api.model
    def _ej_linked(self, students, guardians):
        """Domain of the contacts linked by the cards and family links of the two domains.

        sudo: the links answer who may read; rules of the cards would ask this very question again.
        """
        cards = self.env["ej.student"].sudo().with_context(active_test=False)._search(students)
        links = self.env["ej.guardian"].sudo()._search(guardians)
        return Domain.OR(
            Domain("id", "in", rows.subselect("partner_id")) for rows in (cards, links)
        )
