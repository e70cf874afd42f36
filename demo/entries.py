"""What was written into the journals of the past days: topics, attendance, marks, absences,
homework.
"""

from collections import defaultdict
from datetime import timedelta

from odoo import fields

from odoo.addons.ej_core.core.calendar import day_deadline
from odoo.addons.ej_journal.core.cell import FORM

from .frame import is_study_day, monday
from .study import BELLS
from .writer import Writer

TZ = "Europe/Moscow"
#: kind of lesson -> kind of work that everybody does
WORKS = {"practical": "work_practical", "control": "work_control"}
REASONS = ("sick", "excused", "unexcused")
TASKS = (
    "Выучить конспект по теме «{theme}»",
    "Прочитать параграф {number}, ответить на вопросы в конце параграфа",
    "Подготовить сообщение по теме «{theme}»",
    "Выполнить упражнения {number} и {next} письменно в тетради",
    "Составить опорную схему по теме «{theme}»",
)


class Entries:
    """Writes the past of all pages.

    A student has an ability and a habit of missing; a teacher is diligent or not. Of the last
    days some lessons are left unfilled, so that everybody finds work waiting.

    :param study: :class:`..study.Study`, made
    :param teacher: employee who surely has unfilled lessons
    :param curator: user whose group has absences of two weeks without reason
    """

    def __init__(self, study, teacher, curator):
        self.study, self.people = study, study.people
        self.env, self.frame, self.chance = study.env, study.frame, study.chance
        self.teacher, self.curator = teacher, curator
        self.now = fields.Datetime.now()
        self.kinds = {
            name: self.env.ref(f"ej_journal.{name}")
            for name in ("work_answer", "work_practical", "work_control")
        }
        users = self.env["res.users"].search([("share", "=", False)])
        self.writer = Writer(self.env, {user.id: user.name for user in users}, self.chance)

    def make(self):
        """Write everything; return self."""
        self._draw_people()
        self._draw_absences()
        own = self.study.lessons.filtered(
            lambda one: one.teacher_id == self.teacher and one.date < self.frame.today
        )
        self.waiting = own.sorted(lambda one: (one.date, one.pair))[-2:]
        lessons = defaultdict(list)
        for lesson in self.study.lessons.sorted(lambda one: (one.date, one.pair)):
            lessons[lesson.load_id].append(lesson)
        for load, own in lessons.items():
            self._write_page(load, own)
        self.writer.flush()
        return self

    # ------------------------------------------------------------
    # HABITS
    # ------------------------------------------------------------

    def _draw_people(self):
        students = self.env["ej.student"].search([("company_id", "=", self.env.company.id)])
        self.ability = {student.id: self.chance.gauss(0, 1) for student in students}
        self.missing = {
            student.id: 0.3 if self.chance.random() < 0.06 else self.chance.uniform(0.01, 0.09)
            for student in students
        }
        self.careless = {
            teacher: self.chance.random() < 0.25 for teacher in self.people.teachers
        } | {self.teacher: False}
        self.stays = defaultdict(list)
        members = self.env["ej.group.member"].search([("company_id", "=", self.env.company.id)])
        for stay in members:
            self.stays[stay.group_id].append((stay.student_id, stay.date_from, stay.date_to))
        self.curators = {
            duty.group_id: duty.user_id.id
            for duty in self.env["ej.duty"].search([("kind", "=", "curator")])
        }

    def _draw_absences(self):
        """A student is away for whole days, with one reason for the day."""
        self.away = {}
        for day in self.frame.days():
            if day > self.frame.today:
                break
            for student, rate in self.missing.items():
                if self.chance.random() < rate:
                    weights = (2, 3, 7) if rate > 0.2 else (5, 4, 2)
                    self.away[student, day] = self.chance.choices(REASONS, weights)[0]

    # ------------------------------------------------------------
    # A PAGE
    # ------------------------------------------------------------

    def _write_page(self, load, lessons):
        topics = load.plan_id.topic_ids
        page = load.journal_ids.id
        left = self._left_empty(lessons)
        for number, lesson in enumerate(lessons):
            ended = day_deadline(lesson.date, BELLS[lesson.pair - 1][1], TZ)
            if ended > self.now or lesson in left:
                continue
            at, late = self._moment(lesson, ended)
            if at > self.now:
                continue
            following = lessons[number + 1].date if number + 1 < len(lessons) else None
            topic = topics[min(number, len(topics) - 1)]
            self._write_lesson(
                (lesson.id, page, lesson.date), lesson, load, topic, following, at, late
            )

    def _left_empty(self, lessons):
        """Return the lessons nobody filled: a few of the last week, more of the last study day."""
        last_day = self.frame.today - timedelta(days=1)
        while not is_study_day(last_day):
            last_day -= timedelta(days=1)
        week = self.frame.today - timedelta(days=8)
        result = set()
        for lesson in lessons:
            if lesson.date >= self.frame.today:
                share = 0.5
            elif lesson.date == last_day:
                share = 0.2
            elif lesson.date > week:
                share = 0.12 if self.careless[lesson.teacher_id] else 0.01
            else:
                share = 0.01 if self.careless[lesson.teacher_id] else 0
            if self.chance.random() < share or lesson in self.waiting:
                result.add(lesson)
        return result

    def _moment(self, lesson, ended):
        """Return (moment of the entry, naive UTC; whether it is after the end of the day)."""
        if self.chance.random() < (0.18 if self.careless[lesson.teacher_id] else 0.02):
            next_day = lesson.date + timedelta(days=self.chance.choice((1, 1, 2)))
            at = day_deadline(next_day, self.chance.uniform(8.5, 19), TZ)
            return at.replace(microsecond=0), True
        at = min(
            ended + timedelta(minutes=self.chance.randint(2, 120)),
            day_deadline(lesson.date, 19 + self.chance.random(), TZ),
        )
        return at.replace(microsecond=0), False

    def _write_lesson(self, key, lesson, load, topic, following, at, late):
        write, by = self.writer, lesson.teacher_id.user_id.id
        write.content(key, at, by, (topic.id, topic.name), topic.kind, late)
        works = WORKS.get(topic.kind)
        kind = self.kinds[works or "work_answer"]
        theme = topic.name.partition("«")[2].rstrip("»") or topic.name
        title = (topic.work_number, theme) if works else (None, None)
        work = write.work(key, at, by, kind, *title, late=late)
        for student, group in self._present(load, lesson.date):
            reason = self.away.get((student.id, lesson.date))
            if reason:
                review = self._review(group, lesson.date, reason)
                letter = FORM["absent"]
                write.absence(key, at, by, student.id, "absent", letter, 2.0, review, late)
                continue
            if self.chance.random() < 0.012:
                write.absence(key, at, by, student.id, "late", FORM["late"], 0.0, None, late)
            if self.chance.random() < (0.85 if works else 0.22):
                write.mark(key, at, by, work, student.id, [self._value(student.id)], late)
        self._write_task(key, at, by, theme, following, late)

    def _present(self, load, day):
        """Return [(student, group)] of those who are in the load's groups (or subgroup) on the
        day.
        """
        own = set(load.subgroup_id.member_ids.student_id.ids)
        return [
            (student, group)
            for group in load.group_ids
            for student, start, end in self.stays[group]
            if start <= day and (not end or day <= end) and (not own or student.id in own)
        ]

    def _value(self, student):
        """Draw a mark: 43 % of fives, 33 % of fours, 20 % of threes, 4 % of twos over all
        students.
        """
        level = (self.ability[student] + self.chance.gauss(0, 1)) / 2**0.5
        return "5" if level > 0.25 else "4" if level > -0.71 else "3" if level > -1.77 else "2"

    def _review(self, group, day, reason):
        """Return (code, letter, at, by) of the curator's weekly review, or None while it waits."""
        curator = self.curators[group]
        fresh = monday(self.frame.today) - timedelta(days=7 if curator == self.curator.id else 0)
        if day >= fresh or (reason == "unexcused" and self.chance.random() < 0.1):
            return None
        end = monday(day) + timedelta(days=5)
        return reason, FORM[reason], day_deadline(end, 16.5, TZ), curator

    def _write_task(self, key, at, by, theme, following, late):
        if self.chance.random() < 0.15:
            self.writer.task(key, at, by, None, late=late)
            return
        number = self.chance.randint(3, 60)
        text = self.chance.choice(TASKS).format(theme=theme, number=number, next=number + 1)
        self.writer.task(key, at, by, text, following, late)
