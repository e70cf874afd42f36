import json
from functools import cache

from odoo import api, models
from odoo.tools import file_open


@cache
def vocabulary():
    """Return {language: {parameter:value: {label: label}}} of ``data/words.json``.

    Whole labels only: Russian words change with their place in the sentence, so a label is
    replaced as it stands or not at all. The file is the vocabulary of the field, it is read once.
    """
    with file_open("ej_core/data/words.json") as source:
        return json.load(source)


class EjRegulation(models.Model):
    """The words of the institution: a school has classes, lessons and quarters (R002-1.2)."""

    _inherit = "ej.regulation"

    @api.model
    def _label_words(self):
        """Return {label: label in the institution's words}, empty where the common ones serve."""
        version = self._at(self.env.company._ej_today())
        by_value = vocabulary().get((self.env.lang or "en")[:2], {})
        words = {}
        for name in ("word_group", "word_curator", "institution_type"):
            words.update(by_value.get(f"{name}:{version[name]}", {}))
        return words

    def _form_words(self):
        """Return the words of a printed form by their place in it.

        Keys: ``of_group`` («группы», «класса»), ``of_lesson``, ``lessons``, ``teacher``,
        ``by_document`` and ``of_document`` («по положению», «порядка»: the document is called by
        the first word of its title).
        Official forms are Russian whatever the language of the interface.
        """
        self.ensure_one()
        school = self.institution_type == "school"
        names = vocabulary()["forms"]
        title = (self.name or "").split()[:1]
        return {
            **names["common"],
            **(names["school"] if school else {}),
            **(names["class"] if self.word_group == "class" else {}),
            **names["documents"].get(title[0].strip("«»,.").lower() if title else "", {}),
        }
