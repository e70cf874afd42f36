from odoo import api, fields, models
from odoo.tools import SQL

#: kinds of lesson at which work is set and marked; a lecture or a consultation needs none
WORKED = (
    "lesson",
    "practical",
    "lab",
    "seminar",
    "control",
    "independent",
    "essay",
    "sport",
    "credit",
    "exam",
)
BLOCKS = ("topic", "attendance", "homework", "kind", "marks")


class EjLessonState(models.Model):
    """What each lesson lacks, by the regulation of its day: the blocks of R001-3.7b, one row per
    lesson.

    A query over the lessons that were not cancelled; who may read it oversees all journals.
    """

    _name = "ej.lesson.state"
    _description = "Filling of a lesson"
    _auto = False
    _order = "date desc, pair, id"
    _rec_name = "lesson_id"

    lesson_id = fields.Many2one("ej.lesson", readonly=True)
    journal_id = fields.Many2one("ej.journal", "Page", readonly=True)
    load_id = fields.Many2one("ej.load", readonly=True)
    unit_id = fields.Many2one("ej.unit", readonly=True)
    teacher_id = fields.Many2one("hr.employee.public", "Teacher", readonly=True)
    group_names = fields.Char("Groups", readonly=True)
    date = fields.Date(readonly=True)
    pair = fields.Integer(readonly=True, aggregator=None)
    hours = fields.Float(readonly=True)
    no_topic = fields.Boolean("No topic", readonly=True)
    no_attendance = fields.Boolean("Attendance is not confirmed", readonly=True)
    no_homework = fields.Boolean("No homework", readonly=True)
    no_kind = fields.Boolean("No kind of work", readonly=True)
    no_marks = fields.Boolean("No marks", readonly=True)
    lacks = fields.Char("Is missing", compute="_compute_lacks", help="Names of the empty blocks.")
    missing = fields.Integer("Empty blocks", readonly=True, help="0: the lesson is filled.")
    off_plan = fields.Boolean(
        "Topic is not of the КТП",
        readonly=True,
        help="The topic differs from the calendar-thematic plan of the page, where the regulation "
        "wants it strictly by the plan (R000-3.1.8a).",
    )
    off_plan_count = fields.Integer("Topics not of the КТП", readonly=True)
    filled = fields.Float(
        "Completeness, %",
        readonly=True,
        aggregator="avg",
        help="Share of the blocks that are filled.",
    )
    late_at = fields.Datetime("Last late entry", readonly=True)
    late = fields.Boolean(
        "Filled late", readonly=True, help="Something was entered after the deadline."
    )
    late_count = fields.Integer("Late lessons", readonly=True)
    unfilled_count = fields.Integer("Lessons not filled", readonly=True)
    lesson_count = fields.Integer("Lessons", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    @api.depends("no_topic", "no_attendance", "no_homework", "no_kind", "no_marks")
    def _compute_lacks(self):
        names = {
            "no_topic": self.env._("topic"),
            "no_attendance": self.env._("attendance"),
            "no_homework": self.env._("homework"),
            "no_kind": self.env._("kind of work"),
            "no_marks": self.env._("marks"),
        }
        for row in self:
            row.lacks = ", ".join(text for name, text in names.items() if row[name])

    @property
    def _table_query(self):
        return self._query_sudo()

    @api.model
    def _query_sudo(self, where=SQL("TRUE")):  # noqa: B008 - SQL is immutable
        """Return the SQL of the rows; ``where`` narrows the lessons (alias ``e``) before anything
        is counted.

        sudo: no rule of access is in it; the model's own rules apply to reads through the ORM.
        """
        return SQL(
            """
            SELECT lesson.*,
                   no_topic::int + no_attendance::int + no_homework::int + no_kind::int +
                   no_marks::int AS missing,
                   (5 - no_topic::int - no_attendance::int - no_homework::int - no_kind::int -
                   no_marks::int) * 20.0
                       AS filled,
                   late_at IS NOT NULL AS late,
                   (late_at IS NOT NULL)::int AS late_count,
                   off_plan::int AS off_plan_count,
                   (no_topic OR no_attendance OR no_homework OR no_kind OR no_marks)::int AS
                   unfilled_count,
                   1 AS lesson_count
              FROM (
                SELECT e.id, e.id AS lesson_id, j.id AS journal_id, e.load_id, j.unit_id,
                e.teacher_id, e.date, e.pair,
                       e.hours, e.late_at, e.company_id,
                       (SELECT string_agg(g.name, ', ' ORDER BY g.name) FROM ej_group g
                          JOIN ej_load_group_rel lg ON lg.group_id = g.id AND lg.load_id =
                          e.load_id) AS group_names,
                       COALESCE(e.topic, '') = '' AS no_topic,
                       e.attendance_at IS NULL AS no_attendance,
                       COALESCE(r.homework_required, TRUE)
                           AND NOT EXISTS (SELECT FROM ej_homework h WHERE h.lesson_id = e.id AND
                           h.student_id IS NULL)
                           AS no_homework,
                       COALESCE(r.works_required, TRUE) AND e.kind = ANY(%(worked)s)
                           AND NOT EXISTS (SELECT FROM ej_work w WHERE w.lesson_id = e.id) AS
                           no_kind,
                       COALESCE(r.marks_required, TRUE) AND e.kind = ANY(%(worked)s)
                           AND NOT EXISTS (SELECT FROM ej_mark m WHERE m.lesson_id = e.id) AS
                           no_marks,
                       COALESCE(r.topic_strict, TRUE) AND COALESCE(e.topic, '') <> ''
                           AND load.plan_id IS NOT NULL
                           AND NOT EXISTS (SELECT FROM ej_plan_topic t WHERE t.id = e.topic_id
                           AND t.plan_id = load.plan_id AND t.name = e.topic) AS off_plan
                  FROM ej_lesson e
                  JOIN ej_journal j ON j.load_id = e.load_id
                  JOIN ej_load load ON load.id = e.load_id
             LEFT JOIN ej_regulation r ON r.company_id = e.company_id AND r.state <> 'draft'
                   AND r.date_from <= e.date AND (r.date_to IS NULL OR r.date_to >= e.date)
                 WHERE e.state = 'planned' AND %(where)s
              ) lesson
            """,
            worked=list(WORKED),
            where=where,
        )

    @api.model
    def _flags_query(self, where, company):
        """Return the SQL of id, date, pair, state and what is lacking (``no_…``) of the lessons of
        one institution, narrowed by ``where`` (alias ``e``).

        The same answers as _query_sudo for a screen that is opened every day: few tables, so that
        little is planned, and a fence (OFFSET), so that nothing is counted twice.
        """
        required = {
            name: self.env["ej.regulation"]._parameter_sql(name, SQL("e.date"), company)
            for name in ("homework_required", "works_required", "marks_required")
        }
        return SQL(
            """
            SELECT e.id, e.date, e.pair, e.state,
                   COALESCE(e.topic, '') = '' AS no_topic,
                   e.attendance_at IS NULL AS no_attendance,
                   %(homework_required)s AND NOT EXISTS (
                        SELECT FROM ej_homework h
                         WHERE h.lesson_id = e.id AND h.student_id IS NULL) AS no_homework,
                   %(works_required)s AND e.kind = ANY(%(worked)s) AND NOT EXISTS (
                        SELECT FROM ej_work w WHERE w.lesson_id = e.id) AS no_kind,
                   %(marks_required)s AND e.kind = ANY(%(worked)s) AND NOT EXISTS (
                        SELECT FROM ej_mark m WHERE m.lesson_id = e.id) AS no_marks
              FROM ej_lesson e
             WHERE %(where)s
            OFFSET 0
            """,
            where=where,
            worked=list(WORKED),
            **required,
        )

    def action_open_page(self):
        """Open the grid at this very lesson."""
        self.ensure_one()
        return self.journal_id._open_grid(self.lesson_id)
