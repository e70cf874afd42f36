from lxml import etree

from odoo import api, models


class EjRegulation(models.Model):
    """The form of the regulation: chapters as pages, every declared parameter on its page."""

    _inherit = "ej.regulation"

    @api.model
    def _chapters(self):
        """Return {code: title} of the chapters, in the order of the screen. Modules add theirs by
        extending.
        """
        return {
            "institution": self.env._("Institution"),
            "words": self.env._("Words"),
            "contingent": self.env._("Contingent"),
            "access": self.env._("Access"),
            "staff": self.env._("Staff"),
            # of the modules above, so that their pages stand in the order of the work
            "planning": self.env._("Planning"),
            "timetable": self.env._("Timetable"),
            "lesson": self.env._("Lesson"),
            "marks": self.env._("Marks"),
            "homework": self.env._("Homework"),
            "absences": self.env._("Absences"),
            "finals": self.env._("Final marks"),
            "control": self.env._("Control"),
            "portal": self.env._("Families"),
        }

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Put every parameter into the form, page by page of its chapter.

        A module that declares a parameter gets it on the screen without a line of XML; what its
        view inheritance has placed already is left where it is.
        """
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            for book in arch.iter("notebook"):
                if book.get("name") == "chapters":
                    self._fill_chapters(arch, book)
        return arch, view

    def _fill_chapters(self, arch, book):
        placed = {node.get("name") for node in arch.iter("field")}
        titles = self._chapters()
        by_chapter = {}
        for name, field in self._parameters().items():
            by_chapter.setdefault(field.ej_param, []).append(name)
        for chapter in [*titles, *(code for code in by_chapter if code not in titles)]:
            names = [name for name in by_chapter.get(chapter, ()) if name not in placed]
            if not names:
                continue
            page = next(
                (p for p in book.iter("page") if p.get("name") == f"chapter_{chapter}"), None
            )
            if page is None:
                page = etree.SubElement(
                    book, "page", name=f"chapter_{chapter}", string=titles.get(chapter, chapter)
                )
            table = etree.SubElement(page, "group", name=f"parameters_{chapter}", col="2")
            for name in names:
                etree.SubElement(
                    table, "field", name=name, readonly="state != 'draft' or is_profile"
                )
