"""Personal cards of the demonstration: filled and verified, some stale; what families report; what
is due for erasure; somebody from outside who looks at two groups.
"""

import random
from datetime import timedelta

from odoo import fields

#: title in the table of logins, login: an inspector with a dated access
INSPECTOR = ("Проверяющий извне: две группы, до срока по приказу", "inspektor")
#: groups whose curators have not verified the cards since the beginning of the year
STALE = ("СВ-",)
SCHOOLS = ("МБОУ «Школа № 3»", "МБОУ «Гимназия № 2»", "МБОУ «Заводская школа»")


class Cards:
    """Makes what the keepers of cards and of personal data find.

    :param people: people of the college (:class:`..people.People`)
    """

    def __init__(self, people):
        self.people, self.env, self.frame = people, people.env, people.frame
        self.company = people.company
        # of its own, so that the rest of the college stays as it is
        self.chance = random.Random(1152)
        self.head = people.officials["uchchast"]

    def make(self):
        """Make everything; return self. The accounts of the families are open by now."""
        self._fill()
        self._fill_special()
        self._verify()
        self._report_changes()
        self._make_due()
        return self

    # ------------------------------------------------------------
    # WHAT STANDS IN A CARD
    # ------------------------------------------------------------

    def _fill(self):
        """Fill what the law asks for; the first year still brings its documents.

        The cards came from the office's files before the history of changes began: written at once.
        """
        russia = self.env.ref("base.ru").id
        cards, contacts = [], []
        for (_code, course), group in self.people.groups.items():
            for number, student in enumerate(self.people.students[group], 1):
                cards.append((f"{group.admission_year % 100}-{number:03d}", student.id))
                whole = course > 1 or self.chance.random() < 0.6
                contacts.append(
                    (
                        russia,
                        self._snils() if whole else None,
                        "basic" if whole else None,
                        self.chance.choice(SCHOOLS) if whole else None,
                        student.partner_id.id,
                    )
                )
        self.env.flush_all()
        self.env.cr.execute_values(
            "UPDATE ej_student SET file_no = row.file_no"
            " FROM (VALUES %s) row (file_no, id) WHERE ej_student.id = row.id",
            cards,
        )
        self.env.cr.execute_values(
            "UPDATE res_partner SET ej_citizenship_id = row.country, ej_snils = row.snils,"
            " ej_edu_document = row.document, ej_edu_school = row.school"
            " FROM (VALUES %s) row (country, snils, document, school, id)"
            " WHERE res_partner.id = row.id",
            contacts,
        )
        self.env.invalidate_all()

    def _snils(self):
        """Draw an insurance number with the right check digits."""
        digits = [self.chance.randint(0, 9) for _n in range(9)]
        digits[0] = 9  # such numbers are given to nobody
        check = sum(digit * (9 - place) for place, digit in enumerate(digits)) % 101 % 100
        text = "".join(map(str, digits))
        return f"{text[:3]}-{text[3:6]}-{text[6:]} {check:02d}"

    def _fill_special(self):
        """Health and military data of two groups, as their keeper enters them; the others wait."""
        people, keeper = self.people, self.people.officials["vospitanie"]
        students = people.students[people.groups["ИС", 3]] + people.students[people.groups["БУ", 3]]
        rows = []
        for number, student in enumerate(students):
            if number % 6 == 5:
                continue  # has not brought the papers yet
            student.partner_id.write(
                {
                    "ej_health_group": self.chance.choice("1122234"),
                    **(
                        {
                            "ej_mil_category": "recruit",
                            "ej_mil_office": "Военный комиссариат города Северореченска",
                            "ej_mil_doc": "certificate",
                            "ej_mil_doc_number": f"СР {1000000 + 7 * number}",
                        }
                        if student.gender == "m"
                        else {}
                    ),
                }
            )
            student.pe_group = "preparatory" if number % 7 == 3 else "main"
            months = -2 if number % 9 == 4 else 8
            rows.append(
                {
                    "student_id": student.id,
                    "kind": "086",
                    "number": str(100 + number),
                    "date_from": fields.Date.add(self.frame.today, months=months - 12),
                    "date_to": fields.Date.add(self.frame.today, months=months),
                }
            )
        self.env["ej.certificate"].with_user(keeper).create(rows)

    # ------------------------------------------------------------
    # WHO HAS VERIFIED THEM
    # ------------------------------------------------------------

    def _verify(self):
        """Curators verified the cards at the beginning of the year and, most of them, this month;
        two or three cards of each group were never looked at.
        """
        begin = self.frame.first
        rows = []
        for group, students in self.people.students.items():
            curator = group.curator_id.user_id
            never = self.chance.randint(0, 3)
            days = [begin + timedelta(days=self.chance.randint(1, 9))]
            if not group.name.startswith(STALE):
                days.append(self.frame.today - timedelta(days=self.chance.randint(1, 20)))
            rows += [
                {"student_id": student.id, "user_id": curator.id, "date": day}
                for student in students[never:]
                for day in days
                if curator and day <= self.frame.today
            ]
        self.env["ej.card.check"].create(rows)

    def _report_changes(self):
        """Two families wait for the answer, a third has got it."""
        parent = self.people.parent.user_ids
        adult = self.people.adult.partner_id.user_ids
        minor = self.people.minor
        other = minor.guardian_ids.partner_id.user_ids[:1]
        Request = self.env["ej.card.request"]
        for user, values, note in (
            (parent, {"phone": "+7 900 555-01-02"}, "Сменила номер, прежний не отвечает"),
            (adult, {"city": "Северореченск", "street": "ул. Речная, 4, кв. 17"}, ""),
            (other, {"email": "semya@example.com"}, ""),
        ):
            mine = Request.with_user(user).sudo(False)
            request = mine._submit_sudo(user.partner_id, values, note)
        request.with_user(self.head).action_confirm()

    # ------------------------------------------------------------
    # WHAT IS TO BE ERASED, WHAT WAS REGISTERED BY MISTAKE
    # ------------------------------------------------------------

    def _make_due(self):
        """Somebody left long ago, somebody took a consent back, a paper was laid to another."""
        people = self.people
        group = people.groups["ИС", 4]
        surname, firstname, patronymic, _woman = people.names.person(False)
        former = self.env["ej.student"].create(
            {
                "surname": surname,
                "firstname": firstname,
                "patronymic": patronymic,
                "gender": "m",
                "birthdate": people._birthdate(4),
                "company_id": self.company.id,
            }
        )
        first = group.date_start
        people._order(f"{group.admission_year}-д-з", "enrol", first, former, group)
        people._order(
            f"{group.admission_year}-д-о",
            "expel",
            first + timedelta(days=14),
            former,
            reason_out="voluntary",
        )
        photo = {"purpose_id": self.env.ref("ej_core.consent_photo").id}
        Consent = self.env["ej.consent"].with_user(self.head)
        chosen = people.students[people.groups["БУ", 2]]
        facts = Consent.create(
            [{**photo, "student_id": one.id, "date": self.frame.first} for one in chosen[:6]]
        )
        day = self.frame.today - timedelta(days=5)
        Consent.create({**photo, "student_id": chosen[0].id, "date": day, "decision": "withdrawn"})
        self.env["ej.consent.error"].with_user(self.head).create(
            {
                "consent_id": facts[5].id,
                "reason": "Бумага другого обучающегося, подшита не в то дело",
            }
        )

    # ------------------------------------------------------------
    # SOMEBODY FROM OUTSIDE
    # ------------------------------------------------------------

    def invite(self):
        """Open a dated access of an inspector by the director's order."""
        people, today = self.people, self.frame.today
        title, login = INSPECTOR
        name = " ".join(people.names.person(True)[:3])
        groups = people.groups["ИС", 1] + people.groups["БУ", 2]
        access = (
            self.env["ej.external.access"]
            .with_user(people.officials["adminej"])
            .create(
                {
                    "name": name,
                    "organisation": "Департамент образования области",
                    "post": "Главный специалист",
                    "email": "inspektor@example.com",
                    "order_number": "129",
                    "order_date": today - timedelta(days=3),
                    "date_from": today - timedelta(days=2),
                    "date_to": today + timedelta(days=12),
                    "group_ids": [(6, 0, groups.ids)],
                    "see_marks": True,
                    "company_id": self.company.id,
                }
            )
        )
        access.action_open()
        user = access.sudo().user_id
        user.write({"login": login, "lang": "ru_RU", "tz": "Europe/Moscow"})
        people.users += user
        people.logins.append((title, login))
