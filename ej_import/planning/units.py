"""What the titles of disciplines in timetables and topics mean."""

from collections import Counter

from odoo.fields import Domain

from ..core.groups import candidates_by_speciality, group_key
from ..core.match import fullest, propose_title, title_key
from ..core.text import fold
from ..core.vocabulary import PRACTICE_TITLES
from .draft import CREATE, Planner


class UnitPlanner(Planner):
    """Titles become units: of the groups' programmes, common ones, or new common ones.

    A new unit is named by the fullest of its spellings.
    """

    def plan(self):
        """Resolve every title of the files; the answers are in ``draft.titles``."""
        self.new_units, self.by_key = [], {}
        self.groups = {group_key(t.name): t for t in self.draft.targets["group"].values()}
        self._register_units()
        self._plan_titles()

    def _register_units(self):
        """Units without a programme, and units of the programmes that groups study by."""
        programs = (
            self.env["ej.group"].search(Domain("company_id", "=", self.company.id)).program_id
        )
        units = (
            self.env["ej.unit"]
            .with_context(active_test=False)
            .search(
                Domain("company_id", "=", self.company.id)
                & Domain("program_id", "in", [False, *programs.ids])
            )
        )
        # a programme's own unit is preferred to a common one of the same title
        for unit in units.sorted(lambda unit: (not unit.program_id, unit.id)):
            if unit.kind != "module":
                self.draft.add_target("discipline", f"id:{unit.id}", unit.name, unit)

    def _plan_titles(self):
        """Decide what each spelling of a discipline means, the fullest spellings first."""
        places, counts, rows = {}, Counter(), []
        for file_name, parsed in self.draft.parsed("timetable_week") + self.draft.parsed("topics"):
            for row in parsed.rows:
                program = self._program(row)
                key = title_key(row.discipline)
                if program:
                    key = f"{key} | {program.code}"
                rows.append((row, key))
                places.setdefault((row.discipline, key), (program, f"{file_name}: {row.row}"))
                counts[key] += 1
        for title, key in sorted(places, key=lambda item: ("." in item[0], -len(item[0]), item)):
            if key not in self.by_key:
                program, place = places[title, key]
                self.by_key[key] = self._resolve_title(title, key, counts[key], program, place)
            self.draft.titles[title, key] = self.by_key[key]
        self.draft.units = {id(row): self.by_key[key] for row, key in rows}
        for target in self.new_units:
            self.draft.line(CREATE, "unit", target.name)

    def _program(self, row):
        """The programme of the groups of a row, if they all study by one."""
        if hasattr(row, "groups"):
            groups = [self.groups.get(group_key(name)) for name in row.groups]
        else:
            names = {target.name: target for target in self.draft.targets["group"].values()}
            fitting = candidates_by_speciality(row.group, row.entry_year, list(names))
            groups = [names[name] for name in fitting]
        programs = {group.record.program_id for group in groups if group and group.record}
        return programs.pop() if len(programs) == 1 else None

    def _resolve_title(self, title, key, count, program, place):
        names, seen = {}, set()
        for target_key, target in self.draft.targets["discipline"].items():
            own = target.record.program_id if target.record else None
            # other programmes' units are no candidates; equal titles are one: the first registered
            if (not own or own == program) and title_key(target.name) not in seen:
                seen.add(title_key(target.name))
                names[target_key] = target.name
        targets, _apart = self.draft.resolve(
            "discipline",
            key,
            title,
            lambda: propose_title(title, names),
            place,
            ask_nothing=False,
            count=count,
        )
        if targets:
            target = targets[0]
            if target in self.new_units:
                target.name = fullest(target.name, title)
            return target
        target = self.draft.add_target("discipline", f"new:{key}", title)
        target.data["kind"] = next(
            (kind for start, kind in PRACTICE_TITLES.items() if fold(title).startswith(start)),
            "discipline",
        )
        self.new_units.append(target)
        return target

    def apply(self):
        """Create the new units."""
        units = self.env["ej.unit"].create(
            [
                {"name": target.name, "kind": target.data["kind"], "company_id": self.company.id}
                for target in self.new_units
            ]
        )
        for target, unit in zip(self.new_units, units, strict=True):
            target.record = unit
