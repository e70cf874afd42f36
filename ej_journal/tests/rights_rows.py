"""Rights on the models of the journal (see ej_core/tests/rights.py). Nobody writes but the door."""

from odoo.addons.ej_core.tests.rights import rights

#: who reads a page of Физика, a page of a colleague in the same group, one of another institution
BY_RELATION = {
    "overseer": "r r -",
    "director": "r r -",
    "teacher": "r - -",
    "colleague": "- r -",
    "group_curator": "r r -",
    "substitute": "r - -",
    "head": "r - -",
}
STAFF = (
    *("registrar", "overseer", "director", "admin", "staff", "curator", "special"),
    *("teacher", "colleague", "group_curator", "substitute", "head"),
)


def entry(model, **values):
    """Return the makers of a record in the three scopes, as keywords of a row."""

    def make(lesson_of):
        return lambda case: case.env[model].create(entry_values(case, lesson_of(case), values))

    return {
        "own": make(lambda case: case.lesson),
        "other": make(lambda case: case.other_lesson),
        "foreign": make(lambda case: case.foreign_lesson),
        "new": lambda case, scope: entry_values(case, case.lesson_of(scope), values),
        "change": {"journal_id": 1} if model == "ej.work" else dict(list(values.items())[:1]),
    }


def entry_values(case, lesson, values):
    """Return the values of an entry of a lesson; a callable among them is asked with the lesson."""
    page = case.env["ej.journal"].search([("load_id", "=", lesson.load_id.id)])
    made = {
        name: value(case, lesson) if callable(value) else value for name, value in values.items()
    }
    return {"journal_id": page.id, "lesson_id": lesson.id, **made}


def student(case, lesson):
    """Return the student of the lesson's group."""
    own = lesson.company_id == case.company
    return (case.students[0] if own else case.foreign_student).id


def work(case, lesson):
    """Return a work of the lesson, made once."""
    works = case.env["ej.work"].search([("lesson_id", "=", lesson.id)], limit=1)
    values = entry_values(case, lesson, {"kind_id": case.kind.id})
    return (works or case.env["ej.work"].create(values)).id


def day(case, lesson):
    """Return the day of the lesson."""
    return lesson.date


def reason_values(company, letter):
    """Return the values of a reason of absence of the institution's own."""
    return {"letter": letter, "name": "Конкурс", "company_id": company.id}


def reason(case, company):
    """Return a reason of absence nobody was noted with."""
    return case.env["ej.absence.reason"].create(reason_values(company, "дт"))


def final_rows():
    """Return the makers of a final mark in the three scopes: it has a period, not a lesson."""

    def values(case, lesson):
        own = lesson.company_id == case.company
        year = case.year if own else case.foreign_year
        period = case.env["ej.period"].search([("year_id", "=", year.id)], limit=1)
        if not period:
            days = {"date_start": year.date_start, "date_end": year.date_end}
            period = case.env["ej.period"].create({"name": "Год", "year_id": year.id, **days})
        page = case.env["ej.journal"].search([("load_id", "=", lesson.load_id.id)])
        return {
            "journal_id": page.id,
            "student_id": student(case, lesson),
            "period_id": period.id,
            "value": "5",
            "date": day(case, lesson),
        }

    def make(scope):
        return lambda case: case.env["ej.final"].create(values(case, case.lesson_of(scope)))

    return {
        **{scope: make(scope) for scope in ("own", "other", "foreign")},
        "new": lambda case, scope: values(case, case.lesson_of(scope)),
        "change": {"value": "4"},
    }


rights(
    "ej.journal",
    own=lambda case: case.page,
    other=lambda case: case.other_page,
    foreign=lambda case: case.foreign_page,
    new=lambda case, scope: {"load_id": case.load.id},
    change={"name": "Чужая страница"},
    **BY_RELATION,
)
rights(
    "ej.mark",
    **entry("ej.mark", value="5", student_id=student, work_id=work, date=day),
    **BY_RELATION,
)
rights(
    "ej.final",
    **final_rows(),
    **{**BY_RELATION, "substitute": "- - -"},
)
rights(
    "ej.absence",
    **entry("ej.absence", code="sick", student_id=student, date=day, hours=2),
    **BY_RELATION,
)
rights("ej.homework", **entry("ej.homework", content="§ 5"), **BY_RELATION)
rights(
    "ej.work",
    **entry("ej.work", kind_id=lambda case, lesson: case.kind.id, sequence=9),
    **BY_RELATION,
)
rights(
    "ej.work.kind",
    own=lambda case: case.env["ej.work.kind"].create({"name": "Диктант", "short": "ДТ"}),
    foreign=lambda case: case.env["ej.work.kind"].create({"name": "Изложение", "short": "ИЗ"}),
    new=lambda case, scope: {"name": "Эссе", "short": "ЭС"},
    change={"weight": 3},
    **{**dict.fromkeys(STAFF, "r r"), "admin": "crwu crwu"},
)
rights(
    "ej.absence.reason",
    own=lambda case: reason(case, case.company),
    foreign=lambda case: reason(case, case.other_company),
    new=lambda case, scope: reason_values(
        case.company if scope == "own" else case.other_company, "эс"
    ),
    change={"note": "По приказу директора"},
    **{**dict.fromkeys(STAFF, "r -"), "admin": "crwu -"},
)
rights(
    "ej.lesson.state",
    own=lambda case: case.env["ej.lesson.state"].browse(case.lesson.id),
    other=lambda case: case.env["ej.lesson.state"].browse(case.other_lesson.id),
    foreign=lambda case: case.env["ej.lesson.state"].browse(case.foreign_lesson.id),
    new=lambda case, scope: {"pair": 1},
    change={"pair": 2},
    overseer="r r -",
    director="r r -",
)
