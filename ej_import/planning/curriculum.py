"""A curriculum of «Планы»: programme, units, hours by semester and kind, attestation, calendar
graph.
"""

from odoo.fields import Domain

from ..core.match import title_key
from .draft import CHANGE, CREATE, SAME, Planner

UNIT_KINDS = {
    "discipline": "discipline",
    "mdk": "mdk",
    "module": "module",
    "practice_study": "study_practice",
    "practice_work": "work_practice",
    "practice_diploma": "diploma_practice",
    "state_exam": "final",
}
#: Hours of practices and of the final attestation are weeks outside the timetable, whatever the
#: plan calls them.
PRACTICE_UNITS = ("practice_study", "practice_work", "practice_diploma", "state_exam")
HOUR_KINDS = {
    "lecture": "lecture",
    "practical": "practice",
    "seminar": "practice",
    "individual": "practice",
    "lab": "lab",
    "project": "course",
    "consultation": "consult",
    "independent": "self",
    "control": "control",
}
CONTROL_FORMS = {
    "exam": "exam",
    "credit": "credit",
    "graded_credit": "credit_graded",
    "course_project": "course_work",
    "course_work": "course_work",
    "control_work": "other",
    "other": "other",
}
WEEK_KINDS = {
    "theory": "theory",
    "exams": "session",
    "practice_study": "study_practice",
    "practice_work": "work_practice",
    "practice_diploma": "diploma_practice",
    "state_exam": "final",
    "holidays": "vacation",
    "none": "none",
    "other": "none",
}


class CurriculumPlanner(Planner):
    """One curriculum for a programme and a year of admission.

    A module's row carries no hours of its own, only its exam: the hours of «ПМ.xx.ЭК» are kept
    there as attestation, so that the sum over the lines is the plan's own total.
    """

    def plan(self):
        """Compare each file with the curriculum of the same programme and year, if there is one."""
        self.jobs = []
        for file_name, parsed in self.draft.parsed("curriculum"):
            job = self._job(parsed)
            self.jobs.append(job)
            self._tell(job, file_name)

    def _job(self, parsed):
        info = parsed.extra["program"]
        program = (
            self.env["ej.program"]
            .with_context(active_test=False)
            .search(
                Domain("company_id", "=", self.company.id)
                & Domain("code", "=", info["code"])
                & Domain("name", "=ilike", info["name"]),
                limit=1,
            )
        )
        curriculum = self.env["ej.curriculum"]
        if program:
            curriculum = curriculum.search(
                Domain("program_id", "=", program.id)
                & Domain("admission_year", "=", info["start_year"]),
                limit=1,
            )
        units = self.env["ej.unit"].with_context(active_test=False)
        units = units.search(Domain("program_id", "=", program.id)) if program else units
        return {
            "info": info,
            "program": program,
            "curriculum": curriculum,
            "units": {(unit.index or "", title_key(unit.name)): unit for unit in units},
            "rows": [row for row in parsed.rows if row.kind != "module_exam"],
            "lines": wanted_lines(parsed.rows),
            "total": sum(row.planned for row in parsed.rows if row.kind != "module"),
            "weeks": wanted_weeks(parsed.extra["calendar"]),
        }

    def _tell(self, job, file_name):
        line, info = self.draft.line, job["info"]
        title = f"{info['code']} {info['name']}"
        line(SAME if job["program"] else CREATE, "program", title, info["qualification"], file_name)
        present = present_lines(job["curriculum"])
        for row in job["rows"]:
            unit = job["units"].get((row.index, title_key(row.name)))
            wanted = job["lines"][row.index]
            if not unit or unit.id not in present:
                action = CREATE
            else:
                action = SAME if present[unit.id] == wanted else CHANGE
            hours = sum(amount for _semester, _kind, amount in wanted[0])
            line(action, "unit", f"{row.index} {row.name}", f"{hours:g}", file_name)
        weeks = {(w.course, w.number, w.part): w.kind for w in job["curriculum"].week_ids}
        action = SAME if weeks == job["weeks"] else CHANGE if weeks else CREATE
        line(action, "calendar", title, "", file_name, count=len(job["weeks"]))

    def apply(self):
        """Write programme, units, hours; lines that are equal already are not touched."""
        for job in self.jobs:
            self._apply_job(job)

    def _apply_job(self, job):
        info = job["info"]
        program = job["program"] or self.env["ej.program"].create(
            {
                "code": info["code"],
                "name": info["name"],
                "qualification": info["qualification"],
                "company_id": self.company.id,
            }
        )
        curriculum = job["curriculum"] or self.env["ej.curriculum"].create(
            {
                "name": f"{info['code']} {info['name']}, {info['start_year']}",
                "program_id": program.id,
                "admission_year": info["start_year"],
                "company_id": self.company.id,
            }
        )
        units = self._units(job, program)
        present = present_lines(curriculum)
        lines = {line.unit_id.id: line for line in curriculum.line_ids}
        missing = [row for row in job["rows"] if units[row.index].id not in lines]
        made = self.env["ej.curriculum.line"].create(
            [
                {
                    "curriculum_id": curriculum.id,
                    "unit_id": units[row.index].id,
                    "sequence": row.row * 10,
                }
                for row in missing
            ]
        )
        lines.update({line.unit_id.id: line for line in made})
        stale = self.env["ej.curriculum.line"]
        hours, controls = [], []
        for row in job["rows"]:
            unit = units[row.index]
            wanted = job["lines"][row.index]
            if present.get(unit.id) == wanted:
                continue
            stale |= lines[unit.id]
            hours += [
                {"line_id": lines[unit.id].id, "semester": semester, "kind": kind, "hours": amount}
                for semester, kind, amount in sorted(wanted[0])
            ]
            controls += [
                {"line_id": lines[unit.id].id, "semester": semester, "form": form}
                for semester, form in sorted(wanted[1])
            ]
        stale.hour_ids.unlink()
        stale.control_ids.unlink()
        self.env["ej.curriculum.hours"].create(hours)
        self.env["ej.curriculum.control"].create(controls)
        self._write_weeks(curriculum, job["weeks"])
        job.update(program=program, curriculum=curriculum)

    def _units(self, job, program):
        """``{index: unit}``: modules first, their parts point to them."""
        result = {
            row.index: job["units"].get((row.index, title_key(row.name))) for row in job["rows"]
        }
        modules = [row for row in job["rows"] if row.kind == "module" and not result[row.index]]
        self._make_units(modules, program, result)
        self._make_units([row for row in job["rows"] if not result[row.index]], program, result)
        return result

    def _make_units(self, rows, program, result):
        units = self.env["ej.unit"].create(
            [
                {
                    "name": row.name,
                    "index": row.index,
                    "kind": UNIT_KINDS[row.kind],
                    "program_id": program.id,
                    "parent_id": result[row.parent].id if result.get(row.parent) else False,
                    "company_id": self.company.id,
                }
                for row in rows
            ]
        )
        result.update({row.index: unit for row, unit in zip(rows, units, strict=True)})

    def _write_weeks(self, curriculum, weeks):
        present = {(w.course, w.number, w.part): w.kind for w in curriculum.week_ids}
        if present == weeks:
            return
        curriculum.week_ids.unlink()
        self.env["ej.curriculum.week"].create(
            [
                {
                    "curriculum_id": curriculum.id,
                    "course": course,
                    "number": number,
                    "part": part,
                    "kind": kind,
                }
                for (course, number, part), kind in sorted(weeks.items())
            ]
        )


