"""People of the institution and its documents for the tests of signing in."""

from odoo.tests import HttpCase, tagged

from .common import EjCommon


class DocumentsMixin:
    """Makes a curator with a group, a student and a parent; publishes documents."""

    @classmethod
    def _make_sign_in_people(cls):
        cls.teacher = cls._user("t_teacher", "ej_core.group_ej_staff", "Учителев Олег Ильич")
        cls.curator = cls._user("t_curator", "ej_core.group_ej_cards", "Кураторова Анна Ильинична")
        cls.approver = cls._employee(cls.director)
        cls.env["ej.duty"].create(
            {
                "kind": "curator",
                "employee_id": cls._employee(cls.curator).id,
                "group_id": cls.group.id,
                "company_id": cls.company.id,
                "date_from": "2026-09-01",
            }
        )
        cls.student_user = cls._portal_user(cls.students[0].partner_id, "t_student")
        parent = cls.env["res.partner"].create({"name": "Абрамова Яна Петровна"})
        cls.env["ej.guardian"].create(
            {
                "student_id": cls.students[0].id,
                "partner_id": parent.id,
                "kinship": "mother",
                "date_from": "2026-09-01",
            }
        )
        cls.parent_user = cls._portal_user(parent, "t_parent")

    @classmethod
    def _publish(cls, name="Правила", audience="staff", user=None, text="<p>Нельзя</p>", **values):
        """Return a published version of a new document; ``accept``, ``public``, ``kind`` …"""
        user = user or cls.ej_admin
        document = (
            cls.env["ej.document"]
            .with_user(user)
            .create(
                {
                    "name": name,
                    "kind": values.pop("kind", "rule"),
                    "audience": audience,
                    "public": values.pop("public", False),
                    "company_id": cls.company.id,
                }
            )
        )
        return cls._publish_version(document, text=text, **values)

    @classmethod
    def _publish_version(cls, document, **values):
        version = (
            cls.env["ej.document.version"]
            .with_user(document.env.user)
            .create(
                {
                    "document_id": document.id,
                    "number": "12-о",
                    "date": "2026-09-01",
                    "approved_by_id": cls.approver.id,
                    **values,
                }
            )
        )
        version.action_publish()
        return version


@tagged("post_install", "-at_install", "ej")
class SignInCase(DocumentsMixin, EjCommon, HttpCase):
    """Signs in through the page of signing in, as people do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_sign_in_people()

    def sign_in(self, login, password=None, headers=None):
        """Sign in with the form; return the last answer. A fresh browser each time."""
        self.authenticate(None, None)
        self.opener.cookies.clear()
        return self.sign_in_again(login, password, headers)

    def sign_in_again(self, login, password=None, headers=None):
        """Sign in with the form in the same browser (its cookies stay)."""
        self.env.flush_all()
        page = self.url_open("/web/login", headers=headers)
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(
            "/web/login",
            data={"login": login, "password": password or login.ljust(8, "x"), "csrf_token": token},
            headers=headers,
        )

    def token_of(self, page):
        """Return the token of the form on the page."""
        return page.text.split('name="csrf_token" value="')[1].split('"')[0]

    def rows(self, user=None, **values):
        """Return the rows of the journal of sign-ins with these values, the oldest first."""
        domain = [(key, "=", value) for key, value in values.items()]
        if user:
            domain.append(("user_id", "=", user.id))
        return self.env["ej.signin"].search(domain, order="id")

    def call(self, model, method, *args):
        """Call a method over RPC as the person signed in."""
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": {}},
        )
