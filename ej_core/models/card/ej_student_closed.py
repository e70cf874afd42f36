from odoo import models


class EjStudent(models.Model):
    """The screen of a student whose contact is closed to the reader: name, group, no error."""

    _inherit = "ej.student"

    def web_read(self, specification):
        """Read for a screen; what lies in a contact closed to the reader comes empty.

        The form leaves its personal pages out by ``personal_open``, yet the browser asks for their
        fields, and the whole form would be refused. ``read`` refuses such fields as before.
        """
        personal = {
            name
            for name in specification
            if name in self._fields and (self._fields[name].related or "").startswith("partner_id.")
        }
        closed = self.browse()
        if personal and not self.env.su:
            closed = self.filtered(lambda student: not student.personal_open)
        if not closed:
            return super().web_read(specification)
        own = {name: spec for name, spec in specification.items() if name not in personal}
        blank = {
            name: [] if self._fields[name].type in ("one2many", "many2many") else False
            for name in personal
        }
        rows = super(EjStudent, self - closed).web_read(specification)
        rows += [{**row, **blank} for row in super(EjStudent, closed).web_read(own)]
        by_id = {row["id"]: row for row in rows}
        return [by_id[student.id] for student in self]
