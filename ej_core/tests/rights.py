"""The declared table of rights and the walker that tries every cell of it.

A module declares its models in ``tests/rights_rows.py``::

    from odoo.addons.ej_core.tests.rights import rights

    rights(
        "ej.room",
        own=lambda case: case.room,                  # of the role's own institution or relation
        foreign=lambda case: case.foreign_room,      # of another institution
        new=lambda case, scope: {"name": "12", "company_id": case.company_of(scope).id},
        change={"name": "13"},
        dispatcher="crwu -",                          # one word for each scope: own, foreign
        staff="r -",
    )

and walks them in two test classes of its own::

    class TestRights(RightsWalk, JournalCommon):          # through the ORM, as each role
        module = "ej_timetable"

    class TestRightsHttp(RightsHttpWalk, JournalCommon):  # the same cells over call_kw
        module = "ej_timetable"

Letters: c create, r read, w write, u unlink; ``-`` nothing. A role that a row does not name may do
nothing. Between ``own`` and ``foreign`` a row may have ``other``: of the same institution but
outside the role's relation (another group, another's page, a signed document). A concrete ``ej.*``
model of the module without a row fails the test. ``rights_roles()`` names the users; extend it for
own roles.
"""

import logging
from contextlib import contextmanager
from dataclasses import dataclass

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .rights_paths import PathsHttpWalk, PathsWalk

_logger = logging.getLogger(__name__)

OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}
#: model -> Row: filled by the ``rights_rows`` of every module that is installed and tested
TABLE = {}
#:  what of the errors sent over HTTP means «refused»; anything else is a fault of the row or the
#: code
REFUSALS = ("odoo.exceptions.AccessError", "odoo.exceptions.UserError")


@dataclass(frozen=True)
class Row:
    """Rights on one model: records by scope, values to try, letters by role and scope."""

    model: str
    records: dict
    new: object
    change: object
    roles: dict
    differs: dict

    def allowed(self, role, scope):
        """Return the letters of what ``role`` may do with a record of ``scope``."""
        words = self.roles.get(role, "").split() or ["-"] * len(self.records)
        if len(words) != len(self.records):
            raise ValueError(
                f"{self.model}, {role}: one word for each of {', '.join(self.records)}"
            )
        return dict(zip(self.records, words, strict=True))[scope]

    def differing(self, operation, role, scope, follows):
        """Return whether the role may do a derived operation: ``follows`` unless declared apart."""
        words = self.differs.get(operation, {}).get(role)
        if words is None:
            return follows
        return dict(zip(self.records, words.split(), strict=True))[scope] != "-"


def rights(model, *, own, foreign, other=None, new, change, differs=None, **roles):
    """Declare the rights on ``model`` (see the module's docstring).

    :param own, other, foreign: function(case) -> a record of that scope.
    :param new: function(case, scope) -> values of a record that could be made in that scope.
    :param change: values, or function(case) -> values, of a harmless write.
    :param differs: derived operation (``export``, ``file``, ``lay file``, ``report NAME``) -> role
        -> a word for each scope, ``-`` or anything, where it does not follow from the letters.
    :param roles: role -> letters for each scope in the order own, other, foreign.
    """
    records = {"own": own, **({"other": other} if other else {}), "foreign": foreign}
    TABLE[model] = Row(model, records, new, change, roles, differs or {})


class Undo(Exception):
    """Ends a trial: what was done in it is rolled back."""


