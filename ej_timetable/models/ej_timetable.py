from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core.spread import days_between, monday_of, spread
from .ej_bell_schedule import DEFAULT_HOURS


class EjTimetable(models.Model):
    """Version of the weekly timetable for days of a semester (R003-3.10.1a).

    In force, it has made the dated lessons of its days. A new version (``replaces_id``) takes over
    from its first day: planned lessons of the old one without entries give way to it.
    """

    _name = "ej.timetable"
    _description = "Timetable"
    _inherit = ["ej.timetable.guard", "mail.thread"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    period_id = fields.Many2one(
        "ej.period", required=True, index=True, ondelete="restrict", check_company=True
    )
    date_from = fields.Date(
        "From", required=True, compute="_compute_dates", store=True, readonly=False, precompute=True
    )
    date_to = fields.Date(
        "To", required=True, compute="_compute_dates", store=True, readonly=False, precompute=True
    )
    state = fields.Selection(
        [("draft", "Draft"), ("active", "In force")],
        default="draft",
        required=True,
        copy=False,
        tracking=True,
    )
    replaces_id = fields.Many2one(
        "ej.timetable",
        "Replaces",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    slot_ids = fields.One2many("ej.timetable.slot", "timetable_id", "Slots", copy=True)
    clash_count = fields.Integer("Clashes", compute="_compute_clash_count")
    lesson_count = fields.Integer("Lessons", compute="_compute_lesson_count")
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    _dates = models.Constraint(
        "CHECK (date_from <= date_to)", "The timetable must end after it begins."
    )

    @api.depends("period_id")
    def _compute_dates(self):
        for timetable in self:
            timetable.date_from = timetable.date_from or timetable.period_id.date_start
            timetable.date_to = timetable.date_to or timetable.period_id.date_end

    @api.depends("slot_ids.clash_text")
    def _compute_clash_count(self):
        for timetable in self:
            timetable.clash_count = len(
                {frozenset(pair[:2]) for pair in timetable.slot_ids._clashes()}
            )

    def _compute_lesson_count(self):
        counts = self.env["ej.lesson"]._read_group(
            Domain("slot_id.timetable_id", "in", self.ids), ["slot_id"], ["__count"]
        )
        sums = {}
        for slot, count in counts:
            sums[slot.timetable_id] = sums.get(slot.timetable_id, 0) + count
        for timetable in self:
            timetable.lesson_count = sums.get(timetable, 0)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get("state", "draft") != "draft" for vals in vals_list):
            raise UserError(self.env._("A timetable is put in force by its own action."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if "state" in vals:
                raise UserError(self.env._("A timetable is put in force by its own action."))
            frozen = {"slot_ids", "date_from", "date_to", "period_id"} & set(vals)
            if frozen and any(timetable.state == "active" for timetable in self):
                raise UserError(
                    self.env._("A timetable in force does not change: make a new version of it.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_active(self):
        if any(timetable.state == "active" for timetable in self):
            raise UserError(self.env._("A timetable in force is kept: its lessons come from it."))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_new_version(self):
        """Copy this timetable into a draft that takes over from next Monday; open it."""
        self.ensure_one()
        self.check_access("write")
        today = self.company_id._ej_today()
        start = max(monday_of(today) + timedelta(days=7), self.date_from)
        if start > self.date_to:
            raise UserError(self.env._("The days of this timetable are over."))
        version = self.copy({"date_from": start, "date_to": self.date_to})
        version.sudo().replaces_id = self  # sudo: the link is not for hands
        return version._get_records_action()

    def action_activate(self):
        """Put the draft in force: make the dated lessons of its days (R003-3.10.1a).

        :raises UserError: when weeks, bells or slots are missing, or another timetable of the same
            groups is in force in these days and this one is not its new version.
        :return: the notification with what was made.
        """
        self.ensure_one()
        self.check_access("write")
        self._check_activate()
        removed = self._take_over_sudo()
        made, vacant = self._generate_lessons(self.date_from, self.date_to)
        # sudo: state and evidence are written by this action only
        self.sudo().state = "active"
        self.env["ej.log"]._append(
            self,
            [
                {
                    "action": "timetable.activate",
                    "date": self.date_from,
                    "new": self.name,
                    "payload": {"lessons": len(made), "removed": removed, "vacant": len(vacant)},
                }
            ],
        )
        text = self._activation_text(made, removed, vacant)
        self.message_post(body=text)
        self._tell_teachers_sudo()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("The timetable is in force"),
                "message": text,
                "type": "warning" if vacant else "success",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _activation_text(self, made, removed, vacant):
        parts = [self.env._("Lessons made: %(count)s.", count=len(made))]
        if removed:
            parts.append(
                self.env._("Lessons of the former version removed: %(count)s.", count=removed)
            )
        if vacant:
            loads = sorted({slot.load_id.name for _day, slot in vacant})
            parts.append(
                self.env._(
                    "Without a teacher, so not made: %(count)s (%(loads)s).",
                    count=len(vacant),
                    loads=", ".join(loads),
                )
            )
        return " ".join(parts)

    def _tell_teachers_sudo(self):
        """Tell the teachers of the slots that the timetable is in force. sudo: as for lessons."""
        users = self.sudo().slot_ids.load_id.teacher_ids.employee_id.user_id - self.env.user
        if users:
            self.env["mail.thread"].sudo().message_notify(
                partner_ids=users.partner_id.ids,
                subject=self.env._("Change of the timetable"),
                body=self.env._(
                    "The timetable «%(name)s» is in force from %(day)s.",
                    name=self.name,
                    day=self.date_from.strftime("%d.%m.%Y"),
                ),
            )

    # ------------------------------------------------------------
    # CHECKS AND TAKING OVER
    # ------------------------------------------------------------

    def _check_activate(self):
        if self.state != "draft":
            raise UserError(self.env._("The timetable is in force already."))
        if not self.slot_ids:
            raise UserError(self.env._("The timetable has no slots."))
        rivals = self.search(
            Domain("state", "=", "active")
            & Domain("company_id", "=", self.company_id.id)
            & Domain("date_from", "<=", self.date_to)
            & Domain("date_to", ">=", self.date_from)
            & Domain("id", "not in", (self | self.replaces_id).ids)
        )
        groups = self.slot_ids.load_id.group_ids
        for rival in rivals:
            common = rival.slot_ids.load_id.group_ids & groups
            if common:
                raise UserError(
                    self.env._(
                        "%(groups)s: the timetable «%(name)s» is in force in these days. "
                        "Make a new version of it.",
                        groups=", ".join(common.mapped("name")),
                        name=rival.name,
                    )
                )

    def _take_over_sudo(self):
        """End the version this one replaces; remove its lessons ahead without entries.

        Past days and today stay as they were: history is not rewritten. Lessons moved by hand,
        cancelled, substituted or with entries stay too. sudo: lessons are nobody's to delete.

        :return: number of lessons removed.
        """
        old = self.sudo().replaces_id
        if not old or old.state != "active":
            return 0
        tomorrow = self.company_id._ej_today() + timedelta(days=1)
        start = max(self.date_from, tomorrow)
        if start > self.date_to:
            raise UserError(self.env._("The days of this timetable are over."))
        self.sudo().date_from = start
        stale = (
            self.env["ej.lesson"]
            .sudo()
            .search(
                Domain("slot_id.timetable_id", "=", old.id)
                & Domain("date", ">=", start)
                & Domain("state", "=", "planned")
                & Domain("moved_from_date", "=", False)
                & Domain("substitution_ids", "=", False)
            )
        )
        stale -= stale._with_entries_sudo()
        count = len(stale)
        stale.unlink()
        if old.date_from < start:
            old.date_to = start - timedelta(days=1)
        return count

    # ------------------------------------------------------------
    # GENERATION
    # ------------------------------------------------------------

    def _generate_lessons(self, date_from, date_to):
        """Make the dated lessons of the slots between two days; a second run makes none.

        Days off of the institution's calendar are left out, so are the days on which the calendar
        graph lets all groups of the load rest; hours follow the bells, the teacher is the load's
        one of that day. A lesson cancelled or moved away is not made again.

        :return: (lessons made, [(day, slot)] without a teacher on that day).
        :raises UserError: when the parity of a week, or a bell, is not entered.
        """
        self.ensure_one()
        company = self.company_id
        slots = {slot.id: slot for slot in self.slot_ids}
        parities = self.env["ej.week"]._parities_sudo(company, date_from, date_to)
        try:
            places = spread(
                [(slot.id, int(slot.weekday), slot.parity) for slot in self.slot_ids],
                date_from,
                date_to,
                parities,
                self._days_off_sudo(company, date_from, date_to),
            )
        except KeyError as missing:
            raise UserError(
                self.env._(
                    "Enter whether the week of %(day)s is the numerator or the denominator.",
                    day=missing.args[0].strftime("%d.%m.%Y"),
                )
            )
        bells = self.env["ej.bell.schedule"]._bells_sudo(company)
        taken = self._taken(date_from, date_to)
        rests = self.slot_ids.load_id.group_ids._rest_days_sudo(date_from, date_to)
        vals_list, vacant = [], []
        for day, key in places:
            slot = slots[key]
            if (slot.load_id.id, day, slot.pair) in taken:
                continue
            if all(day in rests[group] for group in slot.load_id.group_ids):
                continue
            teacher = slot.load_id.teacher_ids._valid_on(day)[-1:].employee_id
            if not teacher:
                vacant.append((day, slot))
                continue
            taken.add((slot.load_id.id, day, slot.pair))
            vals_list.append(
                {
                    "load_id": slot.load_id.id,
                    "date": day,
                    "pair": slot.pair,
                    "hours": self._hours_of(bells, day, slot.pair),
                    "teacher_id": teacher.id,
                    "room_id": slot.room_id.id,
                    "slot_id": slot.id,
                    "company_id": company.id,
                }
            )
        lessons = self.env["ej.lesson"].create(vals_list)
        return lessons, vacant

    def _taken(self, date_from, date_to):
        """Return {(load, day, pair)} where the loads have, or had, a lesson.

        A lesson of any state keeps its place and, when moved, the place it came from.
        """
        loads = self.slot_ids.load_id
        between = Domain("date", ">=", date_from) & Domain("date", "<=", date_to)
        moved = Domain("moved_from_date", ">=", date_from) & Domain(
            "moved_from_date", "<=", date_to
        )
        lessons = (
            self.env["ej.lesson"]
            .sudo()
            .search_fetch(  # sudo: nothing may be doubled
                Domain("load_id", "in", loads.ids) & (between | moved),
                ["load_id", "date", "pair", "moved_from_date", "moved_from_pair"],
            )
        )
        taken = {(lesson.load_id.id, lesson.date, lesson.pair) for lesson in lessons}
        return taken | {
            (lesson.load_id.id, lesson.moved_from_date, lesson.moved_from_pair)
            for lesson in lessons
            if lesson.moved_from_date
        }

    def _hours_of(self, bells, day, pair):
        """Return the academic hours of a pair; without any bells a pair has two."""
        if not bells:
            return DEFAULT_HOURS
        bell = bells.get(day.isoweekday(), {}).get(pair)
        if not bell:
            raise UserError(
                self.env._(
                    "The bells of %(day)s have no pair %(pair)s: add it to the bells or take the"
                    " lesson off the timetable.",
                    day=day.strftime("%d.%m.%Y"),
                    pair=pair,
                )
            )
        return bell.hours

    @api.model
    def _days_off_sudo(self, company, date_from, date_to):
        """Return the days off of the institution's calendar: holidays that cover local noon.

        sudo: the calendar of the institution is no secret.
        """
        calendar = company.sudo().resource_calendar_id
        zone = ZoneInfo(company._ej_tz())
        leaves = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                Domain("resource_id", "=", False)
                & Domain("calendar_id", "in", [False, calendar.id])
                & Domain("company_id", "in", [False, company.id])
                & Domain("date_from", "<=", datetime.combine(date_to, time.max))
                & Domain("date_to", ">=", datetime.combine(date_from, time.min) - timedelta(days=1))
            )
        )
        spans = [(leave.date_from, leave.date_to) for leave in leaves]
        off = set()
        for day in days_between(date_from, date_to):
            local = datetime.combine(day, time(12), tzinfo=zone)
            noon = local.astimezone(UTC).replace(tzinfo=None)
            if any(start <= noon <= end for start, end in spans):
                off.add(day)
        return off
