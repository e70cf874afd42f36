"""Who lives in the demonstration college: officials, teachers, students, families, and the orders
on them.
"""

from datetime import date, datetime, time, timedelta

from odoo import fields

from .units import COURSES, TEACHERS

#: title in the table of logins, login, positions, job, is a woman
OFFICIALS = (
    ("Директор", "director", ("director",), "Директор", False),
    ("Заместитель директора по УМР", "zam", ("deputy_umr",), "Заместитель директора по УМР", True),
    (
        "Заместитель директора по УПР",
        "zam-upr",
        ("deputy_upr",),
        "Заместитель директора по УПР",
        False,
    ),
    ("Методист", "metodist", ("methodist",), "Методист", True),
    ("Заведующий учебной частью", "uchchast", ("study_head",), "Заведующий учебной частью", True),
    ("Заведующий отделением", "otdelenie", ("dept_head",), "Заведующий отделением", True),
    ("Начальник отдела кадров", "kadry", ("hr_head",), "Начальник отдела кадров", True),
    ("Секретарь учебной части", "sekretar", ("secretary",), "Секретарь учебной части", True),
    ("Диспетчер расписания", "dispetcher", ("dispatcher",), "Диспетчер расписания", True),
    (
        "Администратор журнала",
        "adminej",
        ("ej_admin",),
        "Администратор электронного журнала",
        False,
    ),
    ("Системный администратор", "sysadmin", ("sysadmin",), "Системный администратор", False),
    (
        "Начальник отдела по воспитательной работе",
        "vospitanie",
        ("upbringing_head",),
        "Начальник отдела по воспитательной работе",
        True,
    ),
)
#: duties under the regulation, beside those of curators
DUTIES = {
    "ej_admin": "adminej",
    "sysadmin": "sysadmin",
    "dispatcher": "dispetcher",
    "archive": "sekretar",
}


