"""Opens files as one import session, applies it unless it is a trial; answers what it found.

Texts come in Russian. A trial leaves nothing; an import that waits for decisions stays in the
journal, where people make them.
"""

from odoo.exceptions import UserError


def labels(model, field):
    """Return {value: Russian label} of a selection."""
    return dict(session.env[model].fields_get([field], ["selection"])[field]["selection"])


def rows(records, *names):
    """Return the records as lists; selections by their labels."""
    texts = {n: labels(records._name, n) for n in names if records._fields[n].type == "selection"}
    return [
        [
            texts[name].get(record[name], "") if name in texts else record[name] or ""
            for name in names
        ]
        for record in records
    ]


def told(session):
    """Return the tables of a session."""
    sums = session.env["ej.import.line"]._read_group(
        [("session_id", "=", session.id)], ["kind", "action"], ["count:sum"]
    )
    kinds, actions = (labels("ej.import.line", name) for name in ("kind", "action"))
    return {
        "files": rows(session.file_ids, "name", "format", "row_count", "fault_count", "reason"),
        "faults": rows(
            session.fault_ids, "level", "file_name", "sheet", "row", "column", "problem", "cure"
        ),
        "worst": sorted(set(session.fault_ids.mapped("level"))),
        "sums": [[kinds[kind], actions[action], count] for kind, action, count in sums],
        "accepted": [
            rows(question, "kind", "spelling", "choice_text", "confidence")[0]
            for question in session.question_ids
            if question.by_threshold
        ],
        "pending": [
            [question[0], question[1], question[2], ", ".join(choices), question[3]]
            for question, choices in (
                (
                    rows(question, "kind", "spelling", "place", "confidence")[0],
                    question.choice_ids.mapped("name"),
                )
                for question in session.question_ids
                if question.state == "pending"
            )
        ],
    }


def work(login):
    """Open, tell and apply; return the answer."""
    global session
    session = env["ej.import.session"].with_context(lang="ru_RU")
    if login:
        user = env["res.users"].search([("login", "=", login)])
        if not user:
            return {"stranger": login}
        session = session.with_user(user).with_company(user.company_id)
    accept = args["accept"]
    result = {"error": None, "applied": False, "same": False}
    try:
        session = session._open(args["paths"], accept / 100 if accept is not None else None)
        result |= told(session)
        lines = session.env["ej.import.line"].search([("session_id", "=", session.id)])
        known = lines and not {"create", "change"} & set(lines.mapped("action"))
        result["same"] = bool(known and not result["pending"])
        if result["same"]:
            env.cr.rollback()
        elif not args["dry_run"]:
            if not result["pending"]:
                result["applied"] = session.action_apply() is True
            env.cr.commit()
    except UserError as error:
        env.cr.rollback()
        result["error"] = str(error)
    return result


answer(work(args["login"]))
