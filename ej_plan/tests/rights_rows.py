"""Rights on the models of planning: role x model x create, read, write, unlink."""

from odoo.addons.ej_core.tests.rights import rights

#: who reads programmes, curricula, load and the single base of КТП
STAFF = (
    "registrar",
    "overseer",
    "director",
    "staff",
    "curator",
    "special",
    "planner",
)


def kept_by_methodist(words, full="crwu"):
    """Return roles: staff read, the methodist and the administrator keep; nothing elsewhere."""
    rest = " -" * (words - 1)
    own = " ".join([full] * (words - 1)) + " -"
    return {**dict.fromkeys(STAFF, "r" + rest), "methodist": own, "admin": own}


def company(case, scope):
    """Return {company_id} of the scope."""
    return {"company_id": case.company_of(scope).id}


def program(case, scope, code="38.02.01"):
    """A programme that nothing uses."""
    return case.env["ej.program"].create({**program_values(case, scope), "code": code})


def program_values(case, scope):
    """Values of a new programme."""
    return {"code": "38.02.01", "name": "Экономика", **company(case, scope)}


def unit(case, scope, name="Черчение"):
    """The unit of that name of no programme; the first one is used by nothing."""
    Unit = case.env["ej.unit"]
    known = [("name", "=", name), ("company_id", "=", case.company_of(scope).id)]
    return Unit.search(known) or Unit.create({"name": name, **company(case, scope)})


def curriculum(case, scope):
    """A curriculum with one unit, its hours, form of attestation and week."""
    return case.env["ej.curriculum"].create(
        {
            "name": "УП",
            "program_id": program(case, scope, "09.02.09").id,
            "admission_year": 2026,
            **company(case, scope),
            "line_ids": [
                (
                    0,
                    0,
                    {
                        "unit_id": unit(case, scope, "Лепка").id,
                        "hour_ids": [(0, 0, {"semester": 1, "kind": "lab", "hours": 2})],
                        "control_ids": [(0, 0, {"semester": 1, "form": "exam"})],
                    },
                )
            ],
            "week_ids": [(0, 0, {"course": 1, "number": 1, "kind": "theory"})],
        }
    )


def new_line(case, scope):
    """Values of a new line of a curriculum."""
    return {
        "curriculum_id": case.record("ej.curriculum", scope).id,
        "unit_id": unit(case, scope, "Рисунок").id,
    }


def load(case, scope):
    """A load with a teacher and hours that nothing uses."""
    foreign = scope == "foreign"
    year = case.foreign_year if foreign else case.year
    return case.env["ej.load"].create(
        {
            **load_values(case, scope),
            "teacher_ids": [
                (0, 0, {"employee_id": teacher(case, scope), "date_from": "2026-09-01"})
            ],
            "hour_ids": [(0, 0, {"period_id": year.period_ids[0].id, "kind": "lab", "hours": 4})],
        }
    )


def load_values(case, scope):
    """Values of a new load."""
    foreign = scope == "foreign"
    return {
        "unit_id": unit(case, scope, "Музыка").id,
        "year_id": (case.foreign_year if foreign else case.year).id,
        "group_ids": [(6, 0, (case.foreign_group if foreign else case.group).ids)],
        **company(case, scope),
    }


def teacher(case, scope):
    """Id of the employee who teaches in the scope: never the planner of the test."""
    return (case.foreign_employee if scope == "foreign" else case.colleague_employee).id


def plan(case, scope):
    """A draft with a topic: of the planner (own), of the colleague (other), of others (foreign)."""
    values = {
        **plan_values(case, scope),
        "topic_ids": [(0, 0, {"number": 1, "name": "Введение", "hours": 2})],
    }
    return case.env["ej.plan"].create(values)


def plan_values(case, scope):
    """Values of a new plan, written by whom the scope says."""
    foreign = scope == "foreign"
    units = {"own": case.unit, "other": case.chemistry}
    authors = {"own": case.teacher, "other": case.colleague}
    return {
        "name": "Черновик",
        "unit_id": (unit(case, scope, "Пение") if foreign else units[scope]).id,
        "year_id": (case.foreign_year if foreign else case.year).id,
        "author_id": authors.get(scope, case.env.user).id,
        **company(case, scope),
    }


