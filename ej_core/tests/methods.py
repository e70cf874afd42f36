"""The declared table of public methods and the walker that calls every one of them as each role.

A public method (no underscore) of a model is called by anybody who is signed in, with any ids. A
module declares its own in ``tests/methods_rows.py``, beside the rows of rights::

    method("ej.order", "action_sign", edits=True, registrar="+ -")
    method("ej.right", "set_level", {"position_id": 0, ...}, edits=True, admin="+")

Records are those of the model's row of rights (``rights.py``) with the same scopes: own, other,
foreign; of a wizard (``wizard(model, values)``) own and another person's. ``+``: the method is
carried out, or says in a sentence why not now; ``-``: refused by AccessError. A role that is not
named is refused everywhere. ``edits`` methods are refused as well when the matrix of rights leaves
viewing alone. A public method without a row fails the test.
"""

import inspect
import logging
from dataclasses import dataclass

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.service.model import get_public_method
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .common import TODAY
from .rights import TABLE as RECORDS
from .rights import RightsWorld, Undo

_logger = logging.getLogger(__name__)

#: (model, method) -> Row
METHODS = {}
#: wizard -> function(case) -> values of one
WIZARDS = {}
#: Methods of Odoo that the suite extends: what they may is walked by the rows of rights.
OF_ODOO = {
    *("create", "write", "unlink", "read", "copy", "copy_data", "init", "fields_get", "get_views"),
    *("search", "search_read", "web_read", "web_save", "web_search_read", "name_search"),
    *("export_data", "default_get", "onchange", "get_view", "load", "name_create", "search_count"),
    *("formatted_read_group", "formatted_read_grouping_sets", "web_read_group", "search_fetch"),
    *("web_name_search", "fetch", "exists", "load_web_menus", "get_wkhtmltopdf_state"),
    # signing in has tests of its own, over HTTP
    *("authenticate", "action_reset_password"),
    "action_register_departure",
}
#: What a script may send in place of a sensible argument.
NONSENSE = (None, False, True, -1, 2**70, "", "x" * 10_000, "\x00", "'; --", [], [[]], {}, [2**70])
#: Ids of nobody.
VANISHED = (2**31 - 1,)


@dataclass(frozen=True)
class Row:
    """What the roles may do with a method."""

    model: str
    name: str
    arguments: dict
    edits: bool
    on: dict
    roles: dict

    def allowed(self, role, scope, scopes):
        """Return whether ``role`` may call it for a record of ``scope``."""
        words = self.roles.get(role, "").split() or ["-"] * len(scopes)
        if len(words) != len(scopes):
            raise ValueError(f"{self.model}.{self.name}, {role}: a word for each of {scopes}")
        return dict(zip(scopes, words, strict=True))[scope] == "+"


def method(model, names, arguments=None, *, edits=False, on=None, **roles):
    """Declare public methods (see the module's docstring).

    :param names: one or several names with spaces between. :param arguments: {name: value or
        function(case) -> value} of a sensible call.
    :param on: {scope: function(case, user) -> record} in place of the row of rights.
    :param roles: role -> ``+`` or ``-`` for each scope.
    """
    for name in names.split():
        METHODS[model, name] = Row(model, name, arguments or {}, edits, on or {}, roles)


def wizard(model, values):
    """Declare how a wizard is made: function(case) -> values."""
    WIZARDS[model] = values


