from odoo import fields, models
from odoo.tools import SQL


class EjLessonHours(models.Model):
    """Hours given: one row per lesson held, counted to whoever taught (R004-1.4: ground for pay).

    A query over the very lessons up to today, not cancelled, so it cannot differ from the journal.
    Staff read their own rows; those who oversee and those who keep the timetable read all.
    """

    _name = "ej.lesson.hours"
    _description = "Hours given"
    _auto = False
    _order = "date desc, pair, id"
    _rec_name = "lesson_id"

    lesson_id = fields.Many2one("ej.lesson", readonly=True)
    load_id = fields.Many2one("ej.load", readonly=True)
    unit_id = fields.Many2one("ej.unit", readonly=True)
    teacher_id = fields.Many2one("hr.employee.public", "Teacher", readonly=True)
    group_names = fields.Char("Groups", readonly=True)
    date = fields.Date(readonly=True)
    pair = fields.Integer(readonly=True, aggregator=None)
    hours = fields.Float(readonly=True, help="Academic hours.")
    substituted = fields.Boolean(
        "Substituted", readonly=True, help="Given by a substitute, who is counted the hours."
    )
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT %s
              FROM ej_lesson e
              JOIN ej_load l ON l.id = e.load_id
             WHERE e.state = 'planned' AND e.date <= %s
            """,
            self._select(),
            self.env.company._ej_today(),
        )

    def _select(self):
        """Return the columns of a row; ``e`` is the lesson, ``l`` its load."""
        return SQL(
            """
            e.id, e.id AS lesson_id, e.load_id, l.unit_id, e.teacher_id, e.date, e.pair, e.hours,
            (SELECT string_agg(g.name, ', ' ORDER BY g.name) FROM ej_group g
               JOIN ej_load_group_rel r ON r.group_id = g.id AND r.load_id = e.load_id)
                AS group_names,
            EXISTS (SELECT FROM ej_substitution s WHERE s.substitute_id = e.teacher_id
                AND e.id IN (s.lesson_id, s.replacing_lesson_id)) AS substituted,
            e.company_id
            """
        )
