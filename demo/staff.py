"""The personnel office of the demonstration: posts, orders, cards, agreements, trainings."""

import random
from datetime import date, datetime, time, timedelta

from .names import People as Names

#: post -> (positions of its accounts, subdivision)
POSTS = {
    "Преподаватель": (("teacher",), "Преподаватели"),
    "Мастер производственного обучения": (("teacher",), "Преподаватели"),
    "Директор": (("director",), "Администрация"),
    "Заместитель директора по УМР": (("deputy_umr",), "Администрация"),
    "Заместитель директора по УПР": (("deputy_upr",), "Администрация"),
    "Методист": (("methodist",), "Учебная часть"),
    "Заведующий учебной частью": (("study_head",), "Учебная часть"),
    "Заведующий отделением": (("dept_head",), "Учебная часть"),
    "Начальник отдела кадров": (("hr_head",), "Отдел кадров"),
    "Секретарь учебной части": (("secretary",), "Учебная часть"),
    "Диспетчер расписания": (("dispatcher",), "Учебная часть"),
    "Администратор электронного журнала": (("ej_admin",), "Отдел информатизации"),
    "Системный администратор": (("sysadmin",), "Отдел информатизации"),
    "Начальник отдела по воспитательной работе": (("upbringing_head",), "Воспитательный отдел"),
}
SPECIALITIES = (
    ("Педагогический университет", "Математика", "Учитель математики"),
    ("Педагогический университет", "Русский язык и литература", "Учитель"),
    ("Политехнический университет", "Информатика и вычислительная техника", "Инженер"),
    ("Государственный университет", "Экономика", "Экономист"),
    ("Политехнический университет", "Электроснабжение", "Инженер"),
)
COURSES = (
    ("Цифровые инструменты преподавателя СПО", 72),
    ("Оценка результатов в условиях демонстрационного экзамена", 36),
    ("Охрана труда и первая помощь", 16),
)
POWERS = {
    "teacher": "Имена, отметки и пропуски обучающихся своих групп",
    "hr_head": "Персональные данные работников",
    "sysadmin": "Техническое обслуживание без просмотра журналов",
}
COMMON_POWERS = "Персональные данные обучающихся и родителей по должности"


