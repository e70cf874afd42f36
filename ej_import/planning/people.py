"""Staff, groups, students, their families and the orders that bring them in."""

import datetime
from collections import defaultdict

from odoo.fields import Domain

from odoo.addons.ej_core.core.names import PARTS

from ..core.dates import school_year_start
from ..core.fault import ERROR, WARNING
from ..core.groups import group_key, parse_group
from ..core.people import Fio, split_fio, yo_pattern
from ..core.text import fold
from .draft import CHANGE, CREATE, SAME, Planner, changes

FORMS = {"full_time": "full", "part_time": "part", "extramural": "extramural"}
FUNDINGS = {"budget": "budget", "target": "budget", "contract": "contract"}
GENDERS = {"male": "m", "female": "f"}
KINSHIPS = {
    "mother": ("mother", "parent"),
    "father": ("father", "parent"),
    "grandmother": ("grandmother", "other"),
    "grandfather": ("grandfather", "other"),
    "custodian": ("guardian", "guardian"),
    "trustee": ("guardian", "trustee"),
}
OTHER_KIN = ("other", "other")


def fio_of(name):
    """The parts of a contact's name."""
    return split_fio(name) or Fio(name or "", "", "")


class StaffPlanner(Planner):
    """Members of staff become employees with their post and department; no account is made here."""

    def plan(self):
        """Match by name; register everybody as a possible teacher."""
        self.new, self.changed = [], []
        employees = self.env["hr.employee"].search_fetch(
            Domain("company_id", "=", self.company.id),
            ["name", "job_title", "work_email", "department_id"],
        )
        known = {}
        for employee in employees:
            known.setdefault(fio_of(employee.name).key, employee)
            self._register(fio_of(employee.name), employee)
        for file_name, parsed in self.draft.parsed("staff"):
            for row in parsed.rows:
                employee = known.get(row.fio.key)
                target = self._register(row.fio, employee)
                if employee:
                    self._compare(employee, row, file_name)
                else:
                    self.new.append((row, target))
                    self.draft.line(CREATE, "employee", str(row.fio), row.job, file_name)

    def _register(self, fio, employee):
        key = f"id:{employee.id}" if employee else f"new:{fio.key}"
        return self.draft.add_target(
            "teacher", key, str(fio), employee, names=(fio.surname, fio.first_name, fio.patronymic)
        )

    def _compare(self, employee, row, file_name):
        values = changes(employee, {"work_email": row.email})
        if row.job and employee.job_title != row.job:
            values["job_title"] = row.job
        if row.department and employee.department_id.name != row.department:
            values["department_id"] = row.department
        if values:
            self.changed.append((employee, row, values))
        detail = ", ".join(str(value) for value in values.values())
        self.draft.line(CHANGE if values else SAME, "employee", str(row.fio), detail, file_name)

    def apply(self):
        """Create employees in one batch; posts and departments as they are named."""
        rows = [row for row, _target in self.new] + [row for _e, row, _v in self.changed]
        jobs = self._named("hr.job", {row.job for row in rows if row.job})
        departments = self._named(
            "hr.department", {row.department for row in rows if row.department}
        )
        employees = self.env["hr.employee"].create(
            [self._values(row, jobs, departments) for row, _target in self.new]
        )
        for (_row, target), employee in zip(self.new, employees, strict=True):
            target.record = employee
        for employee, row, values in self.changed:
            if "job_title" in values:
                values = {**values, "job_id": jobs[row.job].id, "job_title": row.job}
            if "department_id" in values:
                values["department_id"] = departments[row.department].id
            employee.write(values)

    def _named(self, model, names):
        """Records of the institution by name, made when missing."""
        records = (
            self.env[model]
            .with_context(active_test=False)
            .search(
                Domain("name", "in", list(names))
                & Domain("company_id", "in", [False, self.company.id])
            )
        )
        found = {record.name: record for record in records}
        missing = sorted(names - set(found))
        made = self.env[model].create(
            [{"name": name, "company_id": self.company.id} for name in missing]
        )
        found.update(zip(missing, made, strict=True))
        return found

    def _values(self, row, jobs, departments):
        values = {
            "name": str(row.fio),
            "company_id": self.company.id,
            "job_id": jobs[row.job].id if row.job else False,
            "job_title": row.job,
            "department_id": departments[row.department].id if row.department else False,
            "work_email": row.email,
            "work_phone": row.phone,
            "additional_note": self._note(row),
        }
        if row.order_date:
            values["contract_date_start"] = row.order_date
            values["date_version"] = row.order_date
        return values

    def _note(self, row):
        """What has no field of its own is kept as a note of the card."""
        notes = []
        if row.number:
            notes.append(self.env._("Personnel number: %(number)s", number=row.number))
        if row.order_number and row.order_date:
            notes.append(
                self.env._(
                    "Hired by order %(number)s of %(date)s",
                    number=row.order_number,
                    date=f"{row.order_date:%d.%m.%Y}",
                )
            )
        if row.rate:
            notes.append(self.env._("Share of post: %(rate)s", rate=f"{row.rate:g}"))
        if row.category:
            notes.append(self.env._("Category: %(category)s", category=row.category))
        return "\n".join(notes)


