"""The other ways to a record, walked beside create, read, write and unlink (see ``rights.py``).

They follow from the letters of a row: whoever reads a record finds it by name, counts and groups
it, exports it, opens the files on it and prints its forms; nobody else does. Whoever writes it
may lay a file on it. What differs is declared in the row: ``differs={operation: {role: words}}``.
"""

import json
import logging
from collections import Counter

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

_logger = logging.getLogger(__name__)

#: What refuses over HTTP: anything else but these and 200 is a fault of the code.
REFUSED = (403, 404, 422)


class Trial(Exception):
    """Ends a trial: what was done in it is rolled back."""


class PathsWalk:
    """The derived operations through the ORM. Mixed into ``RightsWalk``."""

    #: roles that may not read files through the back office, whatever they read
    OUTSIDE = ("student", "parent", "public")

    def readable(self, role, row):
        """Return {scope: record} of the row that the role reads."""
        return {
            scope: self.record(row.model, scope)
            for scope in row.records
            if "r" in row.allowed(role, scope)
        }

    def all_records(self, row):
        """Return {scope: record} of the row."""
        return {scope: self.record(row.model, scope) for scope in row.records}

    def files(self, row):
        """Return {scope: attachment} laid on the records of the row, made once by the system."""
        key = ("ir.attachment", row.model)
        if key not in self._made:
            records = self.all_records(row)
            self._made[key] = {
                scope: self.env["ir.attachment"]
                .sudo()
                .create(
                    {
                        "name": f"{scope}.txt",
                        "raw": b"secret",
                        "mimetype": "text/plain",
                        "res_model": row.model,
                        "res_id": record.id,
                    }
                )
                for scope, record in records.items()
            }
            self.env.flush_all()
            # what the system has in memory must not answer for the role
            self.env.invalidate_all()
        return self._made[key]

    def reports(self, model):
        """Return the printed forms of the model that its own module makes."""
        forms = self.env["ir.actions.report"].sudo().search([("model", "=", model)])
        return forms.filtered(lambda form: form.report_name.startswith(f"{self.module}."))

    def test_paths(self):
        """Find by name, group, export, files and forms: of each role on every record."""
        self.allow_export()
        count = Counter()
        for role, user in self.rights_roles().items():
            with self.as_role(user):
                for row in self.rows():
                    self._walk_paths(role, user, row, count)
        self.assertTrue(count)
        told = ", ".join(f"{name} {number}" for name, number in sorted(count.items()))
        _logger.info("paths: %s of %s: %s", type(self).__name__, self.module, told)

    def allow_export(self):
        """Let the employees export in general: the records alone decide then."""
        for user in self.rights_roles().values():
            if user._is_internal():
                user.sudo().group_ids |= self.env.ref("base.group_allow_export")

    def _walk_paths(self, role, user, row, count):
        everything, readable = self.all_records(row), self.readable(role, row)
        self.files(row)  # made before any trial undoes what is done in it
        ids = {record.id for record in everything.values()}
        mine = {record.id for record in readable.values()}
        for operation in ("search", "name_search", "formatted_read_group"):
            count[operation] += len(everything)
            with self.subTest(role=role, model=row.model, op=operation):
                self.assertEqual(
                    self.found(user, row, operation, ids), self.as_found(operation, mine)
                )
        for scope in self.scopes_of(role, row, apart=True):
            reads = scope in readable
            inside = role not in self.OUTSIDE
            trials = {
                "export": reads and inside,
                "file": reads and inside,
                "lay file": "w" in row.allowed(role, scope) and inside,
                **{f"report {form.report_name}": reads for form in self.reports(row.model)},
            }
            for operation, follows in trials.items():
                expected = row.differing(operation, role, scope, follows)
                count[operation.split(" ")[0]] += 1
                with self.subTest(role=role, model=row.model, scope=scope, op=operation):
                    got = self.attempt_path(user, row, everything[scope], scope, operation)
                    self.assertEqual(got, expected)

    def as_found(self, operation, ids):
        """Return what ``found`` gives when the role reads exactly ``ids``."""
        return len(ids) if operation == "formatted_read_group" else ids

    def found(self, user, row, operation, ids):
        """Return the ids (or their number) that the operation gives away of ``ids``."""
        context = {"allowed_company_ids": user.company_ids.ids, "active_test": False}
        Model = self.env(user=user.id, context=context, su=False)[row.model]
        domain = [("id", "in", list(ids))]
        nothing = self.as_found(operation, set())
        try:
            with self.cr.savepoint(), mute_logger("odoo.addons.base.models.ir_model"):
                if operation == "search":
                    return set(Model.search(domain).ids)
                if operation == "name_search":
                    return {key for key, _name in Model.name_search("", domain, limit=None)}
                return Model.formatted_read_group(domain, [], ["__count"])[0]["__count"]
        except AccessError:
            return nothing
        finally:
            self.env.invalidate_all()

    def attempt_path(self, user, row, record, scope, operation):
        """Return whether the operation on the record was allowed; what was done is undone."""
        try:
            with self.cr.savepoint(), mute_logger("odoo.addons.base.models.ir_model"):
                self._do_path(user, row, record, scope, operation)
                raise Trial
        except Trial:
            return True
        except ValidationError:
            raise
        except UserError:  # AccessError is one
            return False
        finally:
            self.env.invalidate_all()

    def _do_path(self, user, row, record, scope, operation):
        context = {"allowed_company_ids": user.company_ids.ids}
        env = self.env(user=user.id, context=context, su=False)
        if operation == "export":
            env[row.model].browse(record.id).export_data([self.readable_field(row.model)])
        elif operation == "file":
            file = self.files(row)[scope]
            self.assertEqual(env["ir.attachment"].browse(file.id).raw, b"secret")
        elif operation == "lay file":
            values = {"name": "x.txt", "raw": b"x", "res_model": row.model, "res_id": record.id}
            env["ir.attachment"].create(values)
        else:
            report = env["ir.actions.report"]
            report._render_qweb_html(operation.removeprefix("report "), record.ids)


