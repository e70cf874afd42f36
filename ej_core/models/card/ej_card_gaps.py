from odoo import fields, models
from odoo.fields import Domain

from .card_fields import CARDS

OPERATORS = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "in": lambda a, b: a in b,
}


class EjGaps(models.AbstractModel):
    """How full a card is by the obligatory fields of the regulation (R003-6.6, R002-1.7b).

    Only the names of empty fields are told, never a value: a curator learns that the passport is
    missing without seeing passports.
    """

    _name = "ej.gaps"
    _description = "Card with obligatory fields"
    #: parameter of the regulation that lists the fields
    _gaps_param = ""

    card_percent = fields.Integer(
        "Card filled, %",
        compute="_compute_card_gaps",
        search="_search_card_percent",
        groups=CARDS,
        aggregator="avg",
    )
    card_gaps = fields.Char("Missing in the card", compute="_compute_card_gaps", groups=CARDS)

    def _compute_card_gaps(self):
        found = self._card_gaps_sudo()
        for card in self:
            percent, gaps = found.get(card._origin.id, (0, []))
            card.card_percent = percent
            card.card_gaps = ", ".join(
                self._fields[name]._description_string(self.env) for name in gaps
            )

    def _search_card_percent(self, operator, value):
        if operator not in OPERATORS:
            return NotImplemented
        # sudo: counts of empty fields; the cards of the present institutions, thousands at most
        cards = self.sudo().search(Domain("company_id", "in", self.env.companies.ids))
        judge = OPERATORS[operator]
        found = cards._card_gaps_sudo()
        return Domain(
            "id", "in", [key for key, (percent, _g) in found.items() if judge(percent, value)]
        )

    def _card_gaps_sudo(self):
        """Return {id: (percent filled, [names of empty obligatory fields])}.

        sudo: that a field is empty is told to whoever reads the card, its value is not. An
        extra field of one's own (a field that is no obligation) is never looked at.
        """
        result = {}
        Regulation = self.env["ej.regulation"]
        for company, cards in self.sudo().grouped("company_id").items():
            version = Regulation._at((company or self.env.company)._ej_today(), company)
            names = [field.name for field in version._required_fields(self._gaps_param)]
            for card in cards:
                gaps = [name for name in names if not card._card_value(name)]
                full = len(names) - len(gaps)
                result[card._origin.id] = (100 * full // len(names) if names else 100, gaps)
        return result

    def _card_value(self, name):
        """Return what stands in the field, seen through an alias."""
        return self[name]


class EjStudent(models.Model):
    """Completeness of the student's card."""

    _name = "ej.student"
    _inherit = ["ej.student", "ej.gaps"]
    _gaps_param = "card_required"

    def _card_value(self, name):
        """A name behind an alias counts as given."""
        if name in ("surname", "firstname", "patronymic") and self.alias:
            return self[f"true_{name}"]
        return super()._card_value(name)


class EjGuardian(models.Model):
    """Completeness of the parent's card (R002-1.7b)."""

    _name = "ej.guardian"
    _inherit = ["ej.guardian", "ej.gaps"]
    _gaps_param = "guardian_required"