class MethodsWalk(RightsWorld):
    """Calls the methods of the table as each role. Mix in before a common class of tests."""

    def _public(self):
        """Return {(model, method)} of the module under test: callable from outside."""
        found = set()
        own = f"odoo.addons.{self.module}."
        for model, Model in self.registry.items():
            if Model._abstract and not model.startswith("ej."):
                continue
            for name in dir(Model):
                if name.startswith("_") or not self._callable(model, name):
                    continue
                places = [cls.__module__ for cls in Model.__mro__ if name in vars(cls)]
                # of the module that first makes it public in the suite
                ours = [place for place in places if place.split(".")[2].startswith("ej")]
                if ours and ours[-1].startswith(own) and name not in OF_ODOO:
                    found.add((model, name))
        return found

    def _callable(self, model, name):
        """Say whether the name is a method that Odoo calls from outside."""
        if not inspect.isfunction(inspect.getattr_static(self.registry[model], name)):
            return False
        try:
            return bool(get_public_method(self.env[model], name))
        except (AccessError, AttributeError):
            return False

    def _rows(self):
        """Return the rows of the module under test."""
        public = self._public()
        return [row for key, row in METHODS.items() if key in public]

    def _records(self, row, user):
        """Return {scope: record} to call the method of."""
        if row.on:
            return {scope: record(self, user) for scope, record in row.on.items()}
        if row.model in WIZARDS:
            other = self.ej_admin if user != self.ej_admin else self.director
            return {
                scope: self._wizard_of(maker, WIZARDS[row.model], row.model)
                for scope, maker in (("own", user), ("other", other))
            }
        if row.model in RECORDS and not row.arguments:
            return {scope: self.record(row.model, scope) for scope in RECORDS[row.model].records}
        return {"own": self.env[row.model]}

    def _wizard_of(self, maker, values, model):
        """Return a wizard of the maker. sudo: as by a button that has asked; who may is tried."""
        self.maker = maker
        return self._as(maker, model).sudo().create(values(self))

    def made_by(self, values, model):
        """Return a wizard of whoever makes the present one, for its lines."""
        return self._wizard_of(self.maker, values, model)

    def _as(self, user, model):
        """Return the model in a request of the user."""
        context = {"allowed_company_ids": user.company_ids.ids}
        return self.env(user=user.id, context=context, su=False)[model]

    def _scopes(self, row):
        """Return the scopes that the words of the row stand for."""
        if row.on or row.model in WIZARDS:
            return list(row.on) or ["own", "other"]
        return list(RECORDS[row.model].records) if self._by_record(row) else ["own"]

    def _by_record(self, row):
        return row.model in RECORDS and not row.arguments

    def _call(self, row, user, ids, **given):
        """Call the method; return None when it was carried out, or its error. All is undone."""
        arguments = {
            name: value(self) if callable(value) else value
            for name, value in {**row.arguments, **given}.items()
        }
        try:
            with (
                self.cr.savepoint(),
                mute_logger("odoo.addons.base.models.ir_model", "odoo.sql_db"),
            ):
                getattr(self._as(user, row.model).browse(ids), row.name)(**arguments)
                self.env.flush_all()
                raise Undo
        except Undo:
            return None
        except (UserError, IntegrityError) as error:
            # Odoo puts the words of a constraint in place of its error at the border
            return error
        finally:
            self.env.invalidate_all()

    # ------------------------------------------------------------
    # TESTS
    # ------------------------------------------------------------

    def test_every_public_method_has_a_row(self):
        public = self._public()
        self.assertTrue(public)
        self.assertEqual(public - set(METHODS), set(), "public methods without a row")
        mine = {key for key in METHODS if key[0] in self.registry}
        gone = {key for key in mine if not hasattr(self.registry[key[0]], key[1])}
        self.assertEqual(gone, set())

    @freeze_time(TODAY)
    def test_methods(self):
        """Call every method as every role with a record of every scope."""
        count = 0
        rows = self._rows()
        for role, user in self.rights_roles().items():
            for row in rows:
                scopes = self._scopes(row)
                for scope, record in self._records(row, user).items():
                    count += 1
                    with self.subTest(role=role, method=f"{row.model}.{row.name}", scope=scope):
                        error = self._call(row, user, record.ids)
                        allowed = not isinstance(error, AccessError)
                        self.assertEqual(allowed, row.allowed(role, scope, scopes), error)
        _logger.info("methods: %s of %s: %s calls", type(self).__name__, self.module, count)

    @freeze_time(TODAY)
    def test_matrix(self):
        """A section left to viewing refuses what edits it, whoever may otherwise."""
        count = 0
        by_model = self.env["ej.section"]._by_model()
        roles = self.rights_roles()
        for row in self._rows():
            if not row.edits:
                continue
            for role in row.roles:
                count += 1
                with self.subTest(role=role, method=f"{row.model}.{row.name}"):
                    self.assertIn(row.model, by_model)
                    clerk = self._limited(roles[role], by_model[row.model][0])
                    for ids in ((), self._records(row, clerk)["own"].ids):
                        self.assertIsInstance(self._call(row, clerk, ids), AccessError)
        _logger.info("methods: %s of %s: %s limited", type(self).__name__, self.module, count)

    def _limited(self, user, section_id):
        """Return a person who has the capabilities of ``user`` but views the section."""
        # positions of the root module would bring their own level
        capabilities = user.all_group_ids.filtered(lambda group: not group.ej_is_position)
        position = self.env["res.groups"].create(
            {
                "name": "Должность",
                "ej_is_position": True,
                "implied_ids": [(6, 0, capabilities.ids)],
            }
        )
        clerk = self._user(f"t_m_{position.id}", "base.group_user", "Ограничена Правами Тест")
        clerk.group_ids = position if user.share else clerk.group_ids | position
        self.env["ej.right"].sudo().create(
            {
                "company_id": self.company.id,
                "position_id": position.id,
                "section_id": section_id,
                "level": "view",
            }
        )
        return clerk

    @freeze_time(TODAY)
    def test_nonsense(self):
        """Nothing, several, ids of nobody, repeated ids and calls, arguments of any type: each gets
        a sentence.
        """
        count = 0
        roles = self.rights_roles()
        for row in self._rows():
            signature = inspect.signature(getattr(self.registry[row.model], row.name))
            parameters = [name for name in signature.parameters if name != "self"]
            for role in (*row.roles, "stranger"):
                user = roles[role]
                ids = self._records(row, user)["own"].ids
                sets = [(), VANISHED, (*ids, *ids), (*ids, *VANISHED)]
                calls = [(some, {}) for some in sets]
                calls += [(ids, {name: bad}) for name in parameters for bad in NONSENSE]
                for some, given in calls:
                    count += 1
                    with self.subTest(
                        role=role, method=f"{row.model}.{row.name}", ids=some, given=str(given)[:60]
                    ):
                        self._call(row, user, some, **given)
        _logger.info("methods: %s of %s: %s nonsensical", type(self).__name__, self.module, count)