class RightsWorld:
    """The people of the roles and the records of the table. Mix in before a common class."""

    module = ""
    #: Odoo's loader runs inherited tests of such classes only
    allow_inherited_tests_method = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_rights_world()

    @classmethod
    def _make_rights_world(cls):
        """Make the users of the core's roles and records of another institution."""
        cls.curator_user = cls._user(
            "t_r_curator", "ej_core.group_ej_cards", "Кураторов Олег Ильич"
        )
        cls.specialist = cls._user(
            "t_r_spec", "ej_core.group_ej_specialist", "Психологова Анна Львовна"
        )
        cls.special = cls._user(
            "t_r_special", "ej_core.group_ej_special", "Воспитателев Пётр Юрьевич"
        )
        company = {"company_id": cls.company.id, "date_from": "2026-09-01"}
        Duty = cls.env["ej.duty"]
        curated = cls.env["ej.group"].create(
            {
                "name": "К-26",
                "admission_year": 2026,
                "date_start": "2026-09-01",
                "company_id": cls.company.id,
            }
        )
        cls.cared_student = cls._enrol(curated, ["Юдин Семён Олегович"])
        cls.cared_group = curated
        cls.rights_duty = Duty.create(
            [
                {
                    "kind": "curator",
                    "employee_id": cls._employee(cls.curator_user).id,
                    "group_id": curated.id,
                    **company,
                },
                {
                    "kind": "specialist",
                    "employee_id": cls._employee(cls.specialist).id,
                    "group_ids": [(6, 0, curated.ids)],
                    **company,
                },
            ]
        )[1]
        cls.student_user = cls._portal_user(cls.cared_student.partner_id, "t_r_student")
        parents = cls.env["res.partner"].create([{"name": "Юдина Вера"}, {"name": "Абрамова Яна"}])
        cls.cared_link, cls.other_link = cls.env["ej.guardian"].create(
            [
                {
                    "student_id": student.id,
                    "partner_id": parent.id,
                    "kinship": "mother",
                    "date_from": "2026-09-01",
                }
                for student, parent in zip(
                    (cls.cared_student, cls.students[0]), parents, strict=True
                )
            ]
        )
        cls.parent_user = cls._portal_user(parents[0], "t_r_parent")
        cls._make_rights_foreign()

    @classmethod
    def _make_rights_foreign(cls):
        """Make records of the other institution; its people are not among the roles."""
        other = cls.other_company
        env = cls.env(context=dict(cls.env.context, allowed_company_ids=[other.id]))
        cls.foreign_group = env["ej.group"].create(
            {
                "name": "Ч-26",
                "admission_year": 2026,
                "date_start": "2026-09-01",
                "company_id": other.id,
            }
        )
        cls.foreign_student = cls._enrol(cls.foreign_group, ["Чужих Ольга Ивановна"])
        cls.foreign_order = env["ej.order"].search([("company_id", "=", other.id)], limit=1)
        cls.foreign_link = env["ej.guardian"].create(
            {
                "student_id": cls.foreign_student.id,
                "partner_id": env["res.partner"].create({"name": "Чужих Иван"}).id,
                "kinship": "father",
                "date_from": "2026-09-01",
            }
        )
        cls.foreign_year = env["ej.year"].create(
            {
                "name": "2026/2027",
                "date_start": "2026-09-01",
                "date_end": "2027-08-31",
                "company_id": other.id,
                "period_ids": [
                    (0, 0, {"name": "1", "date_start": "2026-09-01", "date_end": "2026-12-31"})
                ],
            }
        )
        cls.foreign_user = cls._user(
            "t_r_foreign", "ej_core.group_ej_staff", "Чужая Инна Ильинична", other
        )
        cls.foreign_employee = env["hr.employee"].create(
            {"name": "Чужой Пётр", "company_id": other.id}
        )

    def rights_roles(self):
        """Return {role: user}. Modules extend it with their own roles."""
        return {
            "registrar": self.registrar,
            "overseer": self.overseer,
            "director": self.director,
            "admin": self.ej_admin,
            "staff": self.staff,
            "curator": self.curator_user,
            "specialist": self.specialist,
            "special": self.special,
            "stranger": self.stranger,
            "student": self.student_user,
            "parent": self.parent_user,
            "public": self.env.ref("base.public_user"),
        }

    def setUp(self):
        super().setUp()
        self._made = {}

    def record(self, model, scope):
        """Return the record of the row of ``model``: made once, each trial on it is undone."""
        key = (model, scope)
        if key not in self._made:
            self._made[key] = TABLE[model].records[scope](self)
            self.env.flush_all()
        return self._made[key]

    def company_of(self, scope):
        """Return the institution a record of ``scope`` belongs to."""
        return self.other_company if scope == "foreign" else self.company


