"""Documents of the demonstration college: published, accepted by all but the one who is to see how
they are accepted.
"""

from odoo import fields

#: title in the table of logins, login: the newcomer has accepted nothing yet
NEWCOMER = ("Новый преподаватель: правила ещё не приняты", "novichok")


class Access:
    """Publishes the ready texts and has everybody accept them.

    :param people: people of the college (:class:`..people.People`)
    """

    def __init__(self, people):
        self.people, self.env, self.company = people, people.env, people.company
        self.begin = people.frame.year[1]

    def make(self):
        """Publish, let in a newcomer, accept for the others; return self."""
        versions = self._publish()
        users = self.people.users + self.env.ref("base.user_admin")
        self._accept(versions, users)
        self.newcomer = self._make_newcomer()
        self.env["ej.network"].create(
            {
                "name": "Учительская",
                "address": "10.0.5.0/24",
                "company_id": self.company.id,
            }
        )
        return self

    def _publish(self):
        """Adopt the ready texts and publish them by the director's order."""
        director = self.people.officials["director"]
        Document = self.env["ej.document"]
        Document.action_adopt_patterns()
        drafts = Document.search([("company_id", "=", self.company.id)]).version_ids
        drafts.write(
            {
                "number": "215",
                "date": fields.Date.subtract(self.begin, days=4),
                "approved_by_id": director.employee_id.id,
            }
        )
        drafts.with_user(director).action_publish()
        return drafts.filtered("accept")

    def _accept(self, versions, users):
        """Put the acceptances into the register, each for those it is meant for."""
        student_group = self.env.ref("ej.position_student")
        parent_group = self.env.ref("ej.position_parent")
        of = {
            "student": users.filtered(lambda user: student_group in user.group_ids),
            "parent": users.filtered(lambda user: parent_group in user.group_ids),
        }
        of["staff"] = users.filtered(lambda user: not user.share)
        of["all"] = users
        moment = fields.Datetime.to_datetime(self.begin)
        self.env["ej.acceptance"].with_context(ej_gate=True).create(
            [
                {
                    "user_id": user.id,
                    "person": user.name,
                    "version_id": version.id,
                    "at": moment,
                    "company_id": self.company.id,
                }
                for version in versions
                for user in of[version.document_id.audience]
            ]
        )

    def _make_newcomer(self):
        """Add a teacher who has just got an account: the first page shows the rules."""
        people = self.people
        name = " ".join(people.names.person(True)[:3])
        title, login = NEWCOMER
        user = people._create_users([people._user(login, name, ["teacher"])])
        people.logins.append((title, login))
        return people._employees(user, ["Преподаватель"])
