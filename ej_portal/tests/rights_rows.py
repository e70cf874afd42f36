"""Rights on the models of the diary (see ej_core/tests/rights.py). Portal people have none."""

from odoo.addons.ej_core.tests.rights import rights


def view_values(student):
    """Values of a view of the student's marks."""
    return {
        "partner_id": student.partner_id.id,
        "student_id": student.id,
        "section": "marks",
        "date_first": "2026-10-01",
        "date_last": "2026-10-01",
    }


def student_of(case, scope):
    """Return the student of the scope: in one's care, of another group, of another institution."""
    return {"own": case.cared_student, "other": case.students[0]}.get(scope, case.foreign_student)


def view(scope):
    """Return a maker of the record of the scope."""
    return lambda case: case.env["ej.diary.view"].create(view_values(student_of(case, scope)))


rights(
    "ej.diary.view",
    own=view("own"),
    other=view("other"),
    foreign=view("foreign"),
    new=lambda case, scope: {**view_values(student_of(case, scope)), "section": "diary"},
    change={"days": 3},
    registrar="r r -",
    admin="r r -",
    curator="r - -",
)
rights(
    "ej.diary.family",
    own=lambda case: case.env["ej.diary.family"].browse(case.cared_link.id),
    other=lambda case: case.env["ej.diary.family"].browse(case.other_link.id),
    foreign=lambda case: case.env["ej.diary.family"].browse(case.foreign_link.id),
    new=lambda case, scope: {"student_name": "Юдин"},
    change={"student_name": "Юдин"},
    registrar="r r -",
    admin="r r -",
    curator="r - -",
)
