from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..core import cell
from .ej_absence import CODES

#: what entries rest on: fixed once somebody was noted absent with the reason
FIXED = ("letter", "code")
#: An absence names its reason without a foreign key, which would be asked row by row at every
#: saving: the reason is kept from the side of the deleting.
_KEEP = """
    CREATE OR REPLACE FUNCTION ej_absence_reason_keep() RETURNS trigger AS $$
    BEGIN
        IF EXISTS (SELECT FROM ej_absence WHERE reason_id = OLD.id) THEN
            RAISE EXCEPTION 'the reason of absence % is in use', OLD.id
                USING ERRCODE = 'foreign_key_violation';
        END IF;
        RETURN OLD;
    END $$ LANGUAGE plpgsql;
    DROP TRIGGER IF EXISTS ej_absence_reason_keep ON ej_absence_reason;
    CREATE TRIGGER ej_absence_reason_keep BEFORE DELETE ON ej_absence_reason
        FOR EACH ROW EXECUTE FUNCTION ej_absence_reason_keep();
"""


class EjAbsenceReason(models.Model):
    """A reason of absence of an institution: its sign in the cell and how it counts (R001-3.1f).

    The five of the form come with every institution. Arithmetic is over ``code`` alone, which each
    absence keeps; the door and the readers take all reasons from ``_alphabet``.
    """

    _name = "ej.absence.reason"
    _inherit = ["ej.remembered", "ej.tracked"]
    _description = "Reason of absence"
    _order = "sequence, id"
    _tracked = ("letter", "name", "note", "code", "own_sign", "active", "sequence")

    name = fields.Char(
        required=True,
        translate=True,
        help="In full: teachers read it beside the sign, families in the diary.",
    )
    letter = fields.Char(
        "Sign",
        required=True,
        help="One to three Russian letters that stand in the cell, for example «к».",
    )
    note = fields.Char(
        "Explanation for the family",
        translate=True,
        help="A short sentence under the reason in the diary; may stay empty.",
    )
    code = fields.Selection(
        CODES,
        "Counts as",
        required=True,
        default="excused",
        help="What the absence is in all sums: hours missed, of them without a valid reason. Being"
        " late counts no hours. A reason not known yet waits in the curator's list.",
    )
    own_sign = fields.Boolean(
        "Own sign on paper",
        default=True,
        help="The printed journal shows this sign and explains it below the table. Off: «н», as"
        " the form has it; illness is always printed as «н».",
    )
    sequence = fields.Integer(default=10, help="Order of the signs in the journal.")
    active = fields.Boolean(
        default=True, help="An archived reason is read and printed, but no longer entered."
    )
    of_form = fields.Boolean(
        "Of the form", readonly=True, copy=False, help="Came with the journal; is not deleted."
    )
    is_used = fields.Boolean(
        "In use", compute="_compute_is_used", help="Somebody was noted absent with this reason."
    )
    company_id = fields.Many2one(
        "res.company",
        "Institution",
        default=lambda self: self.env.company,
        required=True,
        index=True,
        ondelete="cascade",
    )

    _letter_uniq = models.Constraint(
        "UNIQUE (company_id, letter)",
        "This sign is taken by another reason of the institution, maybe an archived one.",
    )

    @api.depends("name", "letter")
    def _compute_display_name(self):
        for reason in self:
            reason.display_name = f"{reason.letter} — {reason.name}" if reason.letter else ""

    def init(self):
        """Let the database refuse to delete a reason that absences name."""
        self.env.cr.execute(_KEEP)

    # ------------------------------------------------------------
    # READING
    # ------------------------------------------------------------

    @api.model
    @tools.ormcache("company_id", "self.env.lang")
    def _alphabet(self, company_id):
        """Return the :class:`..core.cell.Alphabet` of an institution in the person's language.

        Remembered until a reason changes: grid, door and diary ask at every request. sudo: the
        vocabulary is the same for everybody who sees an absence.
        """
        reasons = self.sudo().with_context(active_test=False)
        names = ("letter", "code", "name", "note", "active", "own_sign")
        return cell.Alphabet(
            cell.Reason(
                reason.id,
                *(reason[name] or "" for name in names[:4]),
                *(bool(reason[name]) for name in names[4:]),
            )
            for reason in reasons.search_fetch([("company_id", "=", company_id)], names)
        )

    def _compute_is_used(self):
        used = self._used_sudo()
        for reason in self:
            reason.is_used = reason._origin.id in used

    def _used_sudo(self):
        """Return the ids of the reasons that an absence of any page has. sudo: it only counts."""
        self.env["ej.absence"].flush_model(["reason_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT r.id FROM ej_absence_reason r WHERE r.id = ANY(%s)"
                " AND EXISTS (SELECT FROM ej_absence a WHERE a.reason_id = r.id)",
                self._origin.ids,
            )
        )
        return {reason_id for (reason_id,) in rows}

    # ------------------------------------------------------------
    # WRITING
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        reasons = super().create([self._normal(vals) for vals in vals_list])
        for reason in reasons.filtered(lambda reason: not reason.of_form):
            reason._log_sudo("reason.add", new=reason._evidence())
        return reasons

    def write(self, vals):
        vals = self._normal(vals)
        self._check_fixed(vals)
        before = self._shown_sudo(vals)
        result = super().write(vals)
        self._log_changes_sudo(before)
        return result

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        # the dialog of translations writes past write(); seeding is no change of the book
        before = {} if self.env.su else self._shown_sudo({field_name: None})
        result = super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )
        self._log_changes_sudo(before)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self._used_sudo()
        for reason in self:
            if reason.id in used or reason.of_form:
                raise UserError(
                    self.env._(
                        "The reason «%(letter)s» is not deleted: archive it, then it is read but no"
                        " longer entered.",
                        letter=reason.letter,
                    )
                )
            reason._log_sudo("reason.remove", old=reason._evidence())

    def _normal(self, vals):
        """Return the values as they are kept: the sign in small Russian letters, as in the cells;
        what is of the form the journal alone says.
        """
        vals = dict(vals)
        if isinstance(vals.get("letter"), str):
            vals["letter"] = cell.fold(vals["letter"].strip())
        if not self.env.su:
            vals.pop("of_form", None)
        return vals

    def _check_fixed(self, vals):
        """Entries keep their meaning.

        :raises UserError: the sign or the way of counting of a reason in use would change, or it
            would go to another institution
        """
        if "company_id" in vals and self.company_id.ids != [vals["company_id"]]:
            raise UserError(self.env._("A reason of absence stays with its institution."))
        changed = self.filtered(lambda reason: reason._changes_fixed(vals))
        used = changed._used_sudo() if changed else ()
        for reason in changed:
            if reason.id in used:
                raise UserError(
                    self.env._(
                        "Students were noted absent with «%(letter)s»: its sign and the way it"
                        " counts stay. Archive this reason and add another one.",
                        letter=reason.letter,
                    )
                )
            if reason.of_form and vals.get("code", reason.code) != reason.code:
                raise UserError(
                    self.env._(
                        "«%(letter)s» is a reason of the form and counts as the form says. Archive"
                        " it and add another one.",
                        letter=reason.letter,
                    )
                )

    def _changes_fixed(self, vals):
        """Say whether the values change what entries rest on."""
        self.ensure_one()
        return any(vals[name] != self[name] for name in FIXED if name in vals)

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    @api.constrains("letter", "company_id")
    def _check_letter(self):
        for reason in self:
            if not cell.is_letter(reason.letter):
                raise ValidationError(
                    self.env._(
                        "«%(letter)s» cannot be a sign of absence: write one to three Russian"
                        " letters.",
                        letter=reason.letter,
                    )
                )
            for value in reason.company_id._ej_mark_values_sudo():
                if cell.fold(value) == reason.letter:
                    raise ValidationError(
                        self.env._(
                            "«%(letter)s» is a mark by the regulation: choose another sign.",
                            letter=value,
                        )
                    )

    @api.constrains("active", "code", "company_id")
    def _check_plain(self):
        """A teacher notes who is not there before anybody knows why."""
        for company in self.company_id:
            plain = [("company_id", "=", company.id), ("code", "=", "absent")]
            if not self.sudo().search_count(plain, limit=1):  # sudo: of the whole institution
                raise ValidationError(
                    self.env._(
                        "Keep one reason that counts as «%(name)s»: teachers note with it who is"
                        " not there before the reason is known.",
                        name=dict(self._fields["code"]._description_selection(self.env))["absent"],
                    )
                )

    # ------------------------------------------------------------
    # EVIDENCE
    # ------------------------------------------------------------

    def _history_of_sudo(self):
        return self, self.company_id, self.env["ej.student"]

    @api.model
    def _history_action(self, field):
        return "reason.set"

    def _evidence(self):
        """Return what the reason is, for the evidence: in Russian whatever the language."""
        this = self.with_context(lang="ru_RU")
        return f"{this.display_name} ({this._shown_value('code')})"

    def _log_sudo(self, action, **row):
        """Keep as evidence that the reason was added or removed."""
        self.env["ej.log"]._append(self, [{"action": action, **row}], company_id=self.company_id.id)

    # ------------------------------------------------------------
    # THE FIVE OF THE FORM
    # ------------------------------------------------------------

    @api.model
    def _seed_sudo(self, companies):
        """Give the institutions the five reasons of the form, named in every language installed;
        those that have them already keep theirs. sudo: data of the module.
        """
        reasons_sudo = self.sudo().with_context(active_test=False, lang="en_US")
        known = reasons_sudo.search([("company_id", "in", companies.ids), ("of_form", "=", True)])
        code = self.env["ej.absence"]._fields["code"]
        labels = {"en_US": dict(CODES)}
        for lang, _name in self.env["res.lang"].get_installed():
            labels[lang] = dict(code._description_selection(self.with_context(lang=lang).env))
        for company in companies - known.company_id:
            made = reasons_sudo.create(
                [
                    {
                        "name": labels["en_US"][code],
                        "letter": letter,
                        "code": code,
                        "sequence": sequence,
                        "own_sign": False,
                        "of_form": True,
                        "company_id": company.id,
                    }
                    for sequence, (code, letter) in enumerate(cell.FORM.items(), 1)
                ]
            )
            for reason in made:
                reason._update_field_translations(
                    "name", {lang: names[reason.code] for lang, names in labels.items()}
                )
