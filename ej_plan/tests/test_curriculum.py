from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.ej_core.tests.clauses import clause

from .common import PlanCommon


class TestCurriculum(PlanCommon):
    """Units as a tree, hours by semester and kind with their sums."""

    def test_sums_by_unit_semester_and_kind(self):
        line = self.curriculum.line_ids.with_user(self.methodist)
        self.assertEqual((line.hours_total, line.hours_class), (38, 30))
        self.assertEqual(line.semesters, "1: 14, 2: 4, 3: 20")
        rows = (
            self.env["ej.curriculum.hours"]
            .with_user(self.methodist)
            ._read_group(
                [("curriculum_id", "=", self.curriculum.id)], ["unit_id", "semester"], ["hours:sum"]
            )
        )
        self.assertEqual(rows, [(self.unit, 1, 14), (self.unit, 2, 4), (self.unit, 3, 20)])

    def test_load_asks_for_the_hours_of_its_year(self):
        """First course: semesters 1 and 2, in class only."""
        self.assertEqual(self.load.with_user(self.teacher).plan_norm, 10)
        self.assertEqual(self.colleague_load.plan_norm, 0)  # no curriculum, no hours in the load
        self.colleague_load.hour_ids.create(
            {"load_id": self.colleague_load.id, "period_id": self.semester_1.id, "hours": 12}
        )
        self.assertEqual(self.colleague_load.plan_norm, 12)

    def test_norms_of_many_loads_in_one_query(self):
        loads = self.load | self.colleague_load | self._load(self.unit, self.group, self.employee)
        loads.mapped("plan_norm")  # warms the groups and hours
        loads.invalidate_recordset(["plan_norm"])
        with self.assertQueryCount(1):
            loads.mapped("plan_norm")

    @clause("R000-4.3.2")
    @mute_logger("odoo.sql_db")
    def test_catalogue_has_its_kinds_and_a_used_unit_stays(self):
        """The methodist keeps disciplines, МДК, modules and practices with their codes."""
        Unit = self.env["ej.unit"].with_user(self.methodist)
        made = {}
        for kind, index in (
            ("discipline", "ОП.01"),
            ("mdk", "МДК.01.01"),
            ("module", "ПМ.01"),
            ("study_practice", "УП.01"),
            ("work_practice", "ПП.01"),
        ):
            values = {"name": f"Единица {index}", "index": index, "kind": kind}
            made[kind] = Unit.create({**values, "program_id": self.program.id})
        for kind, unit in made.items():
            self.assertEqual(Unit.search([("index", "=", unit.index)]), unit)
            self.assertEqual(unit.kind, kind)
        made["mdk"].name = "Разработка модулей"
        self._load(made["mdk"], self.group, self.employee)
        line = {"curriculum_id": self.curriculum.id, "unit_id": made["discipline"].id}
        self.env["ej.curriculum.line"].with_user(self.methodist).create(line)
        for kind in ("mdk", "discipline"):
            with self.subTest(kind), self.assertRaises(IntegrityError), self.cr.savepoint():
                made[kind].unlink()
        made["work_practice"].unlink()
        with self.assertRaises(AccessError):
            made["study_practice"].with_user(self.teacher).unlink()

    def test_tree_follows_the_module(self):
        module = self._unit("Разработка модулей", "ПМ.01", "module")
        part = self._unit("Технология", "МДК.01.01", "mdk")
        part.with_user(self.methodist).parent_id = module
        self.assertTrue(part.tree_key.startswith(module.tree_key))
        module.with_user(self.methodist).index = "ПМ.09"
        self.assertTrue(part.tree_key.startswith("09.02.07 / ПМ.09"))

    @mute_logger("odoo.sql_db")
    def test_bad_hours_are_refused(self):
        line = self.curriculum.line_ids
        for vals in (
            {"semester": 1, "kind": "practice", "hours": -2},
            {"semester": 0, "kind": "lab", "hours": 2},
        ):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                self.env["ej.curriculum.hours"].create({"line_id": line.id, **vals})
