from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...core import names
from .card_fields import CARDS, IDENTITY, SPECIAL, STUDENT_FIELDS


def contact(kind, name, groups, **options):
    """Declare a field of the contact on the card: read and written as the user, never in sudo."""
    return kind(
        related=f"partner_id.{name}",
        related_sudo=False,
        readonly=False,
        groups=groups,
        prefetch="ej_card",
        **options,
    )


class EjStudent(models.Model):
    """Личная карточка обучающегося (PRACTICE 3.10): who may edit it, its history, its alias."""

    _name = "ej.student"
    _inherit = ["ej.student", "ej.tracked"]
    _tracked = STUDENT_FIELDS

    # names of a person with an alias: nobody but the keepers of documents reads them
    true_surname = fields.Char("Real surname", groups=IDENTITY, prefetch="ej_card")
    true_firstname = fields.Char("Real first name", groups=IDENTITY, prefetch="ej_card")
    true_patronymic = fields.Char("Real patronymic", groups=IDENTITY, prefetch="ej_card")
    # studies
    file_no = fields.Char("Personal file No.", groups=CARDS, prefetch="ej_card")
    admission_ground = fields.Selection(
        [
            ("contest", "General contest of certificates"),
            ("quota", "Quota"),
            ("target", "Target training"),
            ("transfer", "Transfer from another institution"),
            ("other", "Other ground"),
        ],
        "Ground of admission",
        groups=CARDS,
        prefetch="ej_card",
    )
    contract_no = fields.Char("Contract No.", groups=CARDS, prefetch="ej_card")
    contract_date = fields.Date("Contract date", groups=CARDS, prefetch="ej_card")
    thesis = fields.Char("Topic of the graduation work", groups=CARDS, prefetch="ej_card")
    #: the only part of health that every teacher sees (R000-4.7.1b)
    pe_group = fields.Selection(
        [
            ("main", "Main"),
            ("preparatory", "Preparatory"),
            ("special_a", "Special A"),
            ("special_b", "Special B"),
            ("exempt", "Exempt"),
        ],
        "Physical education group",
    )
    order_line_ids = fields.One2many("ej.order.line", "student_id", "Orders", readonly=True)
    reward_ids = fields.One2many("ej.reward", "student_id", "Rewards and penalties", groups=CARDS)
    certificate_ids = fields.One2many(
        "ej.certificate", "student_id", "Medical certificates", groups=SPECIAL
    )
    image_1920 = contact(fields.Image, "image_1920", CARDS, string="Photo")
    image_128 = contact(fields.Image, "image_128", CARDS, string="Small photo")
    birthplace = contact(fields.Char, "ej_birthplace", CARDS)
    citizenship_id = contact(fields.Many2one, "ej_citizenship_id", CARDS)
    reg_zip = contact(fields.Char, "ej_reg_zip", CARDS)
    reg_state_id = contact(fields.Many2one, "ej_reg_state_id", CARDS)
    reg_city = contact(fields.Char, "ej_reg_city", CARDS)
    reg_street = contact(fields.Char, "ej_reg_street", CARDS)
    zip = contact(fields.Char, "zip", CARDS)
    state_id = contact(fields.Many2one, "state_id", CARDS)
    benefit_ids = contact(fields.Many2many, "ej_benefit_ids", CARDS)
    orphan = contact(fields.Selection, "ej_orphan", CARDS)
    disability = contact(fields.Selection, "ej_disability", CARDS)
    disability_kind = contact(fields.Selection, "ej_disability_kind", CARDS)
    hostel = contact(fields.Boolean, "ej_hostel", CARDS)
    hostel_room = contact(fields.Char, "ej_hostel_room", CARDS)
    edu_document = contact(fields.Selection, "ej_edu_document", CARDS)
    edu_school = contact(fields.Char, "ej_edu_school", CARDS)
    edu_series = contact(fields.Char, "ej_edu_series", CARDS)
    edu_number = contact(fields.Char, "ej_edu_number", CARDS)
    edu_date = contact(fields.Date, "ej_edu_date", CARDS)
    edu_average = contact(fields.Float, "ej_edu_average", CARDS)
    diploma_document = contact(fields.Selection, "ej_diploma_document", CARDS)
    diploma_series = contact(fields.Char, "ej_diploma_series", CARDS)
    diploma_number = contact(fields.Char, "ej_diploma_number", CARDS)
    diploma_reg = contact(fields.Char, "ej_diploma_reg", CARDS)
    diploma_date = contact(fields.Date, "ej_diploma_date", CARDS)
    doc_kind = contact(fields.Selection, "ej_doc_kind", IDENTITY)
    doc_series = contact(fields.Char, "ej_doc_series", IDENTITY)
    doc_number = contact(fields.Char, "ej_doc_number", IDENTITY)
    doc_issued_by = contact(fields.Char, "ej_doc_issued_by", IDENTITY)
    doc_issued_on = contact(fields.Date, "ej_doc_issued_on", IDENTITY)
    doc_code = contact(fields.Char, "ej_doc_code", IDENTITY)
    snils = contact(fields.Char, "ej_snils", IDENTITY)
    inn = contact(fields.Char, "ej_inn", IDENTITY)
    policy = contact(fields.Char, "ej_policy", IDENTITY)
    health_group = contact(fields.Selection, "ej_health_group", SPECIAL)
    limited = contact(fields.Boolean, "ej_limited", SPECIAL)
    health_note = contact(fields.Text, "ej_health_note", SPECIAL)
    mil_category = contact(fields.Selection, "ej_mil_category", SPECIAL)
    mil_account = contact(fields.Selection, "ej_mil_account", SPECIAL)
    mil_rank = contact(fields.Char, "ej_mil_rank", SPECIAL)
    mil_composition = contact(fields.Selection, "ej_mil_composition", SPECIAL)
    mil_fitness = contact(fields.Selection, "ej_mil_fitness", SPECIAL)
    mil_office = contact(fields.Char, "ej_mil_office", SPECIAL)
    mil_doc = contact(fields.Selection, "ej_mil_doc", SPECIAL)
    mil_doc_number = contact(fields.Char, "ej_mil_doc_number", SPECIAL)
    mil_deferral = contact(fields.Char, "ej_mil_deferral", SPECIAL)
    mil_deferral_to = contact(fields.Date, "ej_mil_deferral_to", SPECIAL)
    mil_note = contact(fields.Char, "ej_mil_note", SPECIAL)

    can_edit = fields.Boolean(
        compute="_compute_can_edit", compute_sudo=False, export_string_translation=False
    )
    can_edit_special = fields.Boolean(
        compute="_compute_can_edit", compute_sudo=False, export_string_translation=False
    )

    # ------------------------------------------------------------
    # WHO WRITES
    # ------------------------------------------------------------

    @api.model
    def _kept_ids(self):
        """Return a query of the students whose cards the present user keeps as their curator.

        None while the regulation leaves the cards to the study unit. sudo: it answers an access
        rule, so it cannot be subject to one.
        """
        company = self.env.company
        today = company._ej_today()
        Member = self.env["ej.group.member"].sudo()
        groups = self.env["ej.group"]
        if self.env["ej.regulation"]._at(today, company).card_editors == "curator":
            groups = self.env.user._ej_curated_groups(today)
        return Member._search(
            Domain("group_id", "in", groups.ids) & Member._domain_on(today)
        ).subselect("student_id")

    def _kept_by_me(self):
        """Return those of these students whose cards the present user may edit."""
        if self.env.su or self.env.user.has_group("ej_core.group_ej_registrar"):
            return self
        # sudo: see _kept_ids
        kept = (
            self.sudo()
            .with_context(active_test=False)
            .search(Domain("id", "in", self.ids) & Domain("id", "in", self._kept_ids()))
        )
        return self.browse(kept.ids)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_edit(self):
        mine = self._kept_by_me()
        special = self.env.user.has_group(SPECIAL)
        for student in self:
            student.can_edit = not student.id or student in mine
            student.can_edit_special = special or student.can_edit

    def _check_access(self, operation):
        """A card is written by its keepers; those named for special data open it for that data."""
        result = super()._check_access(operation)
        if result is not None or operation != "write" or self.env.su:
            return result
        if self.env.user.has_group(SPECIAL):
            return None
        others = self.filtered("id") - self._kept_by_me()
        return (others, others._keeper_error) if others else None

    def _keeper_error(self):
        return AccessError(
            self.env._(
                "This card is kept by the study unit and, where the regulation says so, by"
                " the curator of the group."
            )
        )

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Close the fields of the form for who may read the card and not keep it."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            for node in arch.iterfind(".//field"):
                nested = any(parent.tag == "field" for parent in node.iterancestors())
                if nested or node.get("readonly") or node.get("name") not in self._fields:
                    continue
                key = "can_edit_special" if self._is_special(node.get("name")) else "can_edit"
                node.set("readonly", f"not {key}")
        return arch, view

    @api.model
    def _is_special(self, name):
        """Say whether the field is written by those named for special data as well."""
        return name == "pe_group" or self._fields[name].groups == SPECIAL

    def _check_special_writer(self, vals):
        """Who is named for special data alone writes that data and the group of physical education
        alone.
        """
        if self.env.su or all(self._is_special(name) for name in vals):
            return
        others = self - self._kept_by_me()
        if others:
            raise others._keeper_error()

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("alias"):
                self._check_field_access(self._fields["alias"], "write")
                vals.update(self._hidden(vals, vals["alias"]))
        return super().create(vals_list)

    def write(self, vals):
        self._check_special_writer(vals)
        if "alias" in vals or any(self.sudo().mapped("alias")):
            for student in self:
                student._write_card(student._with_alias(vals))
            return True
        return self._write_card(vals)

    def _write_card(self, vals):
        before = self._shown_sudo(vals)
        result = super().write(vals)
        self._log_changes_sudo(before)
        return result

    # ------------------------------------------------------------
    # ALIAS
    # ------------------------------------------------------------

    @api.model
    def _hidden(self, parts, alias):
        """Return the columns of a card that is shown under ``alias``: the real name put aside."""
        aside = {f"true_{part}": parts.get(part) or False for part in names.PARTS}
        return {**aside, "alias": alias, "surname": alias, "firstname": "", "patronymic": False}

    def _with_alias(self, vals):
        """Return ``vals`` so that the real name of this student stays out of everybody's columns.

        R003-3.4 and 152-ФЗ: who refused electronic processing is shown under an alias everywhere.
        """
        student_sudo = self.sudo()  # sudo: the name moves between columns, it is not shown
        alias = vals.get("alias", student_sudo.alias)
        stem = "true_" if student_sudo.alias else ""
        parts = {
            part: vals.get(part, vals.get(f"true_{part}", student_sudo[stem + part]))
            for part in names.PARTS
        }
        if "alias" in vals:
            self._check_field_access(self._fields["alias"], "write")
        if alias:
            return {**vals, **self._hidden(parts, alias)}
        if not student_sudo.alias:
            return vals
        return {**vals, **parts, **{f"true_{part}": False for part in names.PARTS}}

    # ------------------------------------------------------------
    # HISTORY
    # ------------------------------------------------------------

    def action_history(self):
        """Open the history of this card as the user may read it."""
        self.ensure_one()
        history = self.env["ej.card.history"]._of(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("History of the card"),
            "res_model": "ej.card.history",
            "res_id": history.id,
            "view_mode": "form",
            "target": "new",
        }

    def _history_of_sudo(self):
        student_sudo = self.sudo()  # sudo: the chain belongs to the card, whoever changes it
        return student_sudo, student_sudo.company_id, student_sudo

    def _history_action(self, field):
        """A name that an alias hides is for the keepers of documents."""
        if field.name == "alias" or (field.name in names.PARTS and self.alias):
            return "card.identity"
        return super()._history_action(field)
