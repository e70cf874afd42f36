from odoo import api, models


class EjWorded(models.AbstractModel):
    """Labels in the institution's own words: «Класс» and «Классный руководитель» in a school.

    A model names the fields whose label is a word of the vocabulary of the regulation in force.
    """

    _name = "ej.worded"
    _description = "Labels in the words of the regulation"

    #: field -> parameter of the vocabulary
    _word_of = {}

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Return the fields with the labels of the vocabulary in place of the general ones."""
        described = super().fields_get(allfields, attributes)
        Regulation = self.env["ej.regulation"]
        version = Regulation._at(self.env.company._ej_today())
        for name, parameter in self._word_of.items():
            if "string" not in described.get(name, ()):
                continue
            # the general word is the label of the field itself, translated as such
            if version[parameter] != Regulation._fields[parameter].default(Regulation):
                described[name]["string"] = version.with_env(self.env)._shown(parameter)
        return described
