from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, tagged

from .common import PlanCommon


class TestPlanRights(PlanCommon):
    """A teacher writes КТП of own units only."""

    def test_colleagues_plan_is_read_only(self):
        plan = self.plan.with_user(self.colleague)
        self.assertEqual(plan.hours, 10)
        topic = plan.topic_ids[0]
        for attempt in (
            lambda: plan.write({"name": "Моё"}),
            lambda: topic.write({"name": "Моё"}),
            lambda: topic.unlink(),
            lambda: plan.unlink(),
            lambda: topic.create({"plan_id": plan.id, "name": "Моё", "hours": 2}),
            lambda: plan.action_approve(),
            lambda: self.load.with_user(self.colleague).write({"plan_id": False}),
            lambda: self.load.with_user(self.colleague).action_plan_wizard(),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                attempt()

    def test_plan_of_a_unit_one_does_not_teach(self):
        chemistry = self._unit("Химия", "ОУД.09")
        values = {
            "name": "Химия",
            "unit_id": chemistry.id,
            "year_id": self.year.id,
            "company_id": self.company.id,
        }
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.env["ej.plan"].with_user(self.teacher).create(values)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.plan.with_user(self.teacher).unit_id = chemistry  # a load of physics uses it
        self.load.plan_id = False
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.plan.with_user(self.teacher).unit_id = chemistry
        self._load(chemistry, self.group, self.employee)
        self.assertTrue(self.env["ej.plan"].with_user(self.teacher).create(values))

    def test_plan_is_not_handed_over_or_approved_by_a_write(self):
        plan = self.plan.with_user(self.teacher)
        for values in ({"state": "approved"}, {"name": "x", "state": "approved"}):
            with self.assertRaises(AccessError), self.cr.savepoint():
                plan.write(values)
        with self.assertRaises(AccessError), self.cr.savepoint():
            plan.create(
                {"name": "x", "unit_id": self.unit.id, "year_id": self.year.id, "state": "approved"}
            )
        with self.assertRaises(AccessError), self.cr.savepoint():
            plan.create(
                {
                    "name": "x",
                    "unit_id": self.unit.id,
                    "year_id": self.year.id,
                    "author_id": self.colleague.id,
                }
            )

    def test_topic_is_not_moved_into_a_colleagues_plan(self):
        mine = self._plan(self.colleague_load, self.colleague, [2])
        with self.assertRaises(AccessError), self.cr.savepoint():
            mine.topic_ids.with_user(self.colleague).plan_id = self.plan

    def test_sharing_a_plan_is_the_methodists(self):
        """Attaching a colleague's plan would give the right to write it."""
        values = {
            "load_ids": [(6, 0, self.colleague_load.ids)],
            "mode": "attach",
            "source_id": self.plan.id,
        }
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.env["ej.plan.wizard"].with_user(self.colleague).create(values).action_apply()
        self.env["ej.plan.wizard"].with_user(self.methodist).create(values).action_apply()
        self.assertEqual(self.colleague_load.plan_id, self.plan)
        self.plan.with_user(self.colleague).name = "Общий план"

    def test_former_teacher_writes_no_more(self):
        """The plan goes with the load: author who teaches the unit no more may not write."""
        self.load.teacher_ids.write({"employee_id": self.colleague_employee.id})
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.plan.with_user(self.teacher).name = "Моё"
        self.plan.with_user(self.colleague).name = "Теперь моё"

    def test_stranger_sees_nothing(self):
        with self.assertRaises(AccessError):
            self.plan.with_user(self.stranger).read(["name"])


@tagged("post_install", "-at_install", "ej")
class TestPlanRpc(PlanCommon, HttpCase):
    """The same over RPC, as a browser would do it."""

    def test_colleagues_plan_over_rpc(self):
        self.authenticate("p_mate", "p_mate")
        answer = self.make_jsonrpc_call(
            "ej.plan.topic", "write", [self.plan.topic_ids[:1].ids, {"name": "Моё"}]
        )
        self.assertEqual(answer["error"]["data"]["name"], "odoo.exceptions.AccessError")
        answer = self.make_jsonrpc_call("ej.plan", "_attach_plan_sudo", [self.plan.ids])
        self.assertIn("error", answer)
        self.assertEqual(self.plan.topic_ids[0].name, "Тема 1")
        answer = self.make_jsonrpc_call(
            "ej.plan", "search_read", [[("id", "=", self.plan.id)], ["name"]]
        )
        self.assertEqual(answer["result"][0]["id"], self.plan.id)

    def make_jsonrpc_call(self, model, method, args):
        """Return the raw JSON-RPC answer, error or result."""
        response = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={
                "jsonrpc": "2.0",
                "id": 1,
                "method": "call",
                "params": {"model": model, "method": method, "args": args, "kwargs": {}},
            },
        )
        return response.json()
