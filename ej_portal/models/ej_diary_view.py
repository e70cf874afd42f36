from odoo import api, fields, models
from odoo.tools import SQL

SECTIONS = [
    ("diary", "Timetable and homework"),
    ("marks", "Marks"),
    ("absences", "Attendance"),
    ("advice", "Methodical recommendations"),
]


class EjDiaryView(models.Model):
    """Who looked into which section of whose diary, and when last: a row per person, student and
    section.

    Narrow on purpose: a row is touched at most once a day, so that a view costs nothing (R001-3.5c:
    views are measurable; R004-4.4.2d: views of recommendations are logged, with their discipline).
    """

    _name = "ej.diary.view"
    _description = "View of a diary"
    _log_access = False
    _order = "date_last desc, id desc"
    _allow_sudo_commands = False

    partner_id = fields.Many2one(
        "res.partner", "Person", required=True, readonly=True, ondelete="cascade", index=True
    )
    student_id = fields.Many2one(
        "ej.student", required=True, readonly=True, ondelete="cascade", index=True
    )
    section = fields.Selection(SECTIONS, required=True, readonly=True)
    unit_id = fields.Many2one(
        "ej.unit",
        "Discipline",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
        help="Whose recommendations were read.",
    )
    date_first = fields.Date("First view", required=True, readonly=True)
    date_last = fields.Date("Last view", required=True, readonly=True)
    days = fields.Integer("Days with a view", required=True, readonly=True, default=1)

    _uniq = models.UniqueIndex(
        "(partner_id, student_id, section, COALESCE(unit_id, 0))", "This view is counted already."
    )

    @api.model
    def _note_sudo(self, student_sudo, section, today, unit_id=None):
        """Note that the user looks into ``section`` today; further views of the day change nothing.

        One statement, so that two tabs opened at once do not collide. sudo: portal people write
        nothing.
        """
        self.env.execute_query(
            SQL(
                """
                INSERT INTO ej_diary_view AS seen
                    (partner_id, student_id, section, unit_id, date_first, date_last, days)
                VALUES (%(partner)s, %(student)s, %(section)s, %(unit)s, %(today)s, %(today)s, 1)
                ON CONFLICT (partner_id, student_id, section, COALESCE(unit_id, 0)) DO UPDATE
                SET date_last = EXCLUDED.date_last, days = seen.days + 1
                WHERE seen.date_last < EXCLUDED.date_last
                RETURNING id
                """,
                partner=self.env.user.partner_id.id,
                student=student_sudo.id,
                section=section,
                unit=unit_id or None,
                today=today,
            )
        )
        self.invalidate_model()