rights(
    "ej.program",
    own=lambda case: program(case, "own"),
    foreign=lambda case: program(case, "foreign"),
    new=lambda case, scope: {**program_values(case, scope), "code": "38.02.02"},
    change={"qualification": "бухгалтер"},
    **kept_by_methodist(2),
)
rights(
    "ej.unit",
    own=lambda case: unit(case, "own"),
    foreign=lambda case: unit(case, "foreign"),
    new=lambda case, scope: {"name": "Рисунок", **company(case, scope)},
    change={"short": "Черч."},
    **kept_by_methodist(2),
)
rights(
    "ej.curriculum",
    own=lambda case: curriculum(case, "own"),
    foreign=lambda case: curriculum(case, "foreign"),
    new=lambda case, scope: {
        "name": "УП 2027",
        "program_id": case.record("ej.program", scope).id,
        "admission_year": 2027,
        **company(case, scope),
    },
    change={"base": "9"},
    **kept_by_methodist(2),
)
rights(
    "ej.curriculum.line",
    own=lambda case: case.record("ej.curriculum", "own").line_ids,
    foreign=lambda case: case.record("ej.curriculum", "foreign").line_ids,
    new=new_line,
    change={"sequence": 20},
    **kept_by_methodist(2),
)
rights(
    "ej.curriculum.hours",
    own=lambda case: case.record("ej.curriculum.line", "own").hour_ids,
    foreign=lambda case: case.record("ej.curriculum.line", "foreign").hour_ids,
    new=lambda case, scope: {
        "line_id": case.record("ej.curriculum.line", scope).id,
        "semester": 2,
        "kind": "lab",
        "hours": 2,
    },
    change={"hours": 4},
    **kept_by_methodist(2),
)
rights(
    "ej.curriculum.control",
    own=lambda case: case.record("ej.curriculum.line", "own").control_ids,
    foreign=lambda case: case.record("ej.curriculum.line", "foreign").control_ids,
    new=lambda case, scope: {
        "line_id": case.record("ej.curriculum.line", scope).id,
        "semester": 2,
        "form": "exam",
    },
    change={"form": "credit"},
    **kept_by_methodist(2),
)
rights(
    "ej.curriculum.week",
    own=lambda case: case.record("ej.curriculum", "own").week_ids,
    foreign=lambda case: case.record("ej.curriculum", "foreign").week_ids,
    new=lambda case, scope: {
        "curriculum_id": case.record("ej.curriculum", scope).id,
        "course": 1,
        "number": 2,
        "kind": "theory",
    },
    change={"kind": "session"},
    **kept_by_methodist(2),
)
rights(
    "ej.load",
    own=lambda case: load(case, "own"),
    foreign=lambda case: load(case, "foreign"),
    new=load_values,
    change={"active": True},
    **kept_by_methodist(2),
)
rights(
    "ej.load.teacher",
    own=lambda case: case.record("ej.load", "own").teacher_ids,
    foreign=lambda case: case.record("ej.load", "foreign").teacher_ids,
    new=lambda case, scope: {
        "load_id": case.record("ej.load", scope).id,
        "employee_id": teacher(case, scope),
        "date_from": "2026-10-01",
    },
    change={"date_to": "2027-01-01"},
    **kept_by_methodist(2),
)
rights(
    "ej.load.hours",
    own=lambda case: case.record("ej.load", "own").hour_ids,
    foreign=lambda case: case.record("ej.load", "foreign").hour_ids,
    new=lambda case, scope: {
        "load_id": case.record("ej.load", scope).id,
        "period_id": (case.foreign_year if scope == "foreign" else case.year).period_ids[0].id,
        "kind": "lecture",
        "hours": 2,
    },
    change={"hours": 6},
    **kept_by_methodist(2),
)
# own: the planner's draft of the planner's unit; other: a colleague's draft of another unit
rights(
    "ej.plan",
    own=lambda case: plan(case, "own"),
    other=lambda case: plan(case, "other"),
    foreign=lambda case: plan(case, "foreign"),
    new=plan_values,
    change={"name": "Новое название"},
    **{
        **dict.fromkeys(STAFF, "r r -"),
        "planner": "crwu r -",
        "methodist": "crwu crwu -",
        "admin": "crwu crwu -",
    },
)
rights(
    "ej.plan.topic",
    own=lambda case: case.record("ej.plan", "own").topic_ids,
    other=lambda case: case.record("ej.plan", "other").topic_ids,
    foreign=lambda case: case.record("ej.plan", "foreign").topic_ids,
    new=lambda case, scope: {"plan_id": case.record("ej.plan", scope).id, "name": "Новая"},
    change={"homework": "§ 1"},
    **{
        **dict.fromkeys(STAFF, "r r -"),
        "planner": "crwu r -",
        "methodist": "crwu crwu -",
        "admin": "crwu crwu -",
    },
)