class RightsWalk(RightsWorld, PathsWalk):
    """Walks the table through the ORM. Mix in before a common class of tests."""

    def rows(self):
        """Return the rows of the module under test (and those of its models of Odoo)."""
        return [row for row in TABLE.values() if self._module_of(row.model) in (self.module, None)]

    def _module_of(self, model):
        """Return the module of an ``ej.*`` model, None for a model of Odoo (the core walks it)."""
        if model.startswith("ej."):
            return self.env[model]._original_module
        return None if self.module == "ej_core" else ""

    def test_every_model_has_a_row(self):
        models = {
            name
            for name, Model in self.registry.items()
            if name.startswith("ej.")
            and Model._original_module == self.module
            and not (Model._abstract or Model._transient)
        }
        self.assertTrue(models)
        self.assertEqual(models - set(TABLE), set(), "models without a row of rights")
        self.assertEqual({name for name in TABLE if name not in self.registry}, set())

    def test_every_role_of_the_table_exists(self):
        named = {role for row in self.rows() for role in row.roles}
        self.assertEqual(named - set(self.rights_roles()), set())

    def test_cells(self):
        """Try create, read, write and unlink of every role on every scope of every model."""
        count = 0
        for role, user in self.rights_roles().items():
            with self.as_role(user):
                for row in self.rows():
                    for scope in self.scopes_of(role, row):
                        for letter, operation in OPERATIONS.items():
                            count += 1
                            expected = letter in row.allowed(role, scope)
                            with self.subTest(
                                role=role, model=row.model, scope=scope, op=operation
                            ):
                                got = self.attempt(user, row, scope, operation)
                                self.assertEqual(got, expected)
        self.assertGreater(count, 0)
        # how much was really walked
        _logger.info("rights: %s of %s: %s cells", type(self).__name__, self.module, count)

    def scopes_of(self, role, row, apart=False):
        """Return the scopes of the row to try for the role.

        Every one of create, read, write and unlink. Of the derived operations (``apart``) the first
        one alone where the role has nothing to do with the model at all: what refuses there is the
        list of access, which knows no records.
        """
        scopes = list(row.records)
        return scopes if role in row.roles or not apart else scopes[:1]

    @contextmanager
    def as_role(self, user):
        """Sign in as ``user`` where that is needed; here every trial names its user."""
        yield

    def values_of(self, row, operation, scope):
        """Return the values to try."""
        if operation == "create":
            return row.new(self, scope)
        return row.change(self) if callable(row.change) else row.change

    def readable_field(self, model):
        """Return a stored column without ``groups``: reading it needs the record alone."""
        fields = self.env[model]._fields
        columns = [
            name
            for name, field in fields.items()
            if field.store and field.column_type and not field.groups and name != "id"
        ]
        # the name of what a relation leads to may be closed although the record is open
        plain = (name for name in columns if not fields[name].relational)
        return next(plain, columns[0])

    def attempt(self, user, row, scope, operation):
        """Return whether ``user`` could do it; what was done is undone."""
        record = self.record(row.model, scope)
        try:
            with self.cr.savepoint(), mute_logger("odoo.addons.base.models.ir_model"):
                self._do(user, row, record, scope, operation)
                self.env.flush_all()
                raise Undo
        except Undo:
            return True
        except AccessError:
            return False
        except ValidationError:
            raise  # the values of the row do not fit: nothing was learnt about rights
        except UserError:
            return False
        finally:
            self.env.invalidate_all()

    def _do(self, user, row, record, scope, operation):
        context = {"allowed_company_ids": user.company_ids.ids}
        Model = self.env(user=user.id, context=context, su=False)[row.model]
        if operation == "create":
            Model.create(dict(self.values_of(row, operation, scope)))
            return
        mine = Model.browse(record.id)
        if operation == "write":
            mine.write(dict(self.values_of(row, operation, scope)))
        elif operation == "unlink":
            mine.unlink()
        else:
            found = Model.with_context(active_test=False).search([("id", "=", mine.id)])
            mine.read([self.readable_field(row.model)])
            self.assertEqual(found, mine, "readable by id but not found by search")


@tagged("post_install", "-at_install", "ej")
class RightsHttpWalk(PathsHttpWalk, RightsWalk, HttpCase):
    """Walks the same cells over HTTP, as a browser or a script of that person would.

    Where a role has nothing to do with a model at all, the first scope is tried: what refuses is
    the list of access, which knows no records; through the ORM every scope is tried.
    """

    def scopes_of(self, role, row, apart=True):
        return super().scopes_of(role, row, apart=True)

    @contextmanager
    def as_role(self, user):
        """Sign in as the role (the public role calls without a session)."""
        self.env.flush_all()
        self.session = None
        if user.login and user._is_public():
            self.authenticate(None, None)
        else:
            self.authenticate(user.login, user.login)
        yield

    def attempt(self, user, row, scope, operation):
        """Return whether the call was answered; what was done is undone."""
        if user._is_public():
            return self._call_public(row.model, operation, [[1]])
        record = self.record(row.model, scope)
        self.env.flush_all()
        self.cr.execute("SAVEPOINT ej_rights_cell")
        try:
            arguments = self._arguments(row, record, scope, operation)
            self.env.flush_all()
            with mute_logger("odoo.http", "odoo.addons.base.models.ir_model"):
                self._call(row.model, operation, arguments)
            return True
        except JsonRpcException as error:
            if str(error).startswith(REFUSALS):
                return False
            raise
        finally:
            self.cr.execute("ROLLBACK TO SAVEPOINT ej_rights_cell")
            self.env.invalidate_all()

    def _arguments(self, row, record, scope, operation):
        """Return the positional arguments of the call."""
        if operation == "create":
            return [[self._plain(self.values_of(row, operation, scope))]]
        ids = [record.id]
        if operation == "write":
            return [ids, self._plain(self.values_of(row, operation, scope))]
        return [ids] if operation == "unlink" else [ids, [self.readable_field(row.model)]]

    def _call(self, model, operation, arguments):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{operation}",
            {"model": model, "method": operation, "args": arguments, "kwargs": {}},
        )

    def _call_public(self, model, operation, arguments):
        """Without a session everything is refused before any model is reached."""
        try:
            with mute_logger("odoo.http"):
                self._call(model, operation, arguments)
        except JsonRpcException:
            return False
        return True

    def _plain(self, values):
        """Return the values as JSON carries them (dates as text)."""
        return {
            key: value.isoformat() if hasattr(value, "isoformat") else value
            for key, value in values.items()
        }
