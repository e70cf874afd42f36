from odoo import api, models
from odoo.fields import Domain

from ..core.clash import Audience, Item, clashes


class EjLesson(models.Model):
    """Clashes: a teacher, a group or subgroup, or a room in two places at once (R000-4.2.4)."""

    _inherit = "ej.lesson"

    def _clashes(self):
        """Return [(lesson, other, what)] of self with every planned lesson of the same time.

        ``what`` is «teacher», «group» or «room». Works on unsaved records too: the same number of
        queries whatever the number of lessons.
        """
        mine = self.filtered(lambda lesson: lesson.state == "planned" and lesson.date)
        if not mine:
            return []
        others = self.search(
            Domain("date", "in", mine.mapped("date"))
            & Domain("pair", "in", mine.mapped("pair"))
            & Domain("state", "=", "planned")
            & Domain("company_id", "in", mine.company_id.ids)
            & Domain("id", "not in", mine._origin.ids)
        )
        items = [lesson._clash_item() for lesson in [*mine, *others]]
        return clashes(items, wanted=set(mine))

    def _clash_item(self):
        return Item(
            key=self,
            day=self.date,
            pair=self.pair,
            teachers=((self.teacher_id.id, None, None),) if self.teacher_id else (),
            audience=self.load_id._audience(),
            room=0 if self.room_id.shared else self.room_id.id or 0,
        )

    @api.depends("date", "pair", "teacher_id", "room_id", "load_id", "state")
    def _compute_clash_text(self):
        texts = self._clash_texts()
        for lesson in self:
            lesson.clash_text = "\n".join(texts.get(lesson, ()))

    def _clash_texts(self):
        """Return {lesson: [sentences]}: who is where at the same time."""
        result = {}
        for lesson, other, what in self._clashes():
            sentence = self._clash_sentence(what, other)
            if sentence not in result.setdefault(lesson, []):
                result[lesson].append(sentence)
        return result

    @api.model
    def action_clashes(self):
        """Open the list of lessons of today and later that clash."""
        self.check_access("read")
        ahead = self.search(
            Domain("date", ">=", self.env.company._ej_today())
            & Domain("state", "=", "planned")
            & Domain("company_id", "=", self.env.company.id)
        )
        ahead.fetch(["date", "pair", "teacher_id", "room_id", "load_id", "state"])
        clashing = self.browse({x.id for pair in ahead._clashes() for x in pair[:2]})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Clashes"),
            "res_model": "ej.lesson",
            "view_mode": "list,form",
            "views": [
                (self.env.ref("ej_timetable.ej_lesson_view_list_clash").id, "list"),
                (False, "form"),
            ],
            "domain": [("id", "in", clashing.ids)],
            "help": self.env._("No lesson ahead clashes with another one."),
        }

    @api.model
    def _clash_sentence(self, what, other):
        """Return «The teacher … is busy: …» for a lesson or a slot."""
        other = other.sudo()  # sudo: the name of a busy teacher or room is no secret
        load = other.load_id
        if what == "teacher":
            teacher = other.teacher_id if other._name == "ej.lesson" else load.teacher_id
            return self.env._(
                "The teacher %(name)s is busy: %(load)s.",
                name=teacher.ej_short_name or teacher.name,
                load=load.name,
            )
        if what == "room":
            return self.env._(
                "The room %(name)s is taken: %(load)s.", name=other.room_id.name, load=load.name
            )
        return self.env._("The group is busy: %(load)s.", load=load.name)


class EjLoad(models.Model):
    """Who sits in the lessons of a load."""

    _inherit = "ej.load"

    def _audience(self):
        """Return the audiences of the load for the judge of clashes."""
        self.ensure_one()
        subgroup = self.subgroup_id
        if subgroup:
            return (
                Audience(
                    subgroup.group_id.id,
                    subgroup.id,
                    subgroup.split or "",
                    frozenset(subgroup.member_ids.student_id.ids),
                ),
            )
        return tuple(Audience(group_id) for group_id in self.group_ids.ids)
