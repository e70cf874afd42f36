from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ...core import identity, names
from .card_fields import CARDS, IDENTITY, PERSON_FIELDS, SPECIAL, SPECIAL_FIELDS

#: Fields of the card are fetched together, by who reads them, and never with every contact.
CARD = {"groups": CARDS, "prefetch": "ej_card"}
DOCS = {"groups": IDENTITY, "prefetch": "ej_documents", "ej_sensitive": True}
CARE = {"groups": SPECIAL, "prefetch": "ej_special", "ej_sensitive": True}

EDU_DOCUMENTS = [
    ("basic", "Certificate of basic general education"),
    ("secondary", "Certificate of secondary general education"),
    ("worker", "Certificate of a worker's profession"),
    ("spo", "Diploma of secondary vocational education"),
    ("higher", "Diploma of higher education"),
    ("other", "Other document"),
]


class ResPartner(models.Model):
    """The personal card of a student and of a parent: PRACTICE «личная карточка», R002-1.7b.

    Who may read a contact at all is said by the privacy of the contact; documents and special data
    carry ``groups=`` besides. Who may write it: ``ej_editable``.
    """

    _name = "res.partner"
    _inherit = ["res.partner", "ej.tracked"]
    _tracked = PERSON_FIELDS

    ej_surname = fields.Char(
        "Surname", compute="_compute_ej_name_parts", store=True, readonly=False, groups=CARDS
    )
    ej_firstname = fields.Char(
        "First name", compute="_compute_ej_name_parts", store=True, readonly=False, groups=CARDS
    )
    ej_patronymic = fields.Char(
        "Patronymic", compute="_compute_ej_name_parts", store=True, readonly=False, groups=CARDS
    )
    ej_birthplace = fields.Char("Place of birth", **CARD)
    ej_citizenship_id = fields.Many2one("res.country", "Citizenship", **CARD)
    # address of registration; where the person lives is the address of the contact itself
    ej_reg_zip = fields.Char("Registration: postcode", **CARD)
    ej_reg_state_id = fields.Many2one("res.country.state", "Registration: region", **CARD)
    ej_reg_city = fields.Char("Registration: town", **CARD)
    ej_reg_street = fields.Char("Registration: street, house, flat", **CARD)
    # identity
    ej_doc_kind = fields.Selection(
        [
            ("passport", "Passport of a citizen of Russia"),
            ("birth", "Birth certificate"),
            ("foreign", "Passport of a foreign citizen"),
            ("residence", "Residence permit"),
            ("other", "Other document"),
        ],
        "Identity document",
        **DOCS,
    )
    ej_doc_series = fields.Char("Series of the document", **DOCS)
    ej_doc_number = fields.Char("Number of the document", **DOCS)
    ej_doc_issued_by = fields.Char("Document issued by", **DOCS)
    ej_doc_issued_on = fields.Date("Document issued on", **DOCS)
    ej_doc_code = fields.Char(
        "Code of the issuing office",
        help="As 700-004.",
        **DOCS,
    )
    ej_snils = fields.Char("SNILS", help="As 112-233-445 95.", **DOCS)
    ej_inn = fields.Char("INN", help="12 digits of a person.", **DOCS)
    ej_policy = fields.Char("Medical insurance policy", **DOCS)
    ej_doc_text = fields.Char(
        "Identity document, in one line",
        compute="_compute_ej_doc_text",
        compute_sudo=False,
        groups=IDENTITY,
        ej_sensitive=True,
    )
    # social
    ej_benefit_ids = fields.Many2many(
        "ej.benefit", "ej_benefit_partner_rel", "partner_id", "benefit_id", "Benefits", groups=CARDS
    )
    ej_orphan = fields.Selection(
        [
            ("orphan", "Orphan"),
            ("left", "Left without parental care"),
            ("former", "Of the orphans and those left without care"),
        ],
        "Orphanhood",
        **CARD,
    )
    ej_disability = fields.Selection(
        [("child", "Disabled child"), ("1", "I group"), ("2", "II group"), ("3", "III group")],
        "Disability",
        **CARD,
    )
    ej_disability_kind = fields.Selection(
        [
            ("vision", "Vision"),
            ("hearing", "Hearing"),
            ("movement", "Musculoskeletal system"),
            ("speech", "Speech"),
            ("mental", "Mental development"),
            ("somatic", "General illness"),
        ],
        "Category of disability",
        **CARD,
    )
    ej_hostel = fields.Boolean("Lives in the hostel", **CARD)
    ej_hostel_room = fields.Char("Hostel, room", **CARD)
    ej_work_place = fields.Char("Place of work", **CARD)
    ej_work_post = fields.Char("Post", **CARD)
    # education before and after
    ej_edu_document = fields.Selection(EDU_DOCUMENTS, "Document of previous education", **CARD)
    ej_edu_school = fields.Char("Finished", help="Institution, year.", **CARD)
    ej_edu_series = fields.Char("Series (previous education)", **CARD)
    ej_edu_number = fields.Char("Number (previous education)", **CARD)
    ej_edu_date = fields.Date("Issued on (previous education)", **CARD)
    ej_edu_average = fields.Float(
        "Average mark of the certificate",
        digits=(4, 2),
        aggregator="avg",
        **CARD,
    )
    ej_diploma_document = fields.Selection(EDU_DOCUMENTS[2:], "Document of education given", **CARD)
    ej_diploma_series = fields.Char("Series (diploma)", **CARD)
    ej_diploma_number = fields.Char("Number (diploma)", **CARD)
    ej_diploma_reg = fields.Char("Registration number (diploma)", **CARD)
    ej_diploma_date = fields.Date("Issued on (diploma)", **CARD)
    # health (R000-4.7.1b)
    ej_health_group = fields.Selection(
        [("1", "I"), ("2", "II"), ("3", "III"), ("4", "IV"), ("5", "V")],
        "Health group",
        **CARE,
    )
    ej_limited = fields.Boolean(
        "Limited abilities",
        help="By the conclusion of the psychological, medical and pedagogical commission.",
        **CARE,
    )
    ej_health_note = fields.Text("Limits and recommendations", **CARE)
    # military registration (R000-4.7.1c)
    ej_mil_category = fields.Selection(
        [
            ("recruit", "Before the call-up age"),
            ("conscript", "Subject to call-up"),
            ("reserve1", "Reserve of the first category"),
            ("reserve2", "Reserve of the second category"),
            ("none", "Not subject to registration"),
        ],
        "Category of registration",
        **CARE,
    )
    ej_mil_account = fields.Selection(
        [("army", "Army"), ("navy", "Navy")],
        "Group of registration",
        **CARE,
    )
    ej_mil_rank = fields.Char("Military rank", **CARE)
    ej_mil_composition = fields.Selection(
        [
            ("soldiers", "Soldiers and sailors"),
            ("sergeants", "Sergeants and petty officers"),
            ("warrant", "Warrant officers"),
            ("officers", "Officers"),
        ],
        "Composition",
        **CARE,
    )
    ej_mil_fitness = fields.Selection(
        [
            ("a", "A: fit"),
            ("b", "B: fit with minor limits"),
            ("v", "V: fit with limits"),
            ("g", "G: not fit for a time"),
            ("d", "D: not fit"),
        ],
        "Fitness for service",
        **CARE,
    )
    ej_mil_office = fields.Char("Military commissariat", **CARE)
    ej_mil_doc = fields.Selection(
        [
            ("certificate", "Certificate of a citizen subject to call-up"),
            ("ticket", "Military ID"),
            ("reference", "Reference in place of a military ID"),
        ],
        "Military document",
        **CARE,
    )
    ej_mil_doc_number = fields.Char("Military document No.", **CARE)
    ej_mil_deferral = fields.Char("Ground of the deferral", **CARE)
    ej_mil_deferral_to = fields.Date("Deferral until", **CARE)
    ej_mil_note = fields.Char("Remarks on registration", **CARE)

    ej_editable = fields.Boolean(
        "May be edited by me",
        compute="_compute_ej_editable",
        search="_search_ej_editable",
        compute_sudo=False,
        export_string_translation=False,
    )

    # ------------------------------------------------------------
    # NAMES
    # ------------------------------------------------------------

    @api.depends("name", "ej_guardian_ids")
    def _compute_ej_name_parts(self):
        """Take the name of a relative to pieces; parts typed in are kept while they agree."""
        for partner in self:
            parts = (partner.ej_surname, partner.ej_firstname, partner.ej_patronymic)
            # sudo: whose relative it is decides nothing but the spelling
            if not partner.sudo().ej_guardian_ids or names.full_name(*parts) == partner.name:
                continue
            split = identity.split_name(partner.name)
            partner.ej_surname, partner.ej_firstname, partner.ej_patronymic = split

    @api.depends(
        "ej_doc_kind",
        "ej_doc_series",
        "ej_doc_number",
        "ej_doc_issued_by",
        "ej_doc_issued_on",
        "ej_doc_code",
    )
    def _compute_ej_doc_text(self):
        """Write the document in one line as forms print it: in Russian."""
        kinds = dict(
            self._fields["ej_doc_kind"]._description_selection(self.with_context(lang="ru_RU").env)
        )
        for partner in self:
            number = " ".join(filter(None, (partner.ej_doc_series, partner.ej_doc_number)))
            issued = partner.ej_doc_issued_on
            parts = (
                " ".join(filter(None, (kinds.get(partner.ej_doc_kind), number))),
                partner.ej_doc_issued_by,
                issued and issued.strftime("%d.%m.%Y"),
                partner.ej_doc_code,
            )
            partner.ej_doc_text = ", ".join(filter(None, parts)) if number else ""

    # ------------------------------------------------------------
    # WHO WRITES
    # ------------------------------------------------------------

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_ej_editable(self):
        # sudo: the question is who may write, it cannot itself depend on the answer
        Partner = self.env["res.partner"].sudo().with_context(active_test=False)
        mine = Partner.search(Domain("id", "in", self.ids) & self._ej_editable_domain())
        for partner in self:
            partner.ej_editable = partner.id in mine._ids

    def _search_ej_editable(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return self._ej_editable_domain()

    @api.model
    def _ej_editable_domain(self):
        """Domain of the families' contacts that the present user may write.

        The study unit writes all (R000-4.4.3), those named for special data that data of all, a
        curator the own group when the regulation lets curators keep cards (R002-4.5d,
        R000-4.8-cur.1).
        """
        user = self.env.user
        if user.has_groups(f"ej_core.group_ej_registrar,{SPECIAL}"):
            mine = Domain("company_id", "in", self.env.companies.ids)
            return self._ej_linked(mine, mine)
        if not user.has_group("ej_core.group_ej_cards"):
            return Domain.FALSE
        kept = self.env["ej.student"]._kept_ids()
        return self._ej_linked(Domain("id", "in", kept), Domain("student_id", "in", kept))

    def _ej_check_writer(self, vals):
        """Refuse what a family's contact keeps from this writer.

        A family changes its own card by a request only (R001-3.5b); who is named for special data
        alone writes that data alone.

        :raises AccessError: in plain words
        """
        card = vals.keys() & {*PERSON_FIELDS, "name"}
        user = self.env.user
        if not card:
            return
        if user.has_group("base.group_portal"):
            # sudo or not: Odoo's own pages of the portal write the contact past its rights
            if any(partner.ej_private for partner in self.sudo()):
                raise AccessError(
                    self.env._("Send a request to change the card: the institution confirms it.")
                )
        elif (
            not self.env.su
            and not card <= {*SPECIAL_FIELDS}
            and not user.has_groups("ej_core.group_ej_registrar,base.group_partner_manager")
        ):
            kept = self.env["ej.student"]._kept_ids()
            mine = self._ej_linked(Domain("id", "in", kept), Domain("student_id", "in", kept))
            # sudo: as _compute_ej_editable
            theirs = (self - user.partner_id).sudo().filtered("ej_private")
            if theirs - theirs.filtered_domain(mine):
                raise AccessError(self.env._("This card is kept by the study unit."))

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    @api.constrains("phone", "email", "ej_student_ids", "ej_guardian_ids")
    def _check_ej_contacts(self):
        for partner in self.sudo().filtered("ej_private"):  # sudo: a check of what was written
            if partner.phone and (fault := identity.phone_fault(partner.phone)):
                raise ValidationError(
                    {
                        "signs": self.env._(
                            "«%(phone)s» is not a telephone number: it has letters or other signs.",
                            phone=partner.phone,
                        ),
                        "length": self.env._(
                            "«%(phone)s» is not a whole telephone number: after +7 or 8 it has"
                            " 10 digits.",
                            phone=partner.phone,
                        ),
                    }[fault]
                )
            if partner.email and not email_normalize(partner.email):
                raise ValidationError(
                    self.env._("«%(email)s» is not an e-mail address.", email=partner.email)
                )

    @api.constrains("ej_birthdate", "ej_doc_issued_on")
    def _check_ej_dates(self):
        today = self.env.company._ej_today()
        for partner in self.sudo():  # sudo: a check of what was written
            fault = partner.ej_birthdate and identity.birthdate_fault(partner.ej_birthdate, today)
            if fault:
                raise ValidationError(
                    {
                        "future": self.env._("The date of birth has not come yet."),
                        "young": self.env._(
                            "By the date of birth the person is not even five: check the year."
                        ),
                        "old": self.env._(
                            "By the date of birth the person is over 110: check the year."
                        ),
                    }[fault]
                )
            issued = partner.ej_doc_issued_on
            if issued and issued > today:
                raise ValidationError(self.env._("The document cannot be issued in the future."))
            if issued and partner.ej_birthdate and issued < partner.ej_birthdate:
                raise ValidationError(
                    self.env._("The document cannot be issued before the birth of the person.")
                )

    @api.constrains("ej_edu_average")
    def _check_ej_average(self):
        for partner in self.sudo():  # sudo: a check of what was written
            if not 0 <= partner.ej_edu_average <= 100:
                raise ValidationError(self.env._("The average mark is between 0 and 100."))

    @api.model
    def _ej_spelt(self, vals):
        """Return ``vals`` with СНИЛС and ИНН in the usual spelling.

        :raises ValidationError: the number cannot be right
        """
        spelt = dict(vals)
        for name, spell in (("ej_snils", identity.snils_number), ("ej_inn", identity.inn_number)):
            if vals.get(name):
                spelt[name], fault = spell(str(vals[name]))
                if fault:
                    raise ValidationError(self._ej_number_fault(name, fault, str(vals[name])[:40]))
        for name in ("ej_doc_series", "ej_doc_number", "ej_doc_code"):
            if vals.get(name):
                spelt[name] = str(vals[name]).strip()
        return spelt

    @api.model
    def _ej_number_fault(self, name, fault, number):
        """Return the sentence about a number that cannot be right."""
        if name == "ej_snils":
            if fault == "length":
                return self.env._("SNILS has 11 digits: «%(number)s».", number=number)
            return self.env._(
                "The last two digits of SNILS do not agree with the others: «%(number)s»."
                " Copy it from the certificate.",
                number=number,
            )
        if fault == "length":
            return self.env._("INN of a person has 12 digits: «%(number)s».", number=number)
        return self.env._(
            "The last two digits of INN do not agree with the others: «%(number)s».", number=number
        )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._ej_named(self._ej_spelt(vals)) for vals in vals_list])

    def write(self, vals):
        if self:
            self._ej_check_writer(vals)
        vals = self._ej_spelt(vals)
        before = self._shown_sudo(vals)
        self._ej_write(vals)
        self._log_changes_sudo(before)
        return True

    def _ej_write(self, vals):
        """Write; the parts of a name make the name."""
        if {"ej_surname", "ej_firstname", "ej_patronymic"}.isdisjoint(vals):
            super().write(vals)
            return
        for partner in self:
            parts = ("ej_surname", "ej_firstname", "ej_patronymic")
            given = {part: vals.get(part, partner[part]) for part in parts}
            super(ResPartner, partner).write(self._ej_named({**vals, **given}))

    # ------------------------------------------------------------
    # HISTORY
    # ------------------------------------------------------------

    def _followed_sudo(self):
        """Return the contacts of families: others have no card. sudo: see ``ej_private``."""
        return self.sudo().filtered(lambda row: row.ej_student_ids or row.ej_guardian_ids)

    def _history_of_sudo(self):
        """Return (document of the chain, institution, student): a student's card is one document.

        sudo: the chain belongs to the card, whoever changes it.
        """
        partner_sudo = self.sudo()
        students = partner_sudo.ej_student_ids
        student = students.filtered(lambda row: row.company_id == self.env.company)[:1]
        student = student or students[:1]
        if student:
            return student, student.company_id, student
        links = partner_sudo.ej_guardian_ids
        return partner_sudo, links.company_id[:1], self.env["ej.student"]

    @api.model
    def _ej_named(self, vals):
        """Return ``vals`` with the name that the parts make."""
        name = names.full_name(*(vals.get(f"ej_{part}") for part in names.PARTS))
        return {**vals, "name": name} if name and vals.get("ej_surname") else vals