class People:
    """Makes the people of the college through the ORM.

    :param env: environment of the superuser, in the language of the college
    :param frame: the days (:class:`..frame.Frame`)
    :param names: giver of names (:class:`..names.People`)
    """

    def __init__(self, env, frame, names):
        self.env, self.frame, self.names = env, frame, names
        self.chance = names.chance
        self.company = env.company
        self.logins = []
        self.users = env["res.users"]
        self.officials = {}
        self.teachers = []
        self.groups = {}

    def make(self):
        """Make everybody; return self."""
        self._make_officials()
        self._make_teachers()
        self._make_groups()
        self._make_students()
        self._make_families()
        self._make_portal()
        self._make_movement()
        return self

    # ------------------------------------------------------------
    # STAFF
    # ------------------------------------------------------------

    def _user(self, login, name, positions):
        groups = [self.env.ref(f"ej.position_{position}").id for position in positions]
        portal = {"student", "parent"} & set(positions)
        return {
            "login": login,
            "name": name,
            "lang": "ru_RU",
            "tz": "Europe/Moscow",
            "notification_type": "email" if portal else "inbox",
            "group_ids": [(6, 0, groups)],
            "company_id": self.company.id,
            "company_ids": [(6, 0, self.company.ids)],
        }

    def _create_users(self, rows):
        users = self.env["res.users"].create(rows)
        self.users += users
        return users

    def _employees(self, users, jobs):
        return self.env["hr.employee"].create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "job_title": job,
                    "company_id": self.company.id,
                }
                for user, job in zip(users, jobs, strict=True)
            ]
        )

    def _make_officials(self):
        rows = []
        for title, login, positions, job, woman in OFFICIALS:
            name = " ".join(self.names.person(woman)[:3])
            rows.append((title, login, positions, job, name))
        users = self._create_users(
            [self._user(login, name, positions) for _title, login, positions, _job, name in rows]
        )
        self._employees(users, [row[3] for row in rows])
        self.officials = {row[1]: user for row, user in zip(rows, users, strict=True)}
        self.env["ej.duty"].create(
            [
                {
                    "kind": kind,
                    "employee_id": self.officials[login].employee_id.id,
                    "order_number": "86-к",
                    "order_date": self.frame.year[1],
                    "date_from": self.frame.year[1],
                    "company_id": self.company.id,
                }
                for kind, login in DUTIES.items()
            ]
        )
        self.logins += [(row[0], row[1]) for row in rows]

    def _make_teachers(self):
        names = [" ".join(self.names.person(self.chance.random() < 0.65)[:3]) for _keys in TEACHERS]
        count = sum(COURSES.values())
        users = self._create_users(
            [
                self._user(
                    f"prepod{n}", name, ("teacher", "curator") if n <= count else ("teacher",)
                )
                for n, name in enumerate(names, 1)
            ]
        )
        jobs = [
            "Мастер производственного обучения" if "weldp" in keys else "Преподаватель"
            for keys in TEACHERS
        ]
        self.teachers = list(self._employees(users, jobs))

    # ------------------------------------------------------------
    # GROUPS AND STUDENTS
    # ------------------------------------------------------------

    def _make_groups(self):
        year = self.frame.start_year
        rows = [
            (code, course) for code, courses in COURSES.items() for course in range(1, courses + 1)
        ]
        groups = self.env["ej.group"].create(
            [
                {
                    "name": f"{code}-{(year - course + 1) % 100:02d}",
                    "admission_year": year - course + 1,
                    "date_start": self._admission(course),
                    "company_id": self.company.id,
                }
                for code, course in rows
            ]
        )
        self.groups = dict(zip(rows, groups, strict=True))
        self.env["ej.duty"].create(
            [
                {
                    "kind": "curator",
                    "group_id": group.id,
                    "employee_id": teacher.id,
                    "order_number": "87-к",
                    "order_date": self.frame.year[1],
                    "date_from": self.frame.year[1],
                    "company_id": self.company.id,
                }
                for group, teacher in zip(groups, self.teachers, strict=False)
            ]
        )

    def _admission(self, course):
        begin = date(self.frame.start_year - course + 1, 9, 1)
        return min(begin, self.frame.year[1]) if course == 1 else begin

    def _make_students(self):
        self.students = {}
        for (code, course), group in self.groups.items():
            people = [
                self.names.person(self._is_woman(code)) for _n in range(self.chance.randint(20, 25))
            ]
            students = self.env["ej.student"].create(
                [
                    {
                        "surname": surname,
                        "firstname": firstname,
                        "patronymic": patronymic,
                        "gender": "f" if woman else "m",
                        "birthdate": self._birthdate(course),
                        "record_no": f"{group.admission_year % 100}{code}{number:03d}",
                        "funding": "contract" if self.chance.random() < 0.15 else "budget",
                        "company_id": self.company.id,
                    }
                    for number, (surname, firstname, patronymic, woman) in enumerate(
                        sorted(people), 1
                    )
                ]
            )
            self.students[group] = students
            self._order(
                f"{group.admission_year}-{group.id}-з", "enrol", group.date_start, students, group
            )

    def _is_woman(self, code):
        return self.chance.random() < {"ИС": 0.25, "ЭМ": 0.05, "БУ": 0.9, "СВ": 0.03}[code]

    def _birthdate(self, course):
        """Students of the first course are fifteen or sixteen, those of the fourth are of age."""
        age = 365 * (14 + course) + self.chance.randint(200, 500)
        return self.frame.today - timedelta(days=age)

    def _order(self, number, kind, day, students, group=None, sign=True, **line):
        order = self.env["ej.order"].create(
            {
                "name": number,
                "kind": kind,
                "date": day,
                "date_effective": day,
                "company_id": self.company.id,
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "student_id": student.id,
                            "group_id": group.id if group else False,
                            **line,
                        },
                    )
                    for student in students
                ],
            }
        )
        if sign:
            order.with_user(self.officials["uchchast"]).action_sign()
            # the past was signed in its own days
            order.signed_at = min(datetime.combine(day, time(7)), fields.Datetime.now())
        return order

    def _make_movement(self):
        """Orders of this semester: a transfer, a departure, one that waits for its signature."""
        welders, electricians = self.groups["СВ", 1], self.groups["ЭМ", 1]
        moved = self.students[electricians][-1]
        self._order("112-к", "move", self.frame.first + timedelta(days=21), moved, welders)
        left = self.students[self.groups["ИС", 3]][-2]
        self._order(
            "118-к", "expel", self.frame.first + timedelta(days=35), left, reason_out="voluntary"
        )
        waiting = self.students[self.groups["БУ", 2]][-1]
        self._order("131-к", "leave", self.frame.shown, waiting, sign=False, reason_out="leave")

    # ------------------------------------------------------------
    # FAMILIES AND THE PORTAL
    # ------------------------------------------------------------

    def _make_families(self):
        """Give each student one or two parents; brothers and sisters share theirs."""
        links = []
        for students in self.students.values():
            for student in students:
                stem = student.surname[:-1] if student.gender == "f" else student.surname
                for woman in (True, False)[: self.chance.choice((1, 1, 2))]:
                    surname, firstname, patronymic, _w = self.names.person(woman, stem)
                    links.append(
                        (
                            student,
                            f"{surname} {firstname} {patronymic}",
                            "mother" if woman else "father",
                        )
                    )
        partners = self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "phone": f"+7 900 {number // 100:03d}-{number % 100:02d}-00",
                    "lang": "ru_RU",
                }
                for number, (_student, name, _kinship) in enumerate(links, 1)
            ]
        )
        self.guardians = self.env["ej.guardian"].create(
            [
                self._link(student, partner, kinship)
                for (student, _name, kinship), partner in zip(links, partners, strict=True)
            ]
        )
        self._make_two_children()
        self._make_teacher_parent()
        self._make_adult()

    def _link(self, student, partner, kinship):
        begin = min(self.frame.year[1], student.member_ids[:1].date_from or self.frame.year[1])
        return {
            "student_id": student.id,
            "partner_id": partner.id,
            "kinship": kinship,
            "date_from": begin,
        }

    def _make_two_children(self):
        """A parent with children in two groups: they bear one surname."""
        elder = self.students[self.groups["БУ", 2]][3]
        younger = self.students[self.groups["ИС", 1]][5]
        parent = self.guardians.filtered(lambda link: link.student_id == younger)[:1]
        stem = younger.surname[:-1] if younger.gender == "f" else younger.surname
        elder.surname = stem + "а" if elder.gender == "f" else stem
        self.guardians.filtered(lambda link: link.student_id == elder).unlink()
        self.guardians = self.guardians.exists()
        self.guardians += self.env["ej.guardian"].create(
            self._link(elder, parent.partner_id, parent.kinship)
        )
        self.parent = parent.partner_id

    def _make_teacher_parent(self):
        """A teacher whose child studies here: the link alone opens the diary."""
        child = self.students[self.groups["ИС", 2]][2]
        partner = self.teachers[7].user_id.partner_id
        self.guardians += self.env["ej.guardian"].create(self._link(child, partner, "other"))

    def _make_adult(self):
        """Two students of age: one has allowed the parents to read on, the other has not."""
        adults = self.students[self.groups["ИС", 4]]
        allowed = self.guardians.filtered(lambda link: link.student_id == adults[0])
        allowed.adult_consent_on = self.frame.first
        self.adult = adults[1]
        self.minor = self.students[self.groups["ИС", 1]][0]

    def _make_portal(self):
        """Open the portal to two groups with their families, and to those the table of logins
        names.
        """
        chosen = (
            self.students[self.groups["ИС", 1]] + self.students[self.groups["БУ", 2]] + self.adult
        )
        links = self.guardians.filtered(lambda link: link.student_id in chosen)
        partners = [student.partner_id for student in chosen]
        families = [partner for partner in links.partner_id if not partner.user_ids]
        special = {
            self.parent: "roditel",
            self.minor.partner_id: "student",
            self.adult.partner_id: "vzrosly",
        }
        self._create_users(
            [
                {
                    **self._user(
                        special.get(partner, f"{kind}{partner.id}"), partner.name, (position,)
                    ),
                    "partner_id": partner.id,
                }
                for kind, position, people in (
                    ("st", "student", partners),
                    ("rod", "parent", families),
                )
                for partner in people
            ]
        )
        # their enrolment has asked for these accounts
        self.env["ej.account.request"].search(
            [
                ("partner_id", "in", [partner.id for partner in partners]),
                ("state", "=", "open"),
            ]
        )._close_sudo("done")
        self.logins += [
            ("Родитель двоих детей", "roditel"),
            ("Обучающийся", "student"),
            ("Обучающийся (совершеннолетний)", "vzrosly"),
        ]
