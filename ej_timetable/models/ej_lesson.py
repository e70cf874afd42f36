from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

#: Fields whose change is a change of the timetable: dated, kept as evidence, announced
PLACE = ("load_id", "date", "pair", "hours", "teacher_id", "room_id", "state")
#: what hours are paid by: changed in a closed month for a reason only (R004-1.4)
PAID = ("load_id", "date", "pair", "hours", "teacher_id", "state")
#: characters of a reason: it is printed and sent
REASON_MAX = 300


class EjLesson(models.Model):
    """A dated lesson of a load. Cancelled lessons stay with the reason: nothing vanishes.

    ``teacher_id`` is who gives (gave) it: the load's teacher of that day, or the substitute; hours
    reports count by it. Every change of place, time, teacher or state goes through ``write``, which
    dates it, keeps it as evidence in the chain of the load and tells the teachers (R003-3.10.1b).
    """

    _name = "ej.lesson"
    _description = "Lesson"
    _inherit = ["ej.timetable.guard"]
    _order = "date, pair, id"
    _check_company_auto = True
    _allow_sudo_commands = False

    load_id = fields.Many2one(
        "ej.load", required=True, index=True, ondelete="restrict", check_company=True
    )
    date = fields.Date(required=True, index=True)
    day_name = fields.Char("Weekday", compute="_compute_day_name", help="Short name: Mon.")
    pair = fields.Integer(required=True, default=1, aggregator=None)
    hours = fields.Float(required=True, default=2.0, help="Academic hours.")
    teacher_id = fields.Many2one(
        "hr.employee",
        "Teacher",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="Who gives or gave the lesson; hours are counted to them.",
    )
    room_id = fields.Many2one(
        "ej.room", index="btree_not_null", ondelete="restrict", check_company=True
    )
    slot_id = fields.Many2one("ej.timetable.slot", index="btree_not_null", ondelete="set null")
    state = fields.Selection(
        [("planned", "Planned"), ("cancelled", "Cancelled")],
        default="planned",
        required=True,
        index=True,
        help="A planned lesson of a past day counts as held.",
    )
    cancel_reason = fields.Char("Reason", help="Why it was cancelled or moved.")
    changed_at = fields.Datetime(
        "Changed on", readonly=True, help="Last change of the timetable for this lesson."
    )
    moved_from_date = fields.Date("Moved from", readonly=True, help="First day it was set for.")
    moved_from_pair = fields.Integer(
        "Moved from pair", readonly=True, aggregator=None, help="First pair it was set for."
    )
    planned_topic_ids = fields.Many2many(
        "ej.plan.topic",
        "ej_lesson_planned_topic_rel",
        "lesson_id",
        "topic_id",
        "Planned topics",
        readonly=True,
        help="What the КТП laid over the timetable proposes for this lesson.",
    )
    planned_topic = fields.Char("Planned topic", compute="_compute_planned_topic")
    substitution_ids = fields.One2many("ej.substitution", "lesson_id", "Substitutions")
    is_substituted = fields.Boolean(
        "Substituted",
        compute="_compute_is_substituted",
        search="_search_is_substituted",
        help="Given by a substitute, or given instead of the lesson of the timetable.",
    )
    clash_text = fields.Text("Clashes", compute="_compute_clash_text")
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    _load_date_idx = models.Index("(load_id, date, pair)")
    _teacher_date_idx = models.Index("(teacher_id, date)")
    _moved_idx = models.Index("(moved_from_date) WHERE moved_from_date IS NOT NULL")
    _slot_uniq = models.UniqueIndex(
        "(load_id, date, pair) WHERE state = 'planned'",
        "The load has a lesson on this day and pair already.",
    )
    _hours_positive = models.Constraint(
        "CHECK (hours > 0)", "The hours of a lesson must be positive."
    )
    _pair_bounds = models.Constraint(
        "CHECK (pair BETWEEN 1 AND 12)", "The number of a pair is between 1 and 12."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_day_name(self):
        for lesson in self:
            lesson.day_name = format_date(self.env, lesson.date, date_format="ccc") or ""

    @api.depends("date", "pair", "load_id.name")
    def _compute_display_name(self):
        for lesson in self:
            day = lesson.date.strftime("%d.%m.%Y") if lesson.date else ""
            lesson.display_name = self.env._(
                "%(day)s, pair %(pair)s: %(load)s",
                day=day,
                pair=lesson.pair,
                load=lesson.load_id.name or "",
            )

    @api.depends("planned_topic_ids.name", "planned_topic_ids.number")
    def _compute_planned_topic(self):
        for lesson in self:
            lesson.planned_topic = "; ".join(lesson.planned_topic_ids.mapped("display_name"))

    @api.depends("substitution_ids.state")
    def _compute_is_substituted(self):
        Substitution = self.env["ej.substitution"]
        rows = Substitution.search(
            Domain("state", "=", "active")
            & (Domain("lesson_id", "in", self.ids) | Domain("replacing_lesson_id", "in", self.ids))
        )
        touched = rows.lesson_id | rows.replacing_lesson_id
        for lesson in self:
            lesson.is_substituted = lesson._origin in touched

    def _search_is_substituted(self, operator, value):
        if operator != "in":
            return NotImplemented
        Substitution = self.env["ej.substitution"]
        active = Domain("state", "=", "active")
        # without the empty ones: NOT IN of a list with a NULL finds nothing
        given = Substitution._search(active & Domain("replacing_lesson_id", "!=", False))
        found = Domain("substitution_ids", "any", active) | Domain(
            "id", "in", given.subselect("replacing_lesson_id")
        )
        return found if True in value else ~found

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    @api.constrains("date", "load_id")
    def _check_year(self):
        for lesson in self:
            year = lesson.load_id.year_id
            if not year.date_start <= lesson.date <= year.date_end:
                raise ValidationError(
                    self.env._(
                        "%(day)s is not in the year %(year)s of the load %(load)s.",
                        day=lesson.date.strftime("%d.%m.%Y"),
                        year=year.name,
                        load=lesson.load_id.name,
                    )
                )

    @api.constrains("state", "cancel_reason")
    def _check_reason(self):
        for lesson in self:
            if lesson.state == "cancelled" and not (lesson.cancel_reason or "").strip():
                raise ValidationError(self.env._("Write why the lesson is cancelled."))
            if len(lesson.cancel_reason or "") > REASON_MAX:
                raise ValidationError(
                    self.env._("Keep the reason within %(count)s characters.", count=REASON_MAX)
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_past(self):
        if any(lesson.date <= lesson.company_id._ej_today() for lesson in self):
            raise UserError(
                self.env._("A lesson of a past day is never deleted: cancel it with a reason.")
            )

    def _check_movable(self, vals):
        """Refuse to move or cancel a lesson in which the journal has entries.

        :raises UserError: naming the first such lesson.
        """
        if not {"date", "pair", "load_id", "state"} & set(vals):
            return
        changed = self._changing(vals, ("date", "pair", "load_id", "state"))
        for lesson in changed._with_entries_sudo():
            raise UserError(
                self.env._(
                    "%(lesson)s: the journal has entries in it, it is not moved or cancelled.",
                    lesson=lesson.display_name,
                )
            )

    def _changing(self, vals, keys):
        """Return the lessons in which ``vals`` changes one of the fields ``keys``."""
        return self.filtered(
            lambda lesson: any(
                key in vals
                and lesson._fields[key].convert_to_cache(vals[key], lesson)
                != lesson._fields[key].convert_to_cache(
                    lesson[key].id if key.endswith("_id") else lesson[key], lesson
                )
                for key in keys
            )
        )

    def _check_month(self, vals):
        """Refuse to change paid hours of a closed month, or move them there, without a reason.

        :raises UserError: R004-1.4; the reason goes into the evidence.
        """
        if (vals.get("cancel_reason") or "").strip():
            return
        changed = self._changing(vals, PAID)
        days = {(lesson.date, lesson.company_id) for lesson in changed}
        if vals.get("date"):
            day = fields.Date.to_date(vals["date"])
            days |= {(day, lesson.company_id) for lesson in changed}
        self._refuse_closed(days)

    def _in_closed_months(self):
        """Return the lessons whose month is closed."""
        Regulation = self.env["ej.regulation"]
        closed = {
            key: Regulation._is_month_closed(*key)
            for key in {(lesson.date, lesson.company_id) for lesson in self}
        }
        return self.filtered(lambda lesson: closed[lesson.date, lesson.company_id])

    def _refuse_closed(self, days):
        """:raises UserError: a month of the {(day, institution)} is closed."""
        Regulation = self.env["ej.regulation"]
        for day, company in days:
            if Regulation._is_month_closed(day, company):
                raise UserError(
                    self.env._(
                        "%(month)s is closed: name the reason of the change.",
                        month=day.strftime("%m.%Y"),
                    )
                )

    # what the journal above knows of a lesson ----------------------------------------

    def _with_entries_sudo(self):
        """Return the lessons that hold entries of the journal (none on this floor)."""
        return self.browse()

    def _topics_given_sudo(self):
        """Return {lesson: ids of КТП topics given in it} of lessons with a topic in the journal.

        A topic off the plan is an empty list. Nothing is given on this floor.
        """
        return {}

    def _taught_text(self):
        """Return the topic for forms: the planned one, until the journal has its own."""
        self.ensure_one()
        return self.planned_topic

    # ------------------------------------------------------------
    # CRUD: every change is dated, evident, announced
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lessons = super().create(vals_list)
        if not self.env.su:
            silent = lessons.filtered(
                lambda lesson: not lesson.slot_id and not (lesson.cancel_reason or "").strip()
            )
            silent._refuse_closed({(lesson.date, lesson.company_id) for lesson in silent})
        # lessons of a timetable are evident by its activation; those added by hand, or into a
        # closed month, one by one
        closed = lessons._in_closed_months() if not self.env.su else lessons.browse()
        added = lessons.filtered(lambda lesson: not lesson.slot_id or lesson in closed)
        if added:
            added._note_changes({lesson: ("lesson.add", "", lesson.teacher_id) for lesson in added})
        lessons.load_id._lay_plan_sudo()
        return lessons

    def write(self, vals):
        if not set(PLACE) & set(vals):
            return super().write(vals)
        if not self.env.su:
            self._check_movable(vals)
            self._check_month(vals)
        before = {lesson: lesson._snapshot() for lesson in self}
        result = super().write(vals)
        changes = {}
        for lesson, (place, text, teacher) in before.items():
            if lesson._place() == place:
                continue
            changes[lesson] = (lesson._action_of(place), text, teacher | lesson.teacher_id)
            lesson._remember_origin(place)
        if changes:
            changed = self.browse([lesson.id for lesson in changes])
            super(EjLesson, changed).write({"changed_at": fields.Datetime.now()})
            places = {lesson: before[lesson][0] for lesson in changes}
            changed._note_changes(changes, places)
            if {"date", "pair", "state", "hours", "load_id"} & set(vals):
                old_loads = self.env["ej.load"].browse({before[x][0]["load_id"] for x in changes})
                (changed.load_id | old_loads)._lay_plan_sudo()
        return result

    def _snapshot(self):
        return self._place(), self._place_text(), self.teacher_id

    def _place(self):
        return {key: self[key].id if key.endswith("_id") else self[key] for key in PLACE}

    def _place_text(self):
        """Return «12.10.2026, 2; Иванов И. И.; 101» of the lesson as it stands, for evidence."""
        lesson = self.sudo()  # sudo: names of teachers and rooms are no secret to the log
        parts = [
            f"{lesson.date:%d.%m.%Y}, {lesson.pair}",
            lesson.teacher_id.ej_short_name or lesson.teacher_id.name,
            lesson.room_id.name,
        ]
        return "; ".join(part for part in parts if part)

    def _action_of(self, before):
        """Return the business action that leads from the place ``before`` to the present one."""
        if self.state != before["state"]:
            return "lesson.cancel" if self.state == "cancelled" else "lesson.restore"
        if (self.date, self.pair) != (before["date"], before["pair"]):
            return "lesson.move"
        return "lesson.change"

    def _remember_origin(self, before):
        """Keep the first day and pair of a lesson that moves; forget them when it comes back."""
        origin = (self.moved_from_date, self.moved_from_pair)
        if (self.date, self.pair) == (before["date"], before["pair"]):
            return
        if not origin[0]:
            vals = {"moved_from_date": before["date"], "moved_from_pair": before["pair"]}
        elif origin == (self.date, self.pair):
            vals = {"moved_from_date": False, "moved_from_pair": 0}
        else:
            return
        super().write(vals)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_change(self):
        """Open the dialog that moves or cancels this lesson, clashes shown before saving."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change of the timetable"),
            "res_model": "ej.lesson.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_lesson_id": self.id, "default_mode": "move"},
        }

    def action_cancel(self, reason):
        """Cancel the lessons for a reason, e.g. for RPC: ``action_cancel("карантин")``.

        :raises UserError: when a lesson holds entries; ValidationError without a reason.
        """
        self.write({"state": "cancelled", "cancel_reason": reason})
        return True