def wanted_lines(rows):
    """``{index: ({(semester, kind, hours)}, {(semester, form)})}`` of the rows."""
    result = {}
    for row in rows:
        if row.kind == "module_exam":
            continue
        hours, controls = {}, set()
        source = [row] if row.kind != "module" else []
        for unit in source:
            for semester, cell in unit.hours.items():
                for kind, amount in cell.hours.items():
                    name = "practice_out" if row.kind in PRACTICE_UNITS else HOUR_KINDS[kind]
                    hours[semester, name] = hours.get((semester, name), 0.0) + amount
                controls |= {(semester, CONTROL_FORMS[form]) for form, _count in cell.attestations}
        if row.kind == "module":
            for exam in rows:
                if exam.kind == "module_exam" and exam.parent == row.index:
                    for semester, cell in exam.hours.items():
                        hours[semester, "control"] = sum(cell.hours.values())
                        controls.add((semester, "module_exam"))
        result[row.index] = (
            {(semester, kind, amount) for (semester, kind), amount in hours.items() if amount},
            controls,
        )
    return result


def wanted_weeks(calendar):
    """``{(course, week, part): kind}`` of the calendar graph."""
    return {(course, week, part): WEEK_KINDS[kind] for course, week, part, kind in calendar}


def present_lines(curriculum):
    """The same as `wanted_lines` of what the database holds, by unit id."""
    return {
        line.unit_id.id: (
            {(cell.semester, cell.kind, cell.hours) for cell in line.hour_ids},
            {(control.semester, control.form) for control in line.control_ids},
        )
        for line in curriculum.line_ids
    }
