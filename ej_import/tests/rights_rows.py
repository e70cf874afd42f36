"""Rights on the models of the import (see ej_core/tests/rights.py): its people's alone."""

from odoo.addons.ej_core.tests.rights import rights


def session_of(case, scope):
    """Return the import of the institution of the scope, made once, its files read."""
    company = case.company_of(scope)
    sessions = case.env["ej.import.session"].search([("company_id", "=", company.id)], limit=1)
    return sessions or sessions.create({"company_id": company.id, "state": "preview"})


def part(model, letters, change, **values):
    """Declare the rights on a model of what was found in the files of an import."""

    def new(case, scope):
        return {"session_id": session_of(case, scope).id, **values}

    def make(scope):
        return lambda case: case.env[model].create(new(case, scope))

    rights(
        model,
        own=make("own"),
        foreign=make("foreign"),
        new=new,
        change=change,
        admin=f"{letters} -",
        importer=f"{letters} -",
    )


def alias(scope):
    """Return a maker of a remembered spelling in the institution of the scope."""
    return lambda case: case.env["ej.import.alias"].create(alias_values(case, scope))


def alias_values(case, scope, key="ис26"):
    """Return the values of a remembered spelling of a group."""
    group = case.foreign_group if scope == "foreign" else case.group
    return {
        "kind": "group",
        "key": key,
        "spelling": "ИС 26",
        "group_id": group.id,
        "company_id": case.company_of(scope).id,
    }


rights(
    "ej.import.session",
    own=lambda case: session_of(case, "own"),
    foreign=lambda case: session_of(case, "foreign"),
    new=lambda case, scope: {"company_id": case.company_of(scope).id},
    change={"accept_from": 95},
    admin="crwu -",
    importer="crwu -",
)
rights(
    "ej.import.alias",
    own=alias("own"),
    foreign=alias("foreign"),
    new=lambda case, scope: alias_values(case, scope, key="ис-26"),
    change={"spelling": "ИС - 26"},
    admin="crwu -",
    importer="crwu -",
)
part("ej.import.file", "r", {"size": 2}, name="список.xlsx", size=1)
part("ej.import.line", "r", {"count": 2}, action="create", kind="group", name="ИС-26")
part(
    "ej.import.fault",
    "r",
    {"row": 2},
    level="error",
    severity=0,
    code="group_unknown",
    problem="Группа не найдена",
)
part("ej.import.check", "r", {"found": 2}, what="unit", name="ОУД.08", expected=1)
part("ej.import.candidate", "r", {"name": "ИС-27"}, kind="group", key="ис26", name="ИС-26")
part("ej.import.question", "rw", {"choice_ids": []}, kind="group", key="ис26", spelling="ИС 26")
