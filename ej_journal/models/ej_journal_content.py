from odoo import api, fields, models
from odoo.tools import SQL


class EjJournal(models.Model):
    """The right-hand page: topics, material, homework, who wrote and when."""

    _inherit = "ej.journal"

    @api.readonly
    def load_content(self, date_from=False, date_to=False):
        """Return the right-hand page of the days: ``rows`` and the ``plan`` (КТП); see
        docs/ARCHITECTURE.md.

        Individual homework of a stream is given to a group's curator for the own group only.

        :raises AccessError: the page is not open to the person.
        """
        facts = self._reader_facts()
        start, end = self._days(facts, self._periods_sudo(), date_from, date_to)
        lessons = self._content_lessons_sudo(facts, start, end)
        ids = [lesson["id"] for lesson in lessons]
        homework = self._content_homework_sudo(facts, ids)
        written = self._content_written_sudo(ids)
        rows = []
        for lesson in lessons:
            by, at, late = written.get(lesson["id"], ("", None, False))
            hours = lesson["hours"]
            rows.append(
                {
                    "id": lesson["id"],
                    "n": lesson["number"],
                    "d": lesson["date"].isoformat(),
                    "p": lesson["pair"],
                    "h": int(hours) if hours == int(hours) else hours,
                    "k": lesson["kind"],
                    "topic": lesson["topic"] or "",
                    "topic_id": lesson["topic_id"],
                    "t": lesson["planned"],
                    "material": lesson["material"] or "",
                    "homework": homework.get((lesson["id"], 0)),
                    "individual": [
                        {"student": student, **value}
                        for (one, student), value in homework.items()
                        if one == lesson["id"] and student
                    ],
                    "by": by,
                    "at": fields.Datetime.to_string(at) or "",
                    "late": late,
                    "x": self._lesson_lock(facts, lesson),
                    "s": lesson["substitute"],
                }
            )
        return {"rows": rows, "plan": self._content_plan_sudo(facts)}

    def _content_lessons_sudo(self, facts, start, end):
        person = facts.person
        only = SQL()
        if not person.reads_all and not person.groups:
            only = SQL("AND e.id = ANY(%s)", list(person.lessons))
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT e.id, e.date, e.pair, e.hours, e.kind, e.state, e.topic, e.topic_id,
                e.material,
                       (SELECT count(*) FROM ej_lesson o WHERE o.load_id = e.load_id AND o.state <>
                       'cancelled'
                           AND (o.date, o.pair, o.id) <= (e.date, e.pair, e.id)) AS number,
                       (SELECT h.ej_short_name FROM ej_substitution s JOIN hr_employee h ON h.id =
                       s.substitute_id
                         WHERE COALESCE(s.replacing_lesson_id, s.lesson_id) = e.id AND s.state =
                         'active' LIMIT 1) AS substitute,
                       ARRAY(SELECT r.topic_id FROM ej_lesson_planned_topic_rel r
                               JOIN ej_plan_topic t ON t.id = r.topic_id
                              WHERE r.lesson_id = e.id ORDER BY t.number) AS planned
                  FROM ej_lesson e
                 WHERE e.load_id = %s AND e.date BETWEEN %s AND %s AND (e.state <> 'cancelled' OR
                 e.topic IS NOT NULL) %s
              ORDER BY e.date, e.pair, e.id
                """,
                facts.load_id,
                start,
                end,
                only,
            )
        )

    def _content_homework_sudo(self, facts, lesson_ids):
        """Return {(lesson, student or 0): homework} in the shape of the door's ``homework``."""
        person, only = facts.person, SQL()
        if not person.reads_all and person.groups:
            only = SQL(
                "AND (h.student_id IS NULL OR h.lesson_id = ANY(%s) OR EXISTS (SELECT FROM"
                " ej_group_member g"
                " WHERE g.student_id = h.student_id AND g.group_id = ANY(%s)))",
                list(person.lessons),
                list(person.groups),
            )
        rows = self.env.execute_query(
            SQL(
                "SELECT h.lesson_id, COALESCE(h.student_id, 0), h.content, h.character, h.pages,"
                " h.numbers, h.links,"
                " h.date_due, h.is_none FROM ej_homework h WHERE h.lesson_id = ANY(%s) %s ORDER"
                " BY h.id",
                lesson_ids,
                only,
            )
        )
        names = ("content", "character", "pages", "numbers", "links")
        return {
            (lesson, student): {
                **{name: text or "" for name, text in zip(names, texts, strict=True)},
                "due": due.isoformat() if due else None,
                "none": bool(none),
            }
            for lesson, student, *texts, due, none in rows
        }

    def _content_written_sudo(self, lesson_ids):
        """Return {lesson: (who, when, late)} of the last entry of topic, homework or attendance:
        the signature.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (1) (payload::json->>'lesson')::int, actor, at, late FROM ej_log
                 WHERE res_model = %s AND res_id = %s AND student_id IS NULL AND payload IS NOT NULL
                   AND action IN ('topic.set', 'material.set', 'homework.set', 'homework.remove',
                   'lesson_kind.set')
                   AND (payload::json->>'lesson')::int = ANY(%s)
              ORDER BY 1, seq DESC
                """,
                self._name,
                self.id,
                lesson_ids,
            )
        )
        return {lesson: (actor, at, late) for lesson, actor, at, late in rows}

    def _content_plan_sudo(self, facts):
        """Return [[id, number, name, hours, kind, used]] of the КТП; ``used``: hours given by
        lessons of this page.
        """
        if not facts.plan_id:
            return []
        rows = self.env.execute_query(
            SQL(
                """
                SELECT t.id, t.number, t.name, t.hours, t.kind,
                       COALESCE((SELECT sum(e.hours) FROM ej_lesson e
                                  WHERE e.topic_id = t.id AND e.load_id = %s AND e.state <>
                                  'cancelled'), 0)
                  FROM ej_plan_topic t WHERE t.plan_id = %s ORDER BY t.number, t.id
                """,
                facts.load_id,
                facts.plan_id,
            )
        )
        return [list(row) for row in rows]
