"""Rights on the models of the timetable: role x model x create, read, write, unlink.

Under the strict profile the dispatcher owns the timetable and the administrator gives
substitutions; the other profiles are in ``test_owner``.
"""

from odoo.addons.ej_core.tests.rights import rights

STAFF = (
    "registrar",
    "overseer",
    "director",
    "admin",
    "staff",
    "curator",
    "special",
    "teacher",
    "deputy",
    "dispatcher",
)
#: a day ahead of the frozen clock and of the machine's own, inside the year of the tests
AHEAD = "2027-03-15"


def kept_by(role, letters):
    """Return roles: staff read, ``role`` has ``letters``; nothing elsewhere."""
    return {**dict.fromkeys(STAFF, "r -"), role: f"{letters} -"}


def company(case, scope):
    """Return {company_id} of the scope."""
    return {"company_id": case.company_of(scope).id}


def year(case, scope):
    """The study year of the scope."""
    return case.foreign_year if scope == "foreign" else case.year


def load(case, scope):
    """The load whose lessons are tried."""
    return case.foreign_load if scope == "foreign" else case.load


def employee(case, scope):
    """Who teaches in the scope."""
    return case.foreign_employee if scope == "foreign" else case.employee


def lesson_values(case, scope):
    """Values of a new lesson."""
    return {
        "load_id": load(case, scope).id,
        "date": AHEAD,
        "pair": 4,
        "teacher_id": employee(case, scope).id,
        **company(case, scope),
    }


def lesson(case, scope, pair=1):
    """A lesson ahead."""
    return case.env["ej.lesson"].create({**lesson_values(case, scope), "pair": pair})


def timetable_values(case, scope):
    """Values of a new draft."""
    return {
        "name": "Расписание",
        "period_id": year(case, scope).period_ids[0].id,
        **company(case, scope),
    }


def slot_values(case, scope):
    """Values of a new slot."""
    return {
        "timetable_id": case.record("ej.timetable", scope).id,
        "weekday": "1",
        "pair": 2,
        "load_id": load(case, scope).id,
    }


def absence_values(case, scope):
    """Values of a new absence."""
    return {
        "employee_id": employee(case, scope).id,
        "date_from": AHEAD,
        "date_to": AHEAD,
        **company(case, scope),
    }


def substitution_values(case, scope, pair=2):
    """Values of a new substitution for a lesson of its own."""
    foreign = scope == "foreign"
    substitute = case.foreign_mate if foreign else case.colleague_employee
    return {
        "lesson_id": lesson(case, scope, pair).id,
        "absent_id": employee(case, scope).id,
        "substitute_id": substitute.id,
        **company(case, scope),
    }


rights(
    "ej.bell.schedule",
    own=lambda case: case.env["ej.bell.schedule"].create({"name": "З", **company(case, "own")}),
    foreign=lambda case: case.env["ej.bell.schedule"].create(
        {
            "name": "З",
            **company(case, "foreign"),
            "line_ids": [(0, 0, {"pair": 1, "time_start": 8, "time_end": 9})],
        }
    ),
    new=lambda case, scope: {"name": "Суббота", "weekdays": "6", **company(case, scope)},
    change={"weekdays": "12345"},
    **kept_by("dispatcher", "crwu"),
)
rights(
    "ej.bell",
    own=lambda case: case.bells.line_ids[0],
    foreign=lambda case: case.record("ej.bell.schedule", "foreign").line_ids,
    new=lambda case, scope: {
        "schedule_id": (
            case.record("ej.bell.schedule", scope) if scope == "foreign" else case.bells
        ).id,
        "pair": 9,
        "time_start": 20,
        "time_end": 21,
    },
    change={"hours": 1},
    **kept_by("dispatcher", "crwu"),
)
rights(
    "ej.room",
    own=lambda case: case.room,
    foreign=lambda case: case.env["ej.room"].create({"name": "1", **company(case, "foreign")}),
    new=lambda case, scope: {"name": "12", **company(case, scope)},
    change={"capacity": 30},
    **kept_by("dispatcher", "crwu"),
)
rights(
    "ej.week",
    own=lambda case: case.env["ej.week"].search([("year_id", "=", case.year.id)], limit=1),
    foreign=lambda case: case.env["ej.week"].create(
        {"year_id": case.foreign_year.id, "date_start": "2026-10-12", "parity": "odd"}
    ),
    new=lambda case, scope: {
        "year_id": year(case, scope).id,
        "date_start": "2027-03-15",
        "parity": "odd",
    },
    change={"parity": "even"},
    **kept_by("dispatcher", "crwu"),
)
rights(
    "ej.timetable",
    own=lambda case: case.env["ej.timetable"].create(timetable_values(case, "own")),
    foreign=lambda case: case.env["ej.timetable"].create(timetable_values(case, "foreign")),
    new=timetable_values,
    change={"name": "Другое"},
    **kept_by("dispatcher", "crwu"),
)
rights(
    "ej.timetable.slot",
    own=lambda case: case.env["ej.timetable.slot"].create(slot_values(case, "own")),
    foreign=lambda case: case.env["ej.timetable.slot"].create(slot_values(case, "foreign")),
    new=lambda case, scope: {**slot_values(case, scope), "pair": 3},
    change={"pair": 5},
    **kept_by("dispatcher", "crwu"),
)
rights(
    "ej.lesson",
    own=lambda case: lesson(case, "own"),
    foreign=lambda case: lesson(case, "foreign"),
    new=lesson_values,
    change={"pair": 6},
    **kept_by("dispatcher", "crwu"),
)
rights(
    "ej.teacher.absence",
    own=lambda case: case.env["ej.teacher.absence"].create(absence_values(case, "own")),
    foreign=lambda case: case.env["ej.teacher.absence"].create(absence_values(case, "foreign")),
    new=absence_values,
    change={"ground": "лист № 1"},
    **kept_by("admin", "crw"),
)
rights(
    "ej.substitution",
    own=lambda case: case.env["ej.substitution"].create(substitution_values(case, "own")),
    foreign=lambda case: case.env["ej.substitution"].create(substitution_values(case, "foreign")),
    new=lambda case, scope: substitution_values(case, scope, pair=7),
    change={"note": "по просьбе"},
    **kept_by("admin", "crw"),
)


def hours_row(case, scope):
    """The row of hours of a lesson held."""
    made = case.env["ej.lesson"].create({**lesson_values(case, scope), "date": "2026-09-02"})
    return case.env["ej.lesson.hours"].browse(made.id)


rights(
    "ej.lesson.hours",
    own=lambda case: hours_row(case, "own"),
    foreign=lambda case: hours_row(case, "foreign"),
    new=lambda case, scope: {"pair": 1},
    change={"pair": 2},
    **dict.fromkeys(("overseer", "director", "teacher", "deputy", "dispatcher"), "r -"),
)
