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
        gaps = loads.filtered("hours_gap")
        mine_and = [mine, self._hours_condition(gaps, len(loads - gaps))] if gaps else [mine]
        place = next(n for n, row in enumerate(conditions) if row["code"] == "teachers")
        return [*conditions[:place], *workers, *mine_and, *conditions[place + 1 :]]

    def _hours_condition(self, loads, found):
        """The loads that carried over without hours of their own: told, with why, by group."""
        titles = dict(loads._fields["hours_gap"]._description_selection(self.env))
        return self._condition(
            "load_hours",
            self.env._("Hours of the loads carried over"),
            [f"{load.name}: {titles[load.hours_gap]}" for load in loads],
            found=found,
            obliged=False,
            action="ej_plan.ej_load_action",
            domain=[("year_id", "=", self.id), ("hours_gap", "!=", False)],
        )

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

        A group whose curriculum has hours in class for its two semesters of the year gets these
        units with these hours. Another group goes on with the units, the subgroups and the hours of
        the year before: drafts, whose gap (``hours_gap``) says why they are to be looked through.
        The teacher is the last one of the unit in the year before, of the same group if it had it.
        """
        Load = self.env["ej.load"].sudo()
        groups = self._groups_of_year() - self._loads().group_ids
        before = Load.search([("year_id", "=", previous.id)])
        by_plan = {group: self._hours_of_course_sudo(group) for group in groups}
        going_on = groups.filtered(lambda group: not by_plan[group])
        wanted = []
        for group, lines in by_plan.items():
            own = before.filtered(lambda load, g=group: g in load.group_ids)
            for unit, hours in lines.items():
                wanted.append(self._load_values(group, unit, hours, own, before))
            # a stream is made anew with the first of its groups
            first = own.filtered(lambda load, g=group: (load.group_ids & going_on)[:1] == g)
            for load in first if not lines else ():
                wanted.append(self._load_again(load, load.group_ids & going_on))
        return Load.create(wanted)

    def _load_again(self, load, groups):
        """Return the values of a load that goes on from the year before, for these groups."""
        hours = {
            (row.period_id.kind, row.period_id.number, row.kind): row.hours for row in load.hour_ids
        }
        values = self._load_values(groups, load.unit_id, hours, load, load)
        bare = not any(group.sudo().curriculum_id for group in groups)
        return {
            **values,
            "subgroup_id": load.subgroup_id.id if load.subgroup_id.active else False,
            "hours_gap": values["hours_gap"] or ("no_curriculum" if bare else "no_hours"),
        }

    def _hours_of_course_sudo(self, group):
        """Return {unit: {(kind of period, its number in the year, kind): hours}} by the curriculum.

        Empty when the group has no curriculum, or one without hours for the course.
        """
        if not group.sudo().curriculum_id:
            return {}
        course = self.date_start.year - group.admission_year + 1
        rows = (
            self.env["ej.curriculum.hours"]
            .sudo()
            .search(
                Domain("curriculum_id", "=", group.sudo().curriculum_id.id)
                & Domain("semester", "in", (2 * course - 1, 2 * course))
                & Domain("kind", "in", CLASS_KINDS)
                & Domain("hours", ">", 0)
            )
        )
        lines = {}
        for row in rows:
            key = ("semester", 2 - row.semester % 2, row.kind)
            hours = lines.setdefault(row.unit_id, {})
            hours[key] = hours.get(key, 0) + row.hours
        return lines

    def _load_values(self, groups, unit, hours, own, before):
        """Return the values of a load; ``own``, ``before``: loads to take the teacher from.

        Hours of a period the year does not have are not lost in silence: they are the load's gap.
        """
        periods = {(period.kind, period.number): period for period in self.period_ids}
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
                    {"period_id": periods[key[:2]].id, "kind": key[2], "hours": amount}
                )
                for key, amount in hours.items()
                if key[:2] in periods
            ],
            "hours_gap": "no_period" if {key[:2] for key in hours} - periods.keys() else False,
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
