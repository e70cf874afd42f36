from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

KINDS = [
    ("same", "Substitution"),
    ("other", "Another unit instead"),
    ("merge", "Subgroups together"),
    ("self", "Independent work"),
]


class EjSubstitution(models.Model):
    """Who gives a lesson instead of whom: a row of «журнал замещения уроков» (form A15).

    Opens exactly this lesson to the substitute until ``access_until`` (R000-4.8-teach.1b). With
    another load the hours and the entries go to the page of the unit actually taught (R003-4.1.1b):
    the lesson is cancelled and ``replacing_lesson_id`` is given instead.
    """

    _name = "ej.substitution"
    _description = "Substitution"
    _inherit = ["ej.substitution.guard"]
    _order = "date desc, pair, id desc"
    _check_company_auto = True

    lesson_id = fields.Many2one(
        "ej.lesson", required=True, index=True, ondelete="restrict", check_company=True
    )
    date = fields.Date(related="lesson_id.date", store=True, index=True)
    pair = fields.Integer(related="lesson_id.pair", store=True, aggregator=None)
    day_name = fields.Char(related="lesson_id.day_name")
    load_id = fields.Many2one(related="lesson_id.load_id", string="By the timetable")
    hours = fields.Float(related="lesson_id.hours", store=True)
    absent_id = fields.Many2one(
        "hr.employee",
        "Absent teacher",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    absence_id = fields.Many2one(
        "ej.teacher.absence", "Ground", index="btree_not_null", ondelete="restrict"
    )
    substitute_id = fields.Many2one(
        "hr.employee",
        "Substitute",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    user_id = fields.Many2one(
        related="substitute_id.user_id", related_sudo=True, store=True, index=True
    )
    replacing_load_id = fields.Many2one(
        "ej.load",
        "Replacing unit",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Empty: the same unit is taught.",
    )
    replacing_lesson_id = fields.Many2one(
        "ej.lesson",
        "Lesson given instead",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    kind = fields.Selection(KINDS, required=True, default="same")
    paid = fields.Boolean(default=True)
    note = fields.Char(help="Printed in the column of notes.")
    access_until = fields.Date(
        "Access until",
        required=True,
        compute="_compute_access_until",
        store=True,
        readonly=False,
        precompute=True,
        help="Last day on which the substitute may enter data of this lesson.",
    )
    state = fields.Selection(
        [("active", "Active"), ("cancelled", "Cancelled")], default="active", required=True
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    _one = models.UniqueIndex(
        "(lesson_id) WHERE state = 'active'", "This lesson has a substitute already."
    )

    @api.depends("lesson_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.lesson_id.display_name

    @api.depends("lesson_id.date")
    def _compute_access_until(self):
        Regulation = self.env["ej.regulation"]
        for row in self:
            if row.lesson_id and not row.access_until:
                rules = Regulation._at(row.lesson_id.date, row.company_id)
                row.access_until = row.lesson_id.date + timedelta(days=rules.substitute_days)

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    @api.constrains("kind", "replacing_load_id", "lesson_id")
    def _check_replacing(self):
        for row in self:
            if (row.kind == "other") != bool(row.replacing_load_id):
                raise ValidationError(
                    self.env._("Name the replacing unit when another unit is taught instead.")
                )
            if not row.replacing_load_id:
                continue
            if not row.replacing_load_id.group_ids & row.lesson_id.load_id.group_ids:
                raise ValidationError(
                    self.env._(
                        "%(load)s is not taught to the group of the lesson.",
                        load=row.replacing_load_id.name,
                    )
                )

    @api.constrains("substitute_id", "absent_id")
    def _check_two_people(self):
        if any(row.substitute_id == row.absent_id for row in self):
            raise ValidationError(self.env._("The absent teacher cannot be the substitute."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A substitution stays in the journal of substitutions: cancel it instead.")
        )

    # ------------------------------------------------------------
    # CRUD: a substitution has consequences in the timetable
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get("state", "active") != "active" for vals in vals_list):
            raise UserError(self.env._("A new substitution is active."))
        rows = super().create(vals_list)
        rows._check_month()
        for row in rows:
            row._put_in_timetable_sudo()
            row._note("substitution.give")
        return rows

    def write(self, vals):
        fixed = {
            "lesson_id",
            "absent_id",
            "substitute_id",
            "replacing_load_id",
            "kind",
            "state",
            "access_until",
        }
        if not self.env.su and fixed & set(vals):
            raise UserError(
                self.env._("A substitution does not change: cancel it and give another.")
            )
        return super().write(vals)

    def _check_month(self, by_absence=True):
        """Refuse to change who is paid for a lesson of a closed month without a note (R004-1.4).

        :param by_absence: the absence of the teacher is reason enough.
        """
        if self.env.su:
            return
        silent = self.filtered(
            lambda row: not (row.note or "").strip() and not (by_absence and row.absence_id)
        )
        silent.lesson_id._refuse_closed(
            {(lesson.date, lesson.company_id) for lesson in silent.lesson_id}
        )

    def _note(self, action):
        """Keep who gave or took back whose lesson, and until when it is open, as evidence."""
        row = self.sudo()  # sudo: names of colleagues are no secret to the log
        self.env["ej.log"]._append(
            row.lesson_id.load_id,
            [
                {
                    "action": action,
                    "date": row.date,
                    "old": row.absent_id.name,
                    "new": row.substitute_id.name,
                    "reason": row.note or row.absence_id.display_name or None,
                    "payload": {
                        "lesson": row._given_lesson().id,
                        "substitution": row.id,
                        "until": fields.Date.to_string(row.access_until),
                    },
                }
            ],
        )

    def _put_in_timetable_sudo(self):
        """Let the substitute give the lesson, or another lesson instead of it.

        sudo: lessons are written by the owner of the timetable; whoever gives substitutions changes
        them in this way only.
        """
        lesson = self.lesson_id.sudo()
        if lesson.state != "planned":
            raise UserError(
                self.env._("%(lesson)s is cancelled already.", lesson=lesson.display_name)
            )
        if lesson.teacher_id != self.absent_id:
            raise UserError(
                self.env._(
                    "%(lesson)s is given by %(teacher)s, not by the absent teacher.",
                    lesson=lesson.display_name,
                    teacher=lesson.teacher_id.name,
                )
            )
        if self.kind != "other":
            lesson.write({"teacher_id": self.substitute_id.id})
            return
        if lesson._with_entries_sudo():
            raise UserError(
                self.env._(
                    "%(lesson)s: the journal has entries in it, another unit cannot replace it.",
                    lesson=lesson.display_name,
                )
            )
        lesson.write(
            {
                "state": "cancelled",
                "cancel_reason": self.env._("Replaced: %(load)s", load=self.replacing_load_id.name),
            }
        )
        self.sudo().replacing_lesson_id = lesson.create(
            {
                "load_id": self.replacing_load_id.id,
                "date": lesson.date,
                "pair": lesson.pair,
                "hours": lesson.hours,
                "room_id": lesson.room_id.id,
                "teacher_id": self.substitute_id.id,
                "company_id": lesson.company_id.id,
            }
        )

    def action_cancel(self):
        """Take substitutions back: the access ends at once, lessons ahead return to the timetable.

        A lesson in which the substitute has made entries stays as it was given: entries and hours
        are facts.
        """
        self.check_access("write")
        self._check_month(by_absence=False)
        for row in self.filtered(lambda row: row.state == "active"):
            row._take_back_sudo()
            row._note("substitution.cancel")
        return True

    def _take_back_sudo(self):
        """Undo what ``_put_in_timetable_sudo`` did. sudo: as there."""
        row = self.sudo()
        row.state = "cancelled"
        lesson, given = row.lesson_id, row.replacing_lesson_id
        if (given or lesson)._with_entries_sudo():
            return
        if given:
            given.write(
                {"state": "cancelled", "cancel_reason": self.env._("Substitution is cancelled")}
            )
            lesson.write({"state": "planned", "cancel_reason": False})
        else:
            lesson.write({"teacher_id": row.absent_id.id})

    # ------------------------------------------------------------
    # WHO MAY ENTER WHAT
    # ------------------------------------------------------------

    @api.model
    def _open_domain(self, day):
        """Domain of the substitutions that let their substitute enter data on ``day``."""
        return (
            Domain("state", "=", "active")
            & Domain("date", "<=", day)
            & Domain("access_until", ">=", day)
        )

    def _given_lesson(self):
        """Return the lesson that is really given: the replacing one, if there is."""
        self.ensure_one()
        return self.replacing_lesson_id or self.lesson_id

    # ------------------------------------------------------------
    # FORM A15
    # ------------------------------------------------------------

    def _form_rows_sudo(self):
        """Return the rows of «журнал замещения уроков» in the order of days and pairs.

        sudo: names of employees, whose cards the readers may not open.
        """
        reasons = dict(
            self.env["ej.teacher.absence"]._fields["reason"]._description_selection(self.env)
        )
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        # what was taught is an entry of the journal: shown to its people, the others see the plan
        oversees = self._is_owner() or self.env.user.has_group("ej_core.group_ej_overseer")
        rows = []
        for row in self.sudo().sorted(lambda row: (row.date, row.pair, row.id)):
            given = row._given_lesson()
            users = (row.absent_id | row.substitute_id).user_id
            sees = oversees or self.env.user in users
            ground = [reasons.get(row.absence_id.reason, ""), row.absence_id.ground or ""]
            rows.append(
                {
                    "date": row.date.strftime("%d.%m.%Y"),
                    "pair": row.pair,
                    "groups": ", ".join(row.lesson_id.load_id.group_ids.mapped("name")),
                    "unit": row.lesson_id.load_id.unit_id.display_name,
                    "absent": row.absent_id.ej_short_name or row.absent_id.name,
                    "reason": ", ".join(text for text in ground if text),
                    "substitute": row.substitute_id.ej_short_name or row.substitute_id.name,
                    "taught": given.load_id.unit_id.display_name,
                    "topic": (given._taught_text() if sees else given.planned_topic) or "",
                    "hours": f"{row.hours:g}",
                    "kind": kinds[row.kind],
                    "paid": row.paid,
                    "note": self.env._("Cancelled") if row.state == "cancelled" else row.note or "",
                }
            )
        return rows


class EjLesson(models.Model):
    """Which lessons are open to substitutes, and who is free to give them."""

    _inherit = "ej.lesson"

    @api.model
    def _substituted_by_sudo(self, user, day):
        """Return the lessons that ``user`` may fill as a substitute on ``day``, exactly these.

        sudo: the right of a substitute is asked before any other right.
        """
        Substitution = self.env["ej.substitution"].sudo()
        rows = Substitution.search(Domain("user_id", "=", user.id) & Substitution._open_domain(day))
        return self.browse([row._given_lesson().id for row in rows])

    def _substitutes_on_sudo(self, day):
        """Return {lesson: user} of the substitutes who may fill lessons of self on ``day``."""
        Substitution = self.env["ej.substitution"].sudo()  # sudo: as above
        rows = Substitution.search(
            (Domain("lesson_id", "in", self.ids) | Domain("replacing_lesson_id", "in", self.ids))
            & Substitution._open_domain(day)
        )
        return {
            self.browse(row._given_lesson().id): row.user_id
            for row in rows
            if row._given_lesson().id in self.ids and row.user_id
        }

    def _free_teachers_sudo(self):
        """Return {lesson: free employees}, best first: same unit, same group, there that day.

        Free is who teaches in the year, is not absent on the day and has no lesson at the pair.
        sudo: loads and absences of colleagues are asked for the proposal only. Four queries
        whatever the number of lessons.
        """
        lessons = self.sudo()
        days = set(lessons.mapped("date"))
        company = lessons.company_id
        rows = (
            self.env["ej.load.teacher"]
            .sudo()
            .search(
                Domain("company_id", "in", company.ids)
                & Domain("load_id.year_id", "in", lessons.load_id.year_id.ids)
            )
        )
        busy, there = set(), set()
        others = self.sudo().search_fetch(
            Domain("company_id", "in", company.ids)
            & Domain("date", "in", list(days))
            & Domain("state", "=", "planned"),
            ["date", "pair", "teacher_id"],
        )
        for other in others:
            busy.add((other.date, other.pair, other.teacher_id.id))
            there.add((other.date, other.teacher_id.id))
        absences = (
            self.env["ej.teacher.absence"]
            .sudo()
            .search(
                Domain("company_id", "in", company.ids)
                & Domain("date_from", "<=", max(days, default=False))
                & Domain("date_to", ">=", min(days, default=False))
            )
        )
        result = {}
        for lesson in self:
            own = lesson.sudo()
            away = absences.filtered(
                lambda absence, day=own.date: absence.date_from <= day <= absence.date_to
            ).employee_id
            ranks = {}
            for row in rows:
                who = row.employee_id
                if who in away or (own.date, own.pair, who.id) in busy or who == own.teacher_id:
                    continue
                if not row.date_from <= own.date or (row.date_to and row.date_to < own.date):
                    continue
                if row.load_id.unit_id == own.load_id.unit_id:
                    rank = 0
                elif row.load_id.group_ids & own.load_id.group_ids:
                    rank = 1
                else:
                    rank = 2 if (own.date, who.id) in there else 3
                ranks[who] = min(rank, ranks.get(who, 9))
            ordered = sorted(ranks, key=lambda who: (ranks[who], who.name))
            result[lesson] = self.env["hr.employee"].browse([who.id for who in ordered])
        return result