class StudentPlanner(Planner):
    """Groups, students, families; signed orders of enrolment bring the students into the groups."""

    def plan(self):
        """Match groups by the folded spelling, students by СНИЛС or by name and birth date."""
        self.new_groups, self.new_students, self.changed, self.enrolments = [], [], [], []
        self.guardians, self.changed_contacts = [], []
        self._plan_groups()
        rows = [
            (name, row) for name, parsed in self.draft.parsed("students") for row in parsed.rows
        ]
        known = self._known_students([row for _name, row in rows])
        for file_name, row in rows:
            student = known.get(("snils", row.snils)) or known.get((row.fio.key, row.birthdate))
            group = self._group(row, file_name)
            if student:
                self._compare(student, row, file_name)
            else:
                self.new_students.append((row, group))
                self.draft.line(CREATE, "student", str(row.fio), row.group, file_name)
        self._plan_enrolments(rows, known)
        self._plan_guardians(rows, known)

    def _plan_groups(self):
        groups = (
            self.env["ej.group"]
            .with_context(active_test=False)
            .search(Domain("company_id", "=", self.company.id))
        )
        for group in groups:
            self.draft.add_target("group", f"id:{group.id}", group.name, group)
        self.by_spelling = {
            group_key(target.name): target for target in self.draft.targets["group"].values()
        }

    def _group(self, row, file_name):
        """The group of a student: an existing one, or a new one named by the list itself."""
        key = group_key(row.group)
        if key not in self.by_spelling:
            target = self.draft.add_target(
                "group", f"new:{key}", row.group, None, form=FORMS.get(row.study_form, "full")
            )
            name = parse_group(row.group)
            target.data["year"] = (
                name.year if name else (row.order_date or datetime.date.today()).year
            )
            self.by_spelling[key] = target
            self.new_groups.append(target)
            self.draft.line(CREATE, "group", row.group, str(target.data["year"]), file_name)
        return self.by_spelling[key]

    def _known_students(self, rows):
        """``{("snils", number) or (name key, birth date): student}`` of the rows' people."""
        if not rows:
            return {}
        surnames = {row.fio.surname for row in rows}
        numbers = [row.snils for row in rows if row.snils]
        domain = Domain("surname", "in", list(surnames)) | Domain("snils", "in", numbers)
        patterns = {pattern for surname in surnames if (pattern := yo_pattern(surname))}
        domain |= Domain.OR([Domain("surname", "=ilike", pattern) for pattern in sorted(patterns)])
        # who is shown under an alias is known by the real name
        domain |= Domain("true_surname", "in", list(surnames))
        students = self.env["ej.student"].search(
            Domain("company_id", "=", self.company.id) & domain
        )
        known = {}
        for student in students:
            stem = "true_" if student.alias else ""
            fio = Fio(*(student[stem + part] or "" for part in PARTS))
            known.setdefault((fio.key, student.birthdate or None), student)
            if student.snils:
                known.setdefault(("snils", student.snils), student)
        known.pop(("snils", ""), None)
        return known

    def _student_values(self, row):
        return {
            "surname": row.fio.surname,
            "firstname": row.fio.first_name,
            "patronymic": row.fio.patronymic,
            "birthdate": row.birthdate,
            "gender": GENDERS.get(row.sex),
            "snils": row.snils,
            "funding": FUNDINGS.get(row.funding),
            "phone": row.phone,
            "email": row.email,
        }

    def _compare(self, student, row, file_name):
        wanted = self._student_values(row)
        if student.alias:  # the real name stands aside
            wanted.update({f"true_{part}": wanted.pop(part) for part in PARTS})
        values = changes(student, wanted)
        if values:
            self.changed.append((student, values))
        detail = ", ".join(str(value) for value in values.values())
        self.draft.line(CHANGE if values else SAME, "student", str(row.fio), detail, file_name)

    def _plan_enrolments(self, rows, known):
        """Which students have to be enrolled by which order."""
        students = self.env["ej.student"].union(*known.values())
        members = self.env["ej.group.member"].search(Domain("student_id", "in", students.ids))
        groups_of = defaultdict(lambda: self.env["ej.group"])
        for member in members:
            groups_of[member.student_id] |= member.group_id
        signed = self._signed_orders(rows)
        for file_name, row in rows:
            student = known.get(("snils", row.snils)) or known.get((row.fio.key, row.birthdate))
            group = self._group(row, file_name)
            if student and groups_of[student]:
                if group.record not in groups_of[student]:
                    names = ", ".join(groups_of[student].mapped("name"))
                    self._fault(
                        file_name, row, WARNING, "student_in_other_group", {"groups": names}
                    )
                continue
            if not row.order_number or not row.order_date:
                self._fault(file_name, row, WARNING, "order_missing", {})
            elif (row.order_number, row.order_date) in signed:
                params = {"order": f"{row.order_number}, {row.order_date:%d.%m.%Y}"}
                self._fault(file_name, row, ERROR, "order_signed", params)
            else:
                self.enrolments.append((row, group, student))
        orders = {(row.order_number, row.order_date) for row, _group, _student in self.enrolments}
        for number, date in sorted(orders, key=lambda order: (order[1], order[0])):
            count = sum(
                (row.order_number, row.order_date) == (number, date)
                for row, _g, _s in self.enrolments
            )
            self.draft.line(CREATE, "order", number, f"{date:%d.%m.%Y} · {count}")

    def _fault(self, file_name, row, level, code, params):
        self.draft.fault(
            file_name, level, code, row=row.row, value=f"{row.fio}, {row.group}", params=params
        )

    def _signed_orders(self, rows):
        numbers = list({row.order_number for _name, row in rows if row.order_number})
        orders = self.env["ej.order"].search(
            Domain("company_id", "=", self.company.id)
            & Domain("name", "in", numbers)
            & Domain("kind", "=", "enrol")
        )
        return {(order.name, order.date) for order in orders}

    def _plan_guardians(self, rows, known):
        """Relatives: one contact for one person, even with two children in the college."""
        links = self.env["ej.guardian"].search(
            Domain("company_id", "=", self.company.id)
            & Domain(
                "partner_id.name",
                "in",
                list({str(g.fio) for _n, row in rows for g in row.guardians}),
            )
        )
        contacts, linked = {}, {}
        for link in links:
            partner = link.partner_id
            linked[(link.student_id.id, fold(partner.name))] = link
            for mark in filter(None, (partner.email, partner.phone)):
                contacts.setdefault((fold(partner.name), mark), partner)
        self.contacts = contacts
        for file_name, row in rows:
            student = known.get(("snils", row.snils)) or known.get((row.fio.key, row.birthdate))
            named = set()
            for guardian in row.guardians:
                if guardian.fio.key in named:
                    params = {"name": str(guardian.fio)}
                    self._fault(file_name, row, WARNING, "guardian_twice", params)
                    continue
                named.add(guardian.fio.key)
                link = linked.get((student.id, fold(str(guardian.fio)))) if student else None
                detail = str(row.fio)
                if link:
                    values = changes(
                        link.partner_id, {"phone": guardian.phone, "email": guardian.email}
                    )
                    if values:
                        self.changed_contacts.append((link.partner_id, values))
                    self.draft.line(
                        CHANGE if values else SAME, "guardian", str(guardian.fio), detail, file_name
                    )
                else:
                    self.guardians.append((row, student, guardian))
                    self.draft.line(CREATE, "guardian", str(guardian.fio), detail, file_name)

    # ------------------------------------------------------------
    # APPLY
    # ------------------------------------------------------------

    def apply(self):
        """Write groups, students, orders (signed), families: a batch each, an order at a time."""
        groups = self.env["ej.group"].create(
            [
                {
                    "name": target.name,
                    "admission_year": target.data["year"],
                    "date_start": school_year_start(target.data["year"]),
                    "form": target.data["form"],
                    "company_id": self.company.id,
                }
                for target in self.new_groups
            ]
        )
        for target, group in zip(self.new_groups, groups, strict=True):
            target.record = group
        students = self.env["ej.student"].create(
            [
                {
                    **{name: value for name, value in self._student_values(row).items() if value},
                    "company_id": self.company.id,
                }
                for row, _group in self.new_students
            ]
        )
        made = {
            id(row): student
            for (row, _group), student in zip(self.new_students, students, strict=True)
        }
        for student, values in self.changed:
            student.write(values)
        self._enrol(made)
        self._link_guardians(made)

    def _enrol(self, made):
        """One signed order for each number and date: signing moves the students and writes
        evidence.
        """
        orders = defaultdict(list)
        for row, group, student in self.enrolments:
            orders[(row.order_number, row.order_date)].append(
                (student or made[id(row)], group.record)
            )
        records = self.env["ej.order"].create(
            [
                {
                    "name": number,
                    "date": date,
                    "kind": "enrol",
                    "date_effective": first_day(date),
                    "company_id": self.company.id,
                    "line_ids": [
                        (
                            0,
                            0,
                            {"student_id": student.id, "group_id": group.id, "reason_in": "open"},
                        )
                        for student, group in lines
                    ],
                }
                for (number, date), lines in sorted(
                    orders.items(), key=lambda item: (item[0][1], item[0][0])
                )
            ]
        )
        records.action_sign()

    def _link_guardians(self, made):
        for partner, values in self.changed_contacts:
            partner.write(values)
        wanted, new = [], {}
        for row, student, guardian in self.guardians:
            name = fold(str(guardian.fio))
            marks = [mark for mark in (guardian.email, guardian.phone) if mark]
            partner = next(
                (self.contacts[name, mark] for mark in marks if (name, mark) in self.contacts), None
            )
            key = next(((name, mark) for mark in marks if (name, mark) in new), None)
            if not partner and not key:
                key = (name, marks[0] if marks else id(guardian))
                new[key] = {
                    "name": str(guardian.fio),
                    "phone": guardian.phone,
                    "email": guardian.email,
                }
            wanted.append((row, student or made[id(row)], guardian, partner, key))
        partners = dict(zip(new, self.env["res.partner"].create(list(new.values())), strict=True))
        self.env["ej.guardian"].create(
            [
                {
                    "student_id": student.id,
                    "partner_id": (partner or partners[key]).id,
                    "kinship": KINSHIPS.get(guardian.kinship, OTHER_KIN)[0],
                    "legal": KINSHIPS.get(guardian.kinship, OTHER_KIN)[1],
                    "date_from": first_day(row.order_date)
                    if row.order_date
                    else datetime.date.today(),
                }
                for row, student, guardian, partner, key in wanted
            ]
        )


def first_day(order_date):
    """The day an order of enrolment acts from: orders of summer act from 1 September."""
    if order_date.month < 6:
        return order_date
    return max(order_date, school_year_start(order_date.year))
