from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

DECISIONS = [
    ("given", "Given"),
    ("refused", "Refused"),
    ("withdrawn", "Withdrawn"),
]
#: A refusal of this purpose takes the person's name out of the electronic journal.
ELECTRONIC = "electronic"
ADULT = relativedelta(years=18)
#: What may be added to a fact later: the paper itself, scanned.
LATER = {"scan", "scan_name"}


class EjConsent(models.Model):
    """A fact about the consent of one person for one purpose: given, refused or withdrawn.

    Facts are never edited or deleted: a withdrawal is a new fact, the last one counts, what was
    registered by mistake is marked by a further record (``ej.consent.error``). A student of
    age and a parent sign for themselves, a legal representative for a minor (152-ФЗ, article 9).
    Curators register what concerns the students in their care, who organises consents that of all
    groups, families answer on the portal. R000-4.8-cur.6, R003-3.11.1a, R003-3.12.1b.
    """

    _name = "ej.consent"
    _description = "Consent to the processing of personal data"
    _order = "date desc, id desc"
    _check_company_auto = True
    _allow_sudo_commands = False

    student_id = fields.Many2one(
        "ej.student",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="The student, or the child of the parent whose consent it is.",
    )
    partner_id = fields.Many2one(
        "res.partner", "Whose data", required=True, index=True, ondelete="restrict"
    )
    role = fields.Selection(
        [("student", "Student"), ("parent", "Parent")], compute="_compute_role", store=True
    )
    signer_id = fields.Many2one(
        "res.partner",
        "Signed by",
        required=True,
        ondelete="restrict",
        help="The person oneself, or the legal representative of a minor.",
    )
    capacity = fields.Selection(
        [("self", "For oneself"), ("representative", "As legal representative")],
        compute="_compute_capacity",
        store=True,
    )
    purpose_id = fields.Many2one(
        "ej.consent.purpose", required=True, index=True, ondelete="restrict"
    )
    text_id = fields.Many2one("ej.consent.text", "Wording", required=True, ondelete="restrict")
    text_hash = fields.Char(
        "Fingerprint of the wording", readonly=True, help="SHA-256 of what was answered to."
    )
    decision = fields.Selection(DECISIONS, required=True, default="given")
    date = fields.Date(
        required=True,
        default=lambda self: self.env.company._ej_today(),
        help="Day of the paper or of the answer on the portal.",
    )
    channel = fields.Selection(
        [("paper", "On paper"), ("portal", "On the portal")],
        default="paper",
        required=True,
        readonly=True,
    )
    scan = fields.Binary(attachment=True, help="Image or PDF of the signed paper.")
    scan_name = fields.Char(export_string_translation=False)
    recorded_by_id = fields.Many2one("res.users", "Registered by", readonly=True)
    recorded_at = fields.Datetime("Registered at", readonly=True)
    note = fields.Char()
    alias = fields.Char(
        help="Shown in place of the student's name after a refusal of electronic processing."
        " Empty: the number of the student."
    )
    asks_alias = fields.Boolean(
        compute="_compute_asks_alias", compute_sudo=True, export_string_translation=False
    )
    company_id = fields.Many2one(related="student_id.company_id", store=True, index=True)
    # whom the form offers
    person_ids = fields.Many2many(
        "res.partner", compute="_compute_persons", export_string_translation=False
    )
    signer_ids = fields.Many2many(
        "res.partner", compute="_compute_persons", export_string_translation=False
    )

    _last_idx = models.Index("(partner_id, purpose_id, date DESC, id DESC)")

    @api.depends("student_id", "partner_id")
    def _compute_role(self):
        for fact in self:
            own = fact.sudo().student_id.partner_id  # sudo: whose contact it is, no more
            fact.role = "student" if fact.partner_id == own else "parent"

    @api.depends("partner_id", "signer_id")
    def _compute_capacity(self):
        for fact in self:
            fact.capacity = "self" if fact.signer_id == fact.partner_id else "representative"

    @api.depends("purpose_id", "partner_id", "decision")
    def _compute_display_name(self):
        decisions = dict(self._fields["decision"]._description_selection(self.env))
        for fact in self:
            if not fact.partner_id:
                fact.display_name = self.env._("New answer")
                continue
            # sudo: a fact that may be read names its person
            parts = (
                fact.sudo().partner_id.name,
                fact.purpose_id.name,
                decisions.get(fact.decision),
            )
            fact.display_name = ", ".join(part for part in parts if part)

    @api.depends("student_id", "partner_id", "purpose_id", "decision")
    def _compute_asks_alias(self):
        """A refusal of electronic processing takes the name away: what stands in its place?"""
        for fact in self:
            fact.asks_alias = fact._takes_name() and not fact.student_id.alias

    def _takes_name(self):
        """Say whether this answer takes the student's name out of the electronic journal."""
        return (
            self.purpose_id.code == ELECTRONIC
            and self.role == "student"
            and self.decision in ("refused", "withdrawn")
        )

    @api.depends("student_id", "partner_id", "date")
    def _compute_persons(self):
        for fact in self:
            # sudo: names to choose from, of those the reader may register
            student_sudo = self._registrable(fact.student_id).sudo()
            parents = self._parents_sudo(student_sudo, fact.date)
            fact.person_ids = student_sudo.partner_id | parents
            fact.signer_ids = fact._signers_sudo(fact.partner_id, student_sudo, fact.date)

    @api.onchange("student_id", "partner_id", "date")
    def _onchange_persons(self):
        """Offer the student oneself, and who may sign for the person on that day."""
        if self.partner_id not in self.person_ids._origin:
            # sudo: whose contact it is; the form offers the same
            self.partner_id = self._registrable(self.student_id).sudo().partner_id
        if self.signer_id not in self.signer_ids._origin:
            self.signer_id = self.signer_ids._origin[:1]

    @api.model
    def _registrable(self, students):
        """Return those of ``students`` whose consents the present user may register."""
        if self.env.su or self.env.user.has_group("ej_core.group_ej_consents"):
            return students.filtered(lambda row: row.company_id in self.env.companies)
        return students.filtered("in_my_care")

    @api.model
    def _parents_sudo(self, student_sudo, date):
        """Return the parents and representatives whose link with the student holds on ``date``."""
        date = date or self.env.company._ej_today()
        return student_sudo.guardian_ids._valid_on(date).partner_id

    @api.model
    def _signers_sudo(self, partner, student_sudo, date):
        """Return who may sign about the data of ``partner`` on ``date``.

        A parent and a student of age: oneself; a minor, or a student whose birth date nobody has
        entered: the parents.
        """
        if partner != student_sudo.partner_id:
            return partner
        born = student_sudo.birthdate
        date = date or self.env.company._ej_today()
        if born and born + ADULT <= date:
            return partner
        return self._parents_sudo(student_sudo, date)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        if not self.env.su and any(vals.get("channel", "paper") != "paper" for vals in vals_list):
            raise UserError(self.env._("Answers on the portal are given by the family itself."))
        for vals in vals_list:
            self._complete(vals)
        facts = super().create(vals_list)
        for fact in facts:
            fact._check_fact()
            fact._log_fact()
            fact._name_refused_sudo()
        return facts

    @api.model
    def _complete(self, vals):
        """Fill in who records and the wording valid on the day."""
        vals.setdefault("date", self.env.company._ej_today())
        vals.update(recorded_by_id=self.env.uid, recorded_at=fields.Datetime.now())
        student_sudo = self.env["ej.student"].sudo().browse(vals.get("student_id"))  # its company
        purpose = self.env["ej.consent.purpose"].browse(vals.get("purpose_id"))
        date = fields.Date.to_date(vals["date"])
        if not (student_sudo and purpose and date):
            return  # the required fields say so themselves
        text_sudo = self.env["ej.consent.text"]._at_sudo(purpose, date, student_sudo.company_id)
        if not text_sudo:
            raise UserError(
                self.env._("There is no wording of this consent for that day: write it first.")
            )
        vals.update(text_id=text_sudo.id, text_hash=text_sudo._fingerprint())
        if not vals.get("partner_id"):
            vals["partner_id"] = student_sudo.partner_id.id
        if not vals.get("signer_id"):
            partner = self.env["res.partner"].browse(vals["partner_id"])
            signers = self._signers_sudo(partner, student_sudo, date)
            vals["signer_id"] = signers[:1].id

    def _check_fact(self):
        """Refuse what cannot be: a stranger, a wrong signer, a day to come, nothing to withdraw."""
        fact_sudo = self.sudo()  # sudo: links and birth dates decide, whoever registers
        student_sudo = fact_sudo.student_id
        if fact_sudo.date > student_sudo.company_id._ej_today():
            raise ValidationError(self.env._("A consent cannot be dated by a day to come."))
        persons = student_sudo.partner_id | self._parents_sudo(student_sudo, fact_sudo.date)
        if fact_sudo.partner_id not in persons:
            raise ValidationError(
                self.env._("The person is neither the student nor a parent linked on that day.")
            )
        wanted = fact_sudo.purpose_id["of_student" if self.role == "student" else "of_parent"]
        if not wanted:
            raise ValidationError(self.env._("This consent is not asked of such persons."))
        allowed = self._signers_sudo(fact_sudo.partner_id, student_sudo, fact_sudo.date)
        if fact_sudo.signer_id not in allowed:
            raise ValidationError(
                self.env._(
                    "For a minor the legal representative signs, a person of age for oneself:"
                    " check the date of birth and the family of the student."
                )
            )
        if fact_sudo.decision == "withdrawn":
            last = self._last_sudo(
                fact_sudo.partner_id,
                fact_sudo.purpose_id.code,
                fact_sudo.date,
                self,
                self.company_id,
            )
            if last.get(self.partner_id.id, {}).get("decision") != "given":
                raise ValidationError(self.env._("There is no consent to withdraw."))

    def write(self, vals):
        if set(vals) - LATER or any(fact.scan for fact in self):
            raise UserError(
                self.env._("A registered consent is never changed: register a new answer.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_fact(self):
        raise UserError(self.env._("A registered consent is never deleted."))

    # ------------------------------------------------------------
    # WHAT FOLLOWS
    # ------------------------------------------------------------

    def _log_fact(self):
        """Leave the evidence in the chain of the student: numbers, no names (they are erased)."""
        for fact_sudo in self.sudo():
            self.env["ej.log"]._append(
                fact_sudo.student_id,
                [
                    {
                        "action": f"consent.{fact_sudo.decision}",
                        "student_id": fact_sudo.student_id.id,
                        "date": fact_sudo.date,
                        # the evidence stays in the language of the papers
                        "new": fact_sudo.with_context(lang="ru_RU").purpose_id.name,
                        "payload": {
                            "consent": fact_sudo.id,
                            "person": fact_sudo.partner_id.id,
                            "signer": fact_sudo.signer_id.id,
                            "channel": fact_sudo.channel,
                            "text": fact_sudo.text_hash,
                        },
                    }
                ],
            )

    def _name_refused_sudo(self):
        """Put an alias in place of the name of a student who refused electronic processing.

        The alias given stays with the answer; what was typed in vain does not. sudo: the refusal
        acts at once, whoever registers it; the keeper of cards may change it.
        """
        self.ensure_one()
        fact_sudo = self.sudo()
        student_sudo = fact_sudo.student_id
        given = False
        if fact_sudo.asks_alias:
            given = (fact_sudo.alias or "").strip() or self.env._(
                "Student No. %(number)s", number=student_sudo.id
            )
            if student_sudo.surname.casefold() in given.casefold().split():
                raise ValidationError(self.env._("An alias does not repeat the surname."))
            student_sudo.alias = given
        if fact_sudo.alias != given:
            # the one door past ``write``: a fact being made, not a fact being changed
            super(EjConsent, fact_sudo).write({"alias": given})

    # ------------------------------------------------------------
    # WHO HAS AND WHO HAS NOT
    # ------------------------------------------------------------

    @api.model
    def _last_sudo(self, partners, purpose, date, before=None, company=None):
        """Return {partner id: its last fact} for the purpose (code) up to ``date``.

        :param before: a fact that does not count itself.
        :return: dicts ``decision``, ``capacity``, ``date``, ``birthdate``.
        """
        self.env.flush_all()
        company = company or self.env.company
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT DISTINCT ON (fact.partner_id) fact.partner_id, fact.decision,
                       fact.capacity, fact.date, person.ej_birthdate AS birthdate
                FROM ej_consent fact
                JOIN ej_consent_purpose purpose ON purpose.id = fact.purpose_id
                JOIN res_partner person ON person.id = fact.partner_id
                WHERE fact.partner_id = ANY(%s) AND purpose.code = %s AND fact.date <= %s
                  AND fact.company_id = %s AND fact.id <> %s
                  AND NOT EXISTS (SELECT FROM ej_consent_error WHERE consent_id = fact.id)
                ORDER BY fact.partner_id, fact.date DESC, fact.id DESC
                """,
                list(partners.ids),
                purpose,
                date,
                company.id,
                before.id if before else 0,
            )
        )
        return {row["partner_id"]: row for row in rows}

    @api.model
    def _missing_sudo(self, partners, purpose="credentials", date=None):
        """Return those of ``partners`` without a valid consent for ``purpose`` (code) on ``date``.

        The last answer counts. What a representative signed for a minor ends with the 18th
        birthday when the regulation wants it signed anew. sudo by nature: gates ask it.
        """
        date = date or self.env.company._ej_today()
        last = self._last_sudo(partners, purpose, date)
        renew = self.env["ej.regulation"]._at(date).consent_renew_18
        valid = {
            partner_id
            for partner_id, row in last.items()
            if row["decision"] == "given" and not (renew and self._outgrown(row, date))
        }
        return partners.filtered(lambda partner: partner.id not in valid)

    @api.model
    def _outgrown(self, row, date):
        """Say whether the signature of a representative no longer speaks for the person."""
        born = row["birthdate"]
        return row["capacity"] == "representative" and bool(born) and born + ADULT <= date
