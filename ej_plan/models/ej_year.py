from odoo import fields, models
from odoo.fields import Domain

from .ej_curriculum import CLASS_KINDS


class EjYear(models.Model):
    """What the load and the КТП ask of a year, and what of them carries over into it."""

    _inherit = "ej.year"

    def _loads(self):
        return self.env["ej.load"].search([("year_id", "=", self.id)])

    def _opening_conditions(self):
        """The third set: the list of teachers for each group (R002-4.2e, R004-4.1.1h).

        A group without any load is named by itself, else every unit without a teacher.
        """
        conditions = super()._opening_conditions()
        each = self.env["ej.regulation"]._at(self.date_start, self.company_id).year_teachers_each
        loads, groups = self._loads(), self._groups_of_year()
        lonely = loads.filtered(lambda load: not load.teacher_ids)
        missing = [
            self.env._("%(group)s: no load", group=group.name) for group in groups - loads.group_ids
        ] + lonely.mapped("name")
        mine = self._condition(
            "teachers",
            self.env._("Teachers of each group"),
            missing,
            found=len(loads.teacher_ids.employee_id),
            obliged=each,
            action="ej_plan.ej_load_action",
            domain=[("year_id", "=", self.id)] + ([("teacher_ids", "=", False)] if lonely else []),
        )
        workers = [row for row in conditions if row["code"] == "teachers" and not each]
        place = next(n for n, row in enumerate(conditions) if row["code"] == "teachers")
        return [*conditions[:place], *workers, mine, *conditions[place + 1 :]]

    def _readiness_conditions(self):
        """Loads without a КТП are told, they do not stop the year (R000-4.1.1: plans)."""
        bare = self._loads().filtered(lambda load: not load.plan_id)
        return [
            *super()._readiness_conditions(),
            self._condition(
                "plans",
                self.env._("КТП of the loads"),
                bare,
                found=len(self._loads() - bare),
                obliged=False,
                action="ej_plan.ej_load_action",
            ),
        ]

    # ------------------------------------------------------------
    # CARRYING OVER
    # ------------------------------------------------------------

    def _carry_over_sudo(self, previous):
        """Loads by the curriculum (else those of the year before) and their КТП as drafts."""
        made = super()._carry_over_sudo(previous)
        loads = self._carry_loads_sudo(previous)
        plans = self._carry_plans_sudo(previous)
        return [
            *made,
            (self.env._("Loads"), len(loads)),
            (self.env._("КТП, drafts"), plans),
        ]

    def _carry_loads_sudo(self, previous):
        """Make the loads of the groups that have none yet in this year; return them.

        A group with a curriculum gets the units that have hours in class in its two semesters of
        the year, with these hours; another group goes on with the units of the year before. The
        teacher is the last one of the unit in the year before, of the same group if it had it.
        """
        Load = self.env["ej.load"].sudo()
        groups = self._groups_of_year() - self._loads().group_ids
        before = Load.search([("year_id", "=", previous.id)])
        wanted = []
        for group in groups:
            own = before.filtered(lambda load, g=group: g in load.group_ids)
            if group.sudo().curriculum_id:
                for unit, hours in self._hours_of_course_sudo(group).items():
                    wanted.append(self._load_values(group, unit, hours, own, before))
            else:
                # a stream is made anew with the first of its groups
                for load in own.filtered(lambda load, g=group: load.group_ids[:1] == g):
                    wanted.append(
                        self._load_values(load.group_ids & groups, load.unit_id, {}, load, load)
                    )
        return Load.create(wanted)

    def _hours_of_course_sudo(self, group):
        """Return {unit: {(number of semester in the year, kind): hours}} by the curriculum."""
        course = self.date_start.year - group.admission_year + 1
        rows = (
            self.env["ej.curriculum.hours"]
            .sudo()
            .search(
                Domain("curriculum_id", "=", group.sudo().curriculum_id.id)
                & Domain("semester", "in", (2 * course - 1, 2 * course))
                & Domain("kind", "in", CLASS_KINDS)
            )
        )
        lines = {}
        for row in rows:
            key = (2 - row.semester % 2, row.kind)
            hours = lines.setdefault(row.unit_id, {})
            hours[key] = hours.get(key, 0) + row.hours
        return lines

    def _load_values(self, groups, unit, hours, own, before):
        """Return the values of a load; ``own``, ``before``: loads to take the teacher from."""
        semesters = {
            period.number: period for period in self.period_ids if period.kind == "semester"
        }
        same = own.filtered(lambda load: load.unit_id == unit) or before.filtered(
            lambda load: load.unit_id == unit
        )
        teacher = same.teacher_ids.sorted("date_from")[-1:].employee_id
        return {
            "unit_id": unit.id,
            "year_id": self.id,
            "company_id": self.company_id.id,
            "group_ids": [fields.Command.set(groups.ids)],
            "teacher_ids": [
                fields.Command.create({"employee_id": teacher.id, "date_from": self.date_start})
            ]
            if teacher.active
            else [],
            "hour_ids": [
                fields.Command.create(
                    {"period_id": semesters[number].id, "kind": kind, "hours": amount}
                )
                for (number, kind), amount in hours.items()
                if number in semesters
            ],
        }

    def _carry_plans_sudo(self, previous):
        """Give the loads without a КТП a draft copied from last year's plan of the unit.

        Loads of one unit with one teacher share the draft, as they did. A plan of a unit that
        was taught in other semesters is the methodist's to judge: it is a draft.

        :return: number of drafts made.
        """
        Plan = self.env["ej.plan"].sudo()
        bare = self._loads().sudo().filtered(lambda load: not load.plan_id)
        old = Plan.search(
            Domain("year_id", "=", previous.id)
            & Domain("unit_id", "in", bare.unit_id.ids)
            & Domain("company_id", "=", self.company_id.id)
        )
        drafts = {}
        for load in bare:
            teacher = load.teacher_ids[:1].employee_id
            source = old.filtered(lambda plan, x=load: plan.unit_id == x.unit_id)
            source = (
                source.filtered(lambda plan, t=teacher: plan.author_id == t.user_id) or source
            )[:1]
            if not source:
                continue
            key = (source, teacher)
            if key not in drafts:
                drafts[key] = source.copy(
                    {
                        "name": load.name,
                        "year_id": self.id,
                        "source_id": source.id,
                        "author_id": (teacher.user_id or source.author_id).id,
                    }
                )
            load.plan_id = drafts[key]
        return len(drafts)
