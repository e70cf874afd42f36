import functools
import uuid
from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date, format_datetime

from ..core import calendar

#: Refused addresses kept in evidence per person and day; a robot that tries more adds nothing new.
ATTEMPTS_A_DAY = 100
DAY = "EEEE, d MMMM"
#: pairs of columns that one subquery of _LESSONS gives as an array under the first name
_TOGETHER = (
    ("unit", "index"),
    ("room", "building"),
    ("time_start", "time_end"),
    ("substitution", "absent"),
)
_LESSONS = """
    SELECT lesson.id, lesson.date, lesson.pair, lesson.hours, lesson.state, lesson.kind,
           lesson.cancel_reason, lesson.topic, lesson.material, lesson.changed_at,
           lesson.moved_from_date, lesson.moved_from_pair,
           (SELECT ARRAY[unit.name, unit.index] FROM ej_unit unit
             WHERE unit.id = load.unit_id) AS unit,
           (SELECT ARRAY[room.name, room.building] FROM ej_room room
             WHERE room.id = lesson.room_id) AS room,
           (SELECT employee.ej_short_name FROM hr_employee employee
             WHERE employee.id = lesson.teacher_id) AS teacher,
           (SELECT subgroup.name FROM ej_subgroup subgroup
             WHERE subgroup.id = load.subgroup_id) AS subgroup,
           (SELECT ARRAY[bell.time_start, bell.time_end] FROM ej_bell bell
             WHERE bell.pair = lesson.pair AND bell.schedule_id = (
                   SELECT schedule.id FROM ej_bell_schedule schedule
                    WHERE schedule.company_id = lesson.company_id
                      AND strpos(schedule.weekdays, EXTRACT(isodow FROM lesson.date)::text) > 0
                 ORDER BY schedule.sequence, schedule.id LIMIT 1)) AS time_start,
           (SELECT ARRAY[changed.kind, (SELECT absent.ej_short_name FROM hr_employee absent
                                         WHERE absent.id = changed.absent_id)]
              FROM ej_substitution changed
             WHERE changed.lesson_id = lesson.id AND changed.state = 'active' LIMIT 1)
           AS substitution,
           (SELECT (SELECT instead.name FROM ej_unit instead WHERE instead.id = (
                           SELECT replaced_load.unit_id FROM ej_load replaced_load
                            WHERE replaced_load.id = (
                                  SELECT replaced.load_id FROM ej_lesson replaced
                                   WHERE replaced.id = source.lesson_id)))
              FROM ej_substitution source
             WHERE source.replacing_lesson_id = lesson.id AND source.state = 'active' LIMIT 1)
           AS replaced
      FROM (SELECT taught.id, taught.subgroup_id, taught.unit_id, member.date_from, member.date_to
              FROM ej_group_member member
              JOIN ej_load_group_rel rel ON rel.group_id = member.group_id
              JOIN ej_load taught ON taught.id = rel.load_id
             WHERE member.student_id = %(student)s
            OFFSET 0) load
      -- two branches, so that each has its index: of the day and of the day moved from
      JOIN LATERAL (
           SELECT given.* FROM ej_lesson given
            WHERE given.load_id = load.id AND given.date BETWEEN %(start)s AND %(end)s
            UNION ALL
           SELECT gone.* FROM ej_lesson gone
            WHERE gone.load_id = load.id
              AND gone.moved_from_date BETWEEN %(start)s AND %(end)s
              AND gone.date NOT BETWEEN %(start)s AND %(end)s
           ) lesson ON TRUE
     WHERE lesson.date >= load.date_from
       AND (load.date_to IS NULL OR lesson.date <= load.date_to)
       AND (load.subgroup_id IS NULL OR EXISTS (
            SELECT FROM ej_subgroup_member part
             WHERE part.subgroup_id = load.subgroup_id AND part.student_id = %(student)s
               AND lesson.date >= part.date_from
               AND (part.date_to IS NULL OR lesson.date <= part.date_to)))
  ORDER BY lesson.date, lesson.pair, lesson.state DESC, lesson.id
"""


