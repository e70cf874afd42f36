from lxml import etree

from odoo import api, models

#: attributes of a view that a person reads
SHOWN = ("string", "title", "placeholder")


class Base(models.AbstractModel):
    """Views of the journal's models speak the institution's words (see ``ej.regulation``)."""

    _inherit = "base"

    @api.model
    def get_views(self, views, options=None):
        """Return the views; labels of ``ej.*`` models in the institution's words."""
        result = super().get_views(views, options)
        if self._name.startswith("ej.") and (words := self.env["ej.regulation"]._label_words()):
            for view in result["views"].values():
                view["arch"] = _reworded(view["arch"], words)
            for model, described in result["models"].items():
                if model.startswith("ej."):
                    described["fields"] = {
                        name: _field(field, words) for name, field in described["fields"].items()
                    }
        return result


def _field(field, words):
    """Return the description of a field with its label and choices in the words."""
    changed = {}
    if field.get("string") in words:
        changed["string"] = words[field["string"]]
    if isinstance(field.get("selection"), (list, tuple)):
        choices = [(value, words.get(text, text)) for value, text in field["selection"]]
        if choices != list(field["selection"]):
            changed["selection"] = choices
    return {**field, **changed} if changed else field


def _reworded(arch, words):
    """Return the view with the whole labels of ``words`` replaced."""
    if not any(label in arch for label in words):
        return arch
    tree = etree.fromstring(arch)
    for node in tree.iter():
        for name in SHOWN:
            text = node.get(name)
            if text and text.strip() in words:
                node.set(name, words[text.strip()])
        if isinstance(node.tag, str) and node.text and node.text.strip() in words:
            node.text = words[node.text.strip()]
    return etree.tostring(tree, encoding="unicode")
