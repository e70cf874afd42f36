from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class EjLesson(models.Model):
    """A dated lesson of a load. Cancelled lessons stay, with the reason: nothing is deleted without trace.

    ``teacher_id`` is who gives (gave) it: the load's teacher of that day, or the substitute.
    """

    _name = "ej.lesson"
    _description = "Lesson"
    _order = "date, pair, id"
    _check_company_auto = True
    _allow_sudo_commands = False

    load_id = fields.Many2one("ej.load", required=True, index=True, ondelete="restrict", check_company=True)
    date = fields.Date(required=True, index=True)
    pair = fields.Integer(required=True, default=1)
    hours = fields.Float(required=True, default=2.0, help="Academic hours.")
    teacher_id = fields.Many2one("hr.employee", required=True, index=True, ondelete="restrict", check_company=True)
    room_id = fields.Many2one("ej.room", index="btree_not_null", ondelete="restrict")
    slot_id = fields.Many2one("ej.timetable.slot", index="btree_not_null", ondelete="set null")
    state = fields.Selection(
        [("planned", "Planned"), ("cancelled", "Cancelled")], default="planned", required=True, index=True,
        help="A planned lesson of a past day counts as held.",
    )
    cancel_reason = fields.Char()
    changed_at = fields.Datetime("Changed on", readonly=True, help="Last change of the timetable for this lesson.")
    substitution_ids = fields.One2many("ej.substitution", "lesson_id", "Substitutions")
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, required=True, index=True)

    _load_date_idx = models.Index("(load_id, date, pair)")
    _teacher_date_idx = models.Index("(teacher_id, date)")
    _slot_uniq = models.UniqueIndex(
        "(load_id, date, pair) WHERE state = 'planned'", "The load has a lesson on this day and pair already."
    )
    _hours_positive = models.Constraint("CHECK (hours > 0)", "The hours of a lesson must be positive.")

    @api.depends("date", "pair", "load_id.name")
    def _compute_display_name(self):
        for lesson in self:
            day = lesson.date.strftime("%d.%m.%Y") if lesson.date else ""
            lesson.display_name = self.env._("%(day)s, pair %(pair)s: %(load)s", day=day, pair=lesson.pair, load=lesson.load_id.name)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_past(self):
        if any(lesson.date <= lesson.company_id._ej_today() for lesson in self):
            raise UserError(self.env._("A lesson of a past day is never deleted: cancel it with a reason."))

    def _clashes(self):
        """Return [(lesson, other, what)] of teacher, group and room that are in two places at once.

        ``what`` is «teacher», «group» or «room». One query for all lessons of self.
        """
        planned = self.filtered(lambda lesson: lesson.state == "planned")
        others = self.search(
            Domain("date", "in", planned.mapped("date")) & Domain("state", "=", "planned") & Domain("company_id", "in", planned.company_id.ids)
        )
        at = {}
        for other in others:
            at.setdefault((other.date, other.pair), []).append(other)
        result = []
        for lesson in planned:
            for other in at.get((lesson.date, lesson.pair), []):
                if other == lesson:
                    continue
                if other.teacher_id == lesson.teacher_id:
                    result.append((lesson, other, "teacher"))
                if other.load_id.group_ids & lesson.load_id.group_ids and not lesson._apart(other):
                    result.append((lesson, other, "group"))
                if lesson.room_id and other.room_id == lesson.room_id and not lesson.room_id.shared:
                    result.append((lesson, other, "room"))
        return result

    def _apart(self, other):
        """Say whether two lessons of one group are of different subgroups and so may run in parallel."""
        mine, theirs = self.load_id.subgroup_id, other.load_id.subgroup_id
        return bool(mine and theirs and mine != theirs)
