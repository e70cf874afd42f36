"""The demonstration college: an institution at work, laid around today.

``load(env)`` makes it once; ``logins(env)`` tells who may look at what.
"""

import json
import random
import secrets
from collections import Counter

from odoo import fields

from .access import Access
from .accounts import open_families, register_consents
from .cards import Cards
from .entries import Entries
from .frame import Frame
from .names import People as Names
from .people import People
from .staff import Staff
from .study import Study

KEY = "ej.demo_college"
SEED = 20260901
#: values of the fields of Odoo that would cost a message for each record
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "no_reset_password": True,
    "lang": "ru_RU",
    "tz": "Europe/Moscow",
}


def load(env):
    """Make the college in the main company of an empty database; a second call changes nothing.

    :param env: environment of the superuser
    :return: True when it was made now
    """
    if env["ir.config_parameter"].sudo().get_param(KEY):
        return False
    company = env.ref("base.main_company")
    env = env(
        user=env.ref("base.user_root"),
        context={**QUIET, "allowed_company_ids": company.ids},
        su=True,
    )
    company = company.with_env(env)
    _dress(company)
    frame = Frame(company._ej_today())
    people = People(env, frame, Names(random.Random(SEED))).make()
    _adopt(env, frame, people)
    staff = Staff(people).make()
    study = Study(people).make()
    teacher, curator = _name_logins(people, study)
    Entries(study, teacher, curator.user_id).make()
    staff.make_daily()
    open_families(env)
    register_consents(env, frame.first)
    Cards(people).make().invite()
    newcomer = Access(people).make().newcomer
    staff.hire_newcomer(newcomer)
    staff.name_orders()
    password = _let_in(env, people)
    rows = [[title, login, password] for title, login in people.logins]
    env["ir.config_parameter"].set_param(KEY, json.dumps(rows, ensure_ascii=False))
    env.flush_all()
    return True


def logins(env):
    """Return [(title of the role, login, password)] of the demonstration, empty when it was not
    loaded.
    """
    rows = json.loads(env["ir.config_parameter"].sudo().get_param(KEY) or "[]")
    return [tuple(row) for row in rows]


def _dress(company):
    """Give the institution its name and its clock."""
    company.write(
        {
            "name": "ГБПОУ «Северореченский политехнический колледж»",
            "street": "ул. Заводская, 12",
            "city": "Северореченск",
            "phone": "+7 900 000-00-00",
            "ej_license": "№ 0000 от 01.09.2015",
            "ej_founder": "Министерство образования области",
        }
    )
    company.resource_calendar_id.tz = "Europe/Moscow"
    company.partner_id.lang = "ru_RU"
    admin = company.env.ref("base.user_admin")
    admin.write({"lang": "ru_RU", "tz": "Europe/Moscow"})


def _adopt(env, frame, people):
    """Put the first ready profile in force from the beginning of the year, approved by the
    director.
    """
    profile = env.ref("ej.regulation_000")
    draft = env["ej.regulation"].browse(profile.action_adopt()["res_id"])
    begin = frame.year[1]
    draft.write(
        {
            "order_number": "214",
            "order_date": fields.Date.subtract(begin, days=5),
            "date_from": begin,
        }
    )
    draft.with_user(people.officials["director"]).action_approve()


def _name_logins(people, study):
    """Give plain logins to the teacher with most lessons on the shown day and to a curator."""
    lessons = study.lessons.filtered(lambda lesson: lesson.date == study.frame.shown)
    count = Counter(lesson.teacher_id for lesson in lessons)
    curator = people.teachers[0]
    teacher = max((t for t in people.teachers if t != curator), key=lambda t: (count[t], -t.id))
    for title, login, employee in (
        ("Преподаватель", "prepod", teacher),
        ("Куратор группы", "kurator", curator),
    ):
        employee.user_id.login = login
        people.logins.append((title, login))
    return teacher, curator


def _let_in(env, people):
    """Give the whole college one password, drawn anew; return it.

    One hash serves all: a hash costs half a second of the processor.
    """
    password = "-".join(secrets.token_hex(2) for _n in range(3))
    env.flush_all()
    hashed = env["res.users"]._crypt_context().hash(password)
    users = tuple(people.users.ids)
    env.cr.execute("UPDATE res_users SET password = %s WHERE id IN %s", [hashed, users])
    env.invalidate_all()
    return password