class EjDiary(models.AbstractModel):
    """Reads the diary of one student as plain values for the pages: no records leave it.

    Every method ends with ``_sudo``: portal people have no access of their own, and the caller has
    put the student through the one scope function before. A page costs the same number of queries
    whatever the number of lessons, marks and years.
    """

    _name = "ej.diary"
    _description = "Diary reader"

    # ------------------------------------------------------------
    # WEEK AND DAY
    # ------------------------------------------------------------

    @api.model
    def _days_sudo(self, student_sudo, date_from, date_to, rules):
        """Return the days of the diary with their lessons.

        :param rules: what this reader sees, of ``_rules_sudo``.
        :return: list of dicts ``{"date", "title", "is_today", "lessons": […]}``; a lesson is a
            dict of texts, see ``_lesson``.
        """
        self.env.flush_all()
        rows = self._lesson_rows_sudo(student_sudo, date_from, date_to)
        marks = self._by_lesson(self._mark_rows_sudo(student_sudo, date_from, date_to, rules))
        absences = self._by_lesson(self._absence_rows_sudo(student_sudo, date_from, date_to))
        homework = {}
        if rules["homework"] and rows:
            homework = self._by_lesson(
                self._homework_rows_sudo(student_sudo, [row["id"] for row in rows])
            )
        labels = {
            **self._labels(),
            "absence": self.env["ej.absence.reason"]._alphabet(student_sudo.company_id.id),
            "tz": student_sudo.company_id._ej_tz(),
            # the days of a week are named over and over: when due, where moved to
            "day": functools.cache(lambda day, form: format_date(self.env, day, date_format=form)),
        }
        lessons = defaultdict(list)
        for row in rows:
            found = (
                marks.get(row["id"], ()),
                absences.get(row["id"], ()),
                homework.get(row["id"], ()),
            )
            if date_from <= row["date"] <= date_to:
                lessons[row["date"]].append(self._lesson(row, *found, rules, labels))
            origin = row["moved_from_date"]
            if origin and origin != row["date"] and date_from <= origin <= date_to:
                lessons[origin].append(self._gone(row, rules, labels))
        for found in lessons.values():
            found.sort(key=lambda lesson: lesson["pair"])
        today = student_sudo.company_id._ej_today()
        days = []
        for shift in range((date_to - date_from).days + 1):
            day = fields.Date.add(date_from, days=shift)
            if day.weekday() < 6 or day in lessons or date_from == date_to:
                days.append(
                    {
                        "date": day.isoformat(),
                        "title": labels["day"](day, DAY),
                        "short": labels["day"](day, "EE d"),
                        "is_today": day == today,
                        "lessons": lessons.get(day, []),
                    }
                )
        return days

    @api.model
    def _lesson(self, row, marks, absences, homework, rules, labels):
        """Return one lesson as texts for the page."""
        return {
            "id": row["id"],
            "pair": row["pair"],
            "time": "–".join(
                filter(None, (calendar.clock(row["time_start"]), calendar.clock(row["time_end"])))
            ),
            "unit": row["unit"],
            "index": row["index"] or "",
            "kind": labels["kind"].get(row["kind"], ""),
            "where": self._where(row),
            "cancelled": row["state"] == "cancelled",
            "notes": self._changes(row, labels),
            "topic": (row["topic"] or "") if rules["topics"] else "",
            "material": (row["material"] or "") if rules["topics"] else "",
            "marks": self._cells(marks),
            "absences": [self._absence(absence, labels) for absence in absences],
            "homework": [self._homework(item, labels) for item in homework],
        }

    @api.model
    def _gone(self, row, rules, labels):
        """Return the place that a lesson was moved away from, with the word where to."""
        day = format_date(self.env, row["date"], date_format="d MMMM")
        place = {**row, "pair": row["moved_from_pair"], "time_start": None, "time_end": None}
        return {
            **self._lesson(place, (), (), (), rules, labels),
            "where": "",
            "topic": "",
            "material": "",
            "cancelled": True,
            "notes": [self.env._("Moved to %(day)s, pair %(pair)s", day=day, pair=row["pair"])],
        }

    @api.model
    def _where(self, row):
        """Return «room 204, building 1 · Petrov P. P. · subgroup 2».

        A hall or a workshop has a name of its own: only a number is called a room.
        """
        room = ", ".join(filter(None, (row["room"], row["building"])))
        if room[:1].isdigit():
            room = self.env._("room %(room)s", room=room)
        teacher = (row["teacher"] or "").replace(". ", ".\u00a0")  # initials stay in one line
        return " · ".join(filter(None, (room, teacher, row["subgroup"])))

    @api.model
    def _changes(self, row, labels):
        """Return sentences that tell what the dispatcher has changed in the lesson."""
        _ = self.env._
        notes = []
        if row["state"] == "cancelled":
            notes.append(
                _("Cancelled: %(reason)s", reason=row["cancel_reason"])
                if row["cancel_reason"]
                else _("Cancelled")
            )
        elif row["moved_from_date"]:
            day = format_date(self.env, row["moved_from_date"], date_format="d MMMM")
            moved = _("Moved from %(day)s, pair %(pair)s", day=day, pair=row["moved_from_pair"])
            notes.append(". ".join(filter(None, (moved, row["cancel_reason"]))))
        if row["substitution"]:
            what = labels["substitution"].get(row["substitution"], "")
            whom = row["absent"] or ""
            notes.append(
                _("%(what)s, instead of %(teacher)s", what=what, teacher=whom) if whom else what
            )
        if row["replaced"]:
            notes.append(_("Instead of: %(unit)s", unit=row["replaced"]))
        if row["changed_at"] and not notes:
            when = format_datetime(
                self.env, row["changed_at"], tz=labels["tz"], dt_format="d MMMM, H:mm"
            )
            notes.append(_("Changed in the timetable on %(when)s", when=when))
        return notes

    @api.model
    def _absence(self, row, labels):
        reason = labels["absence"].of(row["reason_id"], row["code"])
        return {
            "code": row["code"],
            "label": reason.name,
            "note": reason.note,
            "hours": self._hours(row["hours"]) if row["hours"] else "",
        }

    @api.model
    def _hours(self, hours):
        """Return academic hours as a text: «2 h»."""
        return self.env._("%(hours)s h", hours=self._number(hours))

    @api.model
    def _homework(self, row, labels):
        """Return one homework; links that a browser may follow come apart from mere text."""
        lines = [line.strip() for line in (row["links"] or "").splitlines() if line.strip()]
        return {
            "individual": bool(row["student_id"]),
            "is_none": row["is_none"],
            "content": row["content"] or "",
            "details": [text for text in (row["character"], row["pages"], row["numbers"]) if text],
            "links": [(line, line.startswith(("https://", "http://"))) for line in lines],
            "due": labels["day"](row["date_due"], DAY) if row["date_due"] else "",
        }

    @api.model
    def _cells(self, rows):
        """Join the marks of one work: «5/4» is two records. Rows come in the order of works and
        parts."""
        cells = {}
        for row in rows:
            cell = cells.get(row["work_id"])
            if cell:
                cell["value"] += "/" + row["value"]
                cell["values"] += (row["value"],)
                cell["comment"] = cell["comment"] or row["comment"] or ""
                continue
            cells[row["work_id"]] = {
                "id": row["id"],
                "value": row["value"],
                "values": (row["value"],),
                "work": self._work_title(row),
                "title": row["title"] or "",
                "comment": row["comment"] or "",
                "weight": row["weight"],
            }
        return list(cells.values())

    @api.model
    def _work_title(self, row):
        """Return «Laboratory work No. 3»."""
        if not row["number"]:
            return row["kind_name"]
        return self.env._("%(kind)s No. %(number)s", kind=row["kind_name"], number=row["number"])

    @api.model
    def _number(self, value):
        """Return hours without a needless fraction: 2, 1.5."""
        return f"{value:g}"

    @api.model
    def _by_lesson(self, rows):
        result = defaultdict(list)
        for row in rows:
            result[row["lesson_id"]].append(row)
        return result

    @api.model
    def _labels(self):
        """Return {what: {code: word in the reader's language}}."""
        env = self.env
        places = {
            "kind": ("ej.lesson", "kind"),
            "substitution": ("ej.substitution", "kind"),
        }
        return {
            name: dict(env[model]._fields[field]._description_selection(env))
            for name, (model, field) in places.items()
        }

    # ------------------------------------------------------------
    # WHAT THIS READER SEES
    # ------------------------------------------------------------

    @api.model
    def _rules_sudo(self, student_sudo):
        """Return what the regulation of today lets this reader see of the student.

        Parents see topics and homework always (R004-4.4.2d), a student by the regulation.
        """
        company = student_sudo.company_id
        today = company._ej_today()
        rules = self.env["ej.regulation"]._at(today, company)
        is_student = student_sudo.partner_id == self.env.user.partner_id
        role = "word_student" if is_student else "word_parent"
        return {
            "today": today,
            "role": dict(rules._fields[role]._description_selection(self.env))[rules[role]],
            "topics": not is_student or rules.diary_student_topics,
            "homework": not is_student or rules.diary_student_homework,
            "marks": rules.diary_marks,
            "average": rules.diary_average,
            "absences_word": dict(rules._fields["word_absences"]._description_selection(self.env))[
                rules.word_absences
            ],
        }

    @api.model
    def _names_sudo(self, student_sudo, date):
        """Return the reader's own name and the name of the student's group on ``date`` («» without
        one)."""
        [[reader, group]] = self.env.execute_query(
            SQL(
                """
                SELECT (SELECT name FROM res_partner WHERE id = %(partner)s),
                       (SELECT study_group.name FROM ej_group_member member
                        JOIN ej_group study_group ON study_group.id = member.group_id
                        WHERE member.student_id = %(student)s AND member.date_from <= %(date)s
                          AND (member.date_to IS NULL OR member.date_to >= %(date)s))
                """,
                partner=self.env.user.partner_id.id,
                student=student_sudo.id,
                date=date,
            )
        )
        return reader or "", group or ""

    # ------------------------------------------------------------
    # ROWS
    # ------------------------------------------------------------

    @api.model
    def _lesson_rows_sudo(self, student_sudo, date_from, date_to):
        """Return the student's lessons of the days: of the groups and subgroups of each day.

        One statement instead of a read per model: the family's week must cost no more than an
        empty page. What a lesson names is looked up by subqueries and the loads stand behind a
        fence (OFFSET): a join of so many tables is planned longer than it runs.
        """
        rows = self.env.execute_query_dict(
            SQL(
                _LESSONS,
                student=student_sudo.id,
                start=date_from,
                end=date_to,
            )
        )
        for row in rows:
            for names in _TOGETHER:
                values = row.pop(names[0])
                row.update(zip(names, values or (None, None), strict=True))
        return rows

    @api.model
    def _mark_rows_sudo(self, student_sudo, date_from, date_to, rules):
        shown = SQL("TRUE")
        if rules["marks"] == "year":
            shown = SQL(
                "mark.date >= COALESCE((SELECT max(date_start) FROM ej_year"
                " WHERE company_id = %s AND date_start <= %s), mark.date)",
                student_sudo.company_id.id,
                rules["today"],
            )
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT mark.id, mark.lesson_id, mark.work_id, mark.part, mark.value, mark.comment,
                       work.number, work.title, work.weight,
                       (SELECT COALESCE(kind.name->>%(lang)s, kind.name->>'en_US')
                          FROM ej_work_kind kind WHERE kind.id = work.kind_id) AS kind_name
                FROM ej_mark mark
                JOIN ej_work work ON work.id = mark.work_id
                WHERE mark.student_id = %(student)s AND mark.date BETWEEN %(start)s AND %(end)s
                  AND %(shown)s
                ORDER BY mark.lesson_id, work.sequence, mark.part
                """,
                lang=self.env.lang or "en_US",
                student=student_sudo.id,
                start=date_from,
                end=date_to,
                shown=shown,
            )
        )

    @api.model
    def _absence_rows_sudo(self, student_sudo, date_from, date_to):
        return self.env.execute_query_dict(
            SQL(
                "SELECT lesson_id, code, hours, reason_id FROM ej_absence"
                " WHERE student_id = %s AND date BETWEEN %s AND %s",
                student_sudo.id,
                date_from,
                date_to,
            )
        )

    @api.model
    def _homework_rows_sudo(self, student_sudo, lesson_ids):
        """Return the homework of the lessons: for everybody and for this student, nobody else's."""
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT lesson_id, student_id, is_none, content, character, pages, numbers, links,
                    date_due
                FROM ej_homework
                WHERE lesson_id = ANY(%s) AND (student_id IS NULL OR student_id = %s)
                ORDER BY lesson_id, student_id NULLS FIRST
                """,
                lesson_ids,
                student_sudo.id,
            )
        )

    # ------------------------------------------------------------
    # ATTEMPTS
    # ------------------------------------------------------------

    @api.model
    def _note_attempt_sudo(self, student_key, path):
        """Leave evidence that the user asked for the diary of somebody else (R001-2.8).

        A row in the chain of the account: once a day for each address asked, at most
        ATTEMPTS_A_DAY.
        sudo: nobody asks for evidence about oneself, and the student may not even exist.

        :param student_key: identifier from the address, or None when it is none.
        """
        user_sudo = self.env.user.sudo()
        today = user_sudo.company_id._ej_today()
        Log = self.env["ej.log"].sudo()
        mine = (
            Domain("user_id", "=", user_sudo.id)
            & Domain("action", "=", "access.refused")
            & Domain("date", "=", today)
        )
        operation = str(
            uuid.uuid5(uuid.NAMESPACE_URL, f"diary.refused/{user_sudo.id}/{today}/{student_key}")
        )
        head = self.env["ej.log.chain"].sudo()._lock_sudo(user_sudo)
        if Log.search_count(mine & Domain("op", "=", operation), limit=1):
            return
        if Log.search_count(mine, limit=ATTEMPTS_A_DAY) >= ATTEMPTS_A_DAY:
            return
        student_sudo = self.env["ej.student"].sudo().browse(student_key or 0).exists()
        row = {
            "action": "access.refused",
            "student_id": student_sudo.id or None,
            "date": today,
            "new": path[:200],
            "reason": self.env._("Diary of another person was asked for"),
            "op": operation,
            "payload": {"model": "ej.student", "id": student_key, "count": 1},
        }
        Log._append(user_sudo, [row], head=head)
