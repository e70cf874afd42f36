"""Topics and hours: КТП of each discipline, laid over the lessons of the loads that use them."""

import datetime
from collections import defaultdict

from odoo.fields import Domain

from ..core.fault import NOTE, WARNING
from ..core.groups import group_key
from ..core.match import propose_group
from ..core.vocabulary import YEAR_NAME
from .draft import CHANGE, CREATE, SAME, Planner


class TopicPlanner(Planner):
    """A plan for each set of topics and each load (or group) that uses it.

    A file repeats the topics for every group; groups of one stream have one page, so their equal
    topics are kept once.
    """

    def __init__(self, draft):
        super().__init__(draft)
        self.present_loads = None

    def plan(self):
        """Collect the topics by unit, year, content and stream; compare with the plans of the
        database.
        """
        self.plans = {}
        for (file_name, discipline, group, entry_year, semester), rows in self._sheets().items():
            groups = self._groups(file_name, rows[0])
            unit = self.draft.units[id(rows[0])]
            start = entry_year + (semester - 1) // 2 if entry_year and semester else None
            if not start:
                self.draft.fault(
                    file_name, WARNING, "topics_no_year", row=rows[0].row, value=discipline
                )
                continue
            content = tuple((row.topic, row.hours) for row in rows)
            stream = self._stream(unit, groups)
            plan = self.plans.setdefault(
                (unit.key, start, semester % 2, content, stream),
                {
                    "unit": unit,
                    "year": start,
                    "semester": 2 - semester % 2,
                    "rows": rows,
                    "content": content,
                    "stream": stream,
                    "labels": [],
                    "file": file_name,
                },
            )
            plan["labels"].append(f"{group}-{entry_year}")
        self._tell_merged()
        self._tell_alone()
        self._compare()

    def _sheets(self):
        sheets = defaultdict(list)
        for file_name, parsed in self.draft.parsed("topics"):
            for row in parsed.rows:
                sheets[(file_name, *row.plan_key)].append(row)
        return sheets

    def _stream(self, unit, groups):
        """Keys of the groups that learn the unit together with these, by the loads."""
        own = {group.key for group in groups}
        together = set(own)
        for wanted_unit, _teacher, keys in [*self.draft.loads, *self._present_loads()]:
            if wanted_unit == unit.key and keys & own:
                together |= keys
        return frozenset(together)

    def _present_loads(self):
        """Keys of the loads in the database, as the timetable's planner writes them."""
        if self.present_loads is None:
            loads = self.env["ej.load"].search(
                Domain("company_id", "=", self.company.id) & Domain("year_id.state", "=", "open")
            )
            self.present_loads = [
                (
                    f"id:{load.unit_id.id}",
                    None,
                    frozenset(f"id:{group.id}" for group in load.group_ids),
                )
                for load in loads
            ]
        return self.present_loads

    def _tell_merged(self):
        """Name the topics kept once for a stream, and streams with two sets of topics."""
        streams = {}
        for plan in self.plans.values():
            repeats = len(plan["labels"]) - 1
            if repeats:
                self.draft.fault(
                    plan["file"],
                    NOTE,
                    "topics_merged",
                    row=plan["rows"][0].row,
                    value=f"{plan['unit'].name}: {', '.join(plan['labels'])}",
                    params={"count": repeats * len(plan["rows"])},
                )
            place = (plan["unit"].key, plan["year"], plan["semester"], plan["stream"])
            first = streams.setdefault(place, plan)
            if first is not plan and len(plan["stream"]) > 1:
                self.draft.fault(
                    plan["file"],
                    WARNING,
                    "topics_of_stream",
                    row=plan["rows"][0].row,
                    value=f"{plan['unit'].name}: {', '.join(plan['labels'])}",
                    params={"plan": ", ".join(first["labels"])},
                )

    def _tell_alone(self):
        """Name loads of the timetable that have no topics, and topics that no load uses."""
        if not self.plans:
            return
        used = {(plan["unit"].key, key) for plan in self.plans.values() for key in plan["stream"]}
        file_name = next(iter(self.plans.values()))["file"]
        for (unit, _teacher, groups), load in self.draft.loads.items():
            if not any((unit, key) in used for key in groups):
                names = ", ".join(sorted(group.name for group in load["groups"]))
                self.draft.fault(
                    file_name, WARNING, "load_without_topics", value=f"{load['unit'].name}: {names}"
                )
        if not self.draft.loads:
            return
        taught = {(unit, key) for unit, _teacher, groups in self.draft.loads for key in groups}
        for plan in self.plans.values():
            if not any((plan["unit"].key, key) in taught for key in plan["stream"]):
                self.draft.fault(
                    plan["file"],
                    WARNING,
                    "topics_without_load",
                    row=plan["rows"][0].row,
                    value=f"{plan['unit'].name}: {', '.join(plan['labels'])}",
                )

    def _groups(self, file_name, row):
        known = {key: target.name for key, target in self.draft.targets["group"].items()}
        spelling = f"{row.group}-{row.entry_year}" if row.entry_year else row.group
        targets, _apart = self.draft.resolve(
            "group",
            group_key(spelling),
            spelling,
            lambda: propose_group(spelling, known, None, (row.group, row.entry_year)),
            f"{file_name}: {row.row}",
        )
        return targets

    def _compare(self):
        if not self.plans:
            self.years = {}
            return
        years = {plan["year"] for plan in self.plans.values()}
        self.years = {
            year.date_start.year: year
            for year in self.env["ej.year"].search(
                Domain("company_id", "=", self.company.id)
                & Domain("date_start", ">=", f"{min(years)}-08-01")
                & Domain("date_start", "<=", f"{max(years)}-12-31")
            )
        }
        present = self._present()
        for plan in self.plans.values():
            plan["name"] = f"{plan['unit'].name} · {', '.join(dict.fromkeys(plan['labels']))}"
            year = self.years.get(plan["year"])
            unit = plan["unit"].record
            record = None
            if unit and year:
                place = (unit.id, year.id)
                record = present.get((*place, plan["name"])) or present.get(
                    (*place, plan["content"])
                )
            plan["record"] = record
            action = CREATE
            if record:
                action = (
                    SAME if topics_of(record)[: len(plan["content"])] == plan["content"] else CHANGE
                )
            plan["action"] = action
            detail = self.env._("%(count)s topics", count=len(plan["rows"]))
            self.draft.line(
                action, "plan", plan["name"], detail, plan["file"], count=len(plan["rows"])
            )

    def _present(self):
        """Plans of these units and years by content and by name."""
        units = [plan["unit"].record.id for plan in self.plans.values() if plan["unit"].record]
        plans = self.env["ej.plan"].search(
            Domain("unit_id", "in", units)
            & Domain("year_id", "in", [year.id for year in self.years.values()])
        )
        result = {}
        for plan in plans:
            result[plan.unit_id.id, plan.year_id.id, topics_of(plan)] = plan
            result[plan.unit_id.id, plan.year_id.id, plan.name] = plan
        return result

    def apply(self):
        """Write the plans and give them to the loads of their groups."""
        if not self.plans:
            return
        for plan in self.plans.values():
            if plan["year"] not in self.years:
                self.years[plan["year"]] = self._year(plan["year"])
        new = [plan for plan in self.plans.values() if not plan["record"]]
        records = self.env["ej.plan"].create(
            [
                {
                    "name": plan["name"],
                    "unit_id": plan["unit"].record.id,
                    "year_id": self.years[plan["year"]].id,
                    "company_id": self.company.id,
                }
                for plan in new
            ]
        )
        for plan, record in zip(new, records, strict=True):
            plan["record"] = record
        self.env["ej.plan.topic"].create(
            [values for plan in new for values in self._topics(plan, plan["rows"])]
        )
        for plan in self.plans.values():
            if plan["action"] == CHANGE:
                self._update(plan)
        self._give_to_loads()

    def _year(self, start):
        """The year, made by the timetable in the same import or made now."""
        year = self.env["ej.year"]._at(datetime.date(start, 10, 1), self.company)
        return year or self.env["ej.year"].create(
            {
                "name": YEAR_NAME.format(start, start + 1),
                "date_start": f"{start}-09-01",
                "date_end": f"{start + 1}-08-31",
                "company_id": self.company.id,
            }
        )

    def _topics(self, plan, rows, first=1):
        return [
            {
                "plan_id": plan["record"].id,
                "number": number,
                "name": row.topic,
                "hours": row.hours,
                "semester": plan["semester"],
            }
            for number, row in enumerate(rows, first)
        ]

    def _update(self, plan):
        """Topics are corrected in place: lessons may refer to them already."""
        topics = plan["record"].topic_ids.sorted("number")
        for topic, row in zip(topics, plan["rows"], strict=False):
            if (topic.name, topic.hours) != (row.topic, row.hours):
                topic.write({"name": row.topic, "hours": row.hours})
        extra = plan["rows"][len(topics) :]
        first = max(topics.mapped("number"), default=0) + 1
        self.env["ej.plan.topic"].create(self._topics(plan, extra, first))

    def _give_to_loads(self):
        """A load without a plan takes the plan of its unit and groups.

        The topics are not written into the lessons: they are laid over them as proposals, the
        teacher enters what was really taught.
        """
        keys = {target.key: target.record for target in self.draft.targets["group"].values()}
        loads = self.env["ej.load"].search(
            Domain("unit_id", "in", [plan["unit"].record.id for plan in self.plans.values()])
            & Domain("year_id", "in", [year.id for year in self.years.values()])
            & Domain("plan_id", "=", False)
        )
        by_unit = loads.grouped("unit_id")
        for plan in self.plans.values():
            groups = self.env["ej.group"].union(*(keys[key] for key in plan["stream"]))
            for load in by_unit.get(plan["unit"].record, loads.browse()):
                if (
                    not load.plan_id
                    and load.year_id == plan["record"].year_id
                    and load.group_ids <= groups
                ):
                    load.plan_id = plan["record"]


def topics_of(plan):
    """Topics of a plan as ``((title, hours), …)`` in their order."""
    return tuple((topic.name, topic.hours) for topic in plan.topic_ids.sorted("number"))