class Staff:
    """Gives every employee a post, an order of hiring and a card; makes the office's daily work.

    :param people: what :class:`..people.People` has made
    """

    def __init__(self, people):
        self.people, self.env, self.frame = people, people.env, people.frame
        self.company = people.company
        # of its own, so that the rest of the college stays as it is
        self.chance = random.Random(1986)
        self.names = Names(self.chance)
        self.names.given = people.names.given
        self.hr = people.officials["kadry"]
        self.jobs = {}
        self.number = 0

    def make(self):
        """Make posts, orders and cards of those who work; return self. Loads come after."""
        self._make_posts()
        employees = self._employees()
        self._hire(employees)
        self._fill_cards(employees)
        self._make_access(employees)
        return self

    def make_daily(self):
        """Make what waits today: orders to sign, accounts to open, trainings."""
        self._make_movement()
        self._make_trainings()

    def _employees(self):
        officials = [user.employee_id for user in self.people.officials.values()]
        return self.env["hr.employee"].union(*officials, *self.people.teachers)

    # ------------------------------------------------------------
    # POSTS, ORDERS, CARDS
    # ------------------------------------------------------------

    def _make_posts(self):
        titles = {subdivision for _positions, subdivision in POSTS.values()}
        departments = self.env["hr.department"].create(
            [{"name": title, "company_id": self.company.id} for title in sorted(titles)]
        )
        self.departments = {department.name: department for department in departments}
        jobs = self.env["hr.job"].create(
            [
                {
                    "name": title,
                    "company_id": self.company.id,
                    "department_id": self.departments[subdivision].id,
                    "no_of_recruitment": 0,
                    "ej_position_ids": [
                        (4, self.env.ref(f"ej.position_{position}").id) for position in positions
                    ],
                }
                for title, (positions, subdivision) in POSTS.items()
            ]
        )
        self.jobs = {job.name: job for job in jobs}

    def _order(self, kind, day, sign=True, **values):
        """Make an order; signed on its own day, as the office did it then."""
        self.number += 1
        order = self.env["ej.hr.order"].create(
            {
                "name": f"{self.number}-лс",
                "kind": kind,
                "date": day,
                "date_effective": day,
                "company_id": self.company.id,
                **values,
            }
        )
        if sign:
            order.with_user(self.hr).action_sign()
        return order

    def _hire(self, employees):
        """Enter the orders by which everybody came: some years ago, before the study year."""
        begin = self.frame.year[1]
        for employee in employees:
            day = date(begin.year - self.chance.randint(1, 15), 8, self.chance.randint(20, 30))
            self._hire_on(employee, day)

    def _hire_on(self, employee, day):
        job = self.jobs[employee.job_title]
        # the card begins with the order
        employee.current_version_id.date_version = day
        order = self._order(
            "hire",
            day,
            employee_id=employee.id,
            job_id=job.id,
            department_id=job.department_id.id,
        )
        # it was signed in its own days, the accounts were made with these very rights
        order.signed_at = moment(day)
        order._withdraw_requests_sudo("change")

    def hire_newcomer(self, employee):
        """Enter the order of the teacher who came yesterday and has accepted nothing yet."""
        self._hire_on(employee, self.frame.today - timedelta(days=1))

    def name_orders(self):
        """Name the order by which each has the position: of hiring, or of the duty; the
        administrator of the journal gave them.
        """
        Grant = self.env["ej.position.grant"]
        grants = Grant.search([("company_id", "=", self.company.id)])
        hired = Grant._orders_sudo(grants.user_id)
        duties = self.env["ej.duty"].search([("company_id", "=", self.company.id)])
        curators = {duty.employee_id.user_id: duty for duty in duties if duty.kind == "curator"}
        curator = self.env.ref("ej.position_curator")
        rows = []
        for grant in grants:
            number, day = hired.get((grant.user_id.id, grant.position_id.id), (None, None))
            duty = curators.get(grant.user_id) if grant.position_id == curator else None
            if duty:
                number, day = duty.order_number, duty.order_date
            if number:
                rows.append((number, day, day, grant.id))
        self.env.flush_all()
        self.env.cr.execute_values(
            "UPDATE ej_position_grant SET order_number = row.number, order_date = row.day::date,"
            " date_from = LEAST(row.start::date, date_from), by_itself = FALSE"
            " FROM (VALUES %s) row (number, day, start, id) WHERE ej_position_grant.id = row.id",
            rows,
        )
        self.env.cr.execute(
            "UPDATE ej_position_grant SET granted_by_id = %s WHERE company_id = %s",
            (self.people.officials["adminej"].id, self.company.id),
        )
        self.env.invalidate_all()

    def _fill_cards(self, employees):
        hired = {
            order.employee_id: order.date_effective
            for order in self.env["ej.hr.order"].search([("employee_id", "in", employees.ids)])
        }
        education, courses = [], []
        for employee in employees:
            since = hired[employee] - timedelta(days=365 * self.chance.randint(0, 12))
            category = self.chance.choice(("none", "fits", "first", "first", "highest"))
            given = self.frame.today - timedelta(days=self.chance.randint(100, 1700))
            named = category in ("first", "highest")
            employee.write(
                {
                    "ej_category": category,
                    "ej_category_on": given if category != "none" else False,
                    "ej_category_until": given + timedelta(days=1826) if named else False,
                    "ej_work_since": since,
                    "ej_teach_since": since + timedelta(days=self.chance.randint(0, 900)),
                }
            )
            place, speciality, qualification = self.chance.choice(SPECIALITIES)
            education.append(
                {
                    "employee_id": employee.id,
                    "institution": place,
                    "speciality": speciality,
                    "qualification": qualification,
                    "document": f"ДВС {self.chance.randint(1000000, 9999999)}",
                    "issued_on": since - timedelta(days=60),
                }
            )
            title, hours = self.chance.choice(COURSES)
            end = self.frame.today - timedelta(days=self.chance.randint(60, 1200))
            courses.append(
                {
                    "employee_id": employee.id,
                    "name": title,
                    "institution": "Институт развития образования",
                    "date_from": end - timedelta(days=hours // 4),
                    "date_to": end,
                    "hours": hours,
                }
            )
        self.env["ej.hr.education"].create(education)
        self.env["ej.hr.course"].create(courses)
        for employee in employees[:-6]:
            employee.with_user(self.hr).action_ej_check_card()

    # ------------------------------------------------------------
    # ACCESS TO PERSONAL DATA
    # ------------------------------------------------------------

    def _make_access(self, employees):
        """All but two have signed; all but one are on the director's list."""
        day = self.frame.year[1]
        agreements = self.env["ej.nda"].create(
            [
                {
                    "employee_id": employee.id,
                    "number": str(number),
                    "date": day,
                    "company_id": self.company.id,
                }
                for number, employee in enumerate(employees[:-1], 1)
            ]
        )
        signed = agreements[:-1]
        signed.signed_on = day
        signed.with_user(self.hr).action_sign()
        entries = self.env["ej.pd.access"].create(
            [
                {
                    "employee_id": employee.id,
                    "powers": self._powers(employee),
                    "order_number": "85",
                    "order_date": day,
                    "date_from": day,
                    "company_id": self.company.id,
                }
                for employee in employees[:-1]
            ]
        )
        entries.with_user(self.people.officials["director"]).action_approve()

    def _powers(self, employee):
        positions, _subdivision = POSTS[employee.job_title]
        return POWERS.get(positions[0], COMMON_POWERS)

    # ------------------------------------------------------------
    # TODAY
    # ------------------------------------------------------------

    def _newcomer(self, woman):
        surname, firstname, patronymic, _woman = self.names.person(woman)
        return {"surname": surname, "firstname": firstname, "patronymic": patronymic}

    def _make_movement(self):
        """Somebody has left, somebody comes today, somebody changes the post next week."""
        today, teacher = self.frame.today, self.jobs["Преподаватель"]
        post = {"job_id": teacher.id, "department_id": teacher.department_id.id}
        begin = self.frame.year[1]
        left = self._order("hire", begin, **self._newcomer(True), **post)
        gone = today - timedelta(days=12)
        left.request_id._execute_sudo()
        left.signed_at = moment(begin)
        reason = self.env.ref("hr.departure_resigned", raise_if_not_found=False)
        dismissal = self._order(
            "dismiss",
            max(gone, begin),
            employee_id=left.employee_id.id,
            departure_reason_id=reason.id if reason else False,
        )
        dismissal.request_id._execute_sudo()
        dismissal.signed_at = moment(max(gone, begin))
        # entered two days late: the report of delays shows it
        late = max(today - timedelta(days=4), begin)
        self._order("hire", late, **self._newcomer(True), **post).request_id._execute_sudo()
        self._order("hire", today, **self._newcomer(False), **post)
        self._order("hire", today, sign=False, **self._newcomer(True), **post)
        secretary = self.people.officials["sekretar"].employee_id
        methodist = self.jobs["Методист"]
        self._order(
            "transfer",
            today,
            employee_id=secretary.id,
            date_effective=today + timedelta(days=7),
            job_id=methodist.id,
            department_id=methodist.department_id.id,
        )
        self._order(
            "leave",
            today - timedelta(days=3),
            employee_id=self.people.teachers[-1].id,
            date_to=today + timedelta(days=4),
            leave_kind="study",
        )

    def _make_trainings(self):
        """The register of trainings: staff in August, meetings, the curator's own group."""
        admin = self.people.officials["adminej"]
        begin = self.frame.year[1]
        staff = self._training(admin, "Работа в электронном журнале", begin)
        employees = self._employees()
        self._participants(staff, "employee_id", employees, present=len(employees) - 4)
        handout = (
            self.env["ir.attachment"]
            .with_user(admin)
            .create({"name": "Памятка родителям.txt", "raw": HANDOUT.encode()})
        )
        for event, title, days in (
            ("council", "Электронный журнал: порядок ведения", 0),
            ("parents", "Электронный дневник для родителей", 14),
        ):
            self._training(
                admin,
                title,
                begin + timedelta(days=days),
                form="presentation",
                event=event,
                handout_ids=[(4, handout.id)],
            )
        curator = self.people.teachers[0].user_id
        group = curator._ej_curated_groups(self.frame.today)[:1]
        students = group._students_on(self.frame.today)
        own = {"group_id": group.id}
        lesson = self._training(curator, "Как читать дневник", begin + timedelta(days=5), **own)
        self._participants(lesson, "student_id", students, present=len(students) - 3)
        letter = self._training(
            curator,
            "О ведении электронного журнала",
            begin + timedelta(days=3),
            form="letter",
            **own,
        )
        links = self.people.guardians.filtered(lambda link: link.student_id in students)
        self._participants(letter, "guardian_id", links, present=len(links) * 2 // 3)

    def _training(self, user, title, day, **values):
        return self.env["ej.training"].create(
            {
                "name": title,
                "date": min(day, self.frame.today),
                "trainer_id": user.id,
                "company_id": self.company.id,
                **values,
            }
        )

    def _participants(self, training, column, people, present):
        self.env["ej.training.line"].create(
            [
                {
                    "training_id": training.id,
                    column: person.id,
                    "present": number < present,
                    "done_on": training.date if number < present else False,
                }
                for number, person in enumerate(people)
            ]
        )


HANDOUT = """Электронный дневник: вход по логину и паролю, которые выдал куратор.
Отметки и пропуски видны в день занятия. Вопросы — куратору группы.
"""


def moment(day):
    """Return a moment of the working day ``day`` (naive UTC)."""
    return datetime.combine(day, time(7))