class PathsHttpWalk(PathsWalk):
    """The derived operations as a script with a key (JSON-2) and a browser (files, forms) try them.

    Mixed into ``RightsHttpWalk``.
    """

    def setUp(self):
        super().setUp()
        self._keys = {}

    def key_of(self, user):
        """Return an API key of the user, None where no key can be made: families have none."""
        if user not in self._keys:
            # sudo: whether the role may make a key is tried elsewhere; here it has one
            keys = self.env["res.users.apikeys"].with_user(user).sudo()
            try:
                # without an end: the database knows no frozen clock
                self._keys[user] = keys._generate("rpc", "walk", None)
            except UserError:
                self._keys[user] = None
        return self._keys[user]

    def by_session(self, model, method, ids=(), **arguments):
        """Call as the browser does, for people without a key; None when it was refused."""
        positional = [list(ids)] if ids else []
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_model"):
            try:
                return self.make_jsonrpc_request(
                    f"/web/dataset/call_kw/{model}/{method}",
                    {"model": model, "method": method, "args": positional, "kwargs": arguments},
                )
            except JsonRpcException:
                return None
            finally:
                self.env.invalidate_all()

    def json2(self, user, model, method, **arguments):
        """Call the external API; return the answer, None when it was refused."""
        self.env.flush_all()
        key = None if user._is_public() else self.key_of(user)
        if not key and not user._is_public():
            return self.by_session(model, method, **arguments)
        bearer = {"Authorization": f"bearer {key}"} if key else {}
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_model"):
            answer = self.url_open(
                f"/json/2/{model}/{method}",
                data=json.dumps(arguments),
                headers={"Content-Type": "application/json", **bearer},
            )
        self.env.invalidate_all()
        if answer.status_code == 200:
            return answer.json()
        self.assertIn(answer.status_code, (*REFUSED, 401), answer.text[:500])
        return None

    def found(self, user, row, operation, ids):
        domain, context = [["id", "in", list(ids)]], {"active_test": False}
        nothing = self.as_found(operation, set())
        if operation == "name_search":
            pairs = self.json2(user, row.model, "name_search", domain=domain, context=context)
            return nothing if pairs is None else {key for key, _name in pairs}
        if operation == "search":
            found = self.json2(user, row.model, "search", domain=domain, context=context)
            return nothing if found is None else set(found)
        grouped = self.json2(
            user,
            row.model,
            "formatted_read_group",
            domain=domain,
            groupby=[],
            aggregates=["__count"],
            context=context,
        )
        return nothing if grouped is None else grouped[0]["__count"]

    def attempt_path(self, user, row, record, scope, operation):
        self.env.flush_all()
        self.cr.execute("SAVEPOINT ej_rights_path")
        try:
            return self._try_path(user, row, record, scope, operation)
        finally:
            self.cr.execute("ROLLBACK TO SAVEPOINT ej_rights_path")
            self.env.invalidate_all()

    def _try_path(self, user, row, record, scope, operation):
        if operation == "export":
            field = self.readable_field(row.model)
            asked = {"ids": [record.id], "fields_to_export": [field]}
            return self.json2(user, row.model, "export_data", **asked) is not None
        if operation == "lay file":
            values = {"name": "x.txt", "raw": "", "res_model": row.model, "res_id": record.id}
            return self.json2(user, "ir.attachment", "create", vals_list=[values]) is not None
        if operation == "file":
            return self.opened(f"/web/content/{self.files(row)[scope].id}", b"secret")
        return self.opened(f"/report/html/{operation.removeprefix('report ')}/{record.id}")

    def opened(self, address, content=None):
        """Say whether the address was served to the session (with the content)."""
        self.env.flush_all()
        muted = (
            "odoo.http",
            "odoo.addons.base.models.ir_model",
            "odoo.addons.web.controllers.report",
        )
        with mute_logger(*muted):
            answer = self.url_open(address, allow_redirects=False)
        if answer.status_code != 200:
            self.assertIn(answer.status_code, (*REFUSED, 303, 500), answer.text[:500])
            return False
        return content is None or answer.content == content
