from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from .clauses import clause
from .common import TODAY, EjCommon


class AccessCommon(EjCommon):
    """Positions of the test's own beside the common school: the core knows no position."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls._position("Делопроизводитель", "ej_core.group_ej_registrar")
        cls.viewer = cls._position("Наблюдатель", "ej_core.group_ej_overseer")
        cls.clerk = cls._user("t_clerk", "base.group_user", "Конторщикова Яна Ильинична")
        cls.clerk.group_ids |= cls.office
        cls.people = cls.env.ref("ej_core.section_people")
        cls.orders = cls.env.ref("ej_core.section_orders")

    @classmethod
    def _position(cls, name, *capabilities):
        """Return a new position with these capabilities."""
        return cls.env["res.groups"].create(
            {
                "name": name,
                "ej_is_position": True,
                "implied_ids": [(6, 0, [cls.env.ref(xmlid).id for xmlid in capabilities])],
            }
        )

    def _env(self, user, company=None):
        """Return the environment of a request of the user."""
        return self.env(
            user=user.id,
            su=False,
            context={"allowed_company_ids": (company or user.company_id).ids},
        )

    def _set(self, position, section, level, by=None):
        """Set a cell as the administrator of the journal would."""
        return self._env(by or self.ej_admin)["ej.right"].set_level(position.id, section.id, level)

    def _close(self, position, section):
        """Close a section to the position, and first those that cannot do without it."""
        for needing in self.env["ej.section"].search([("need_ids", "in", section.ids)]):
            self._close(position, needing)
        self._set(position, section, "none")

    def _visible(self, user):
        """Return the menus that the user's page shows."""
        return self._env(user)["ir.ui.menu"].search([])._filter_visible_menus()

    def _menus(self, user):
        """Return the names of the menus that the user's page shows."""
        return set(self._visible(user).mapped("name"))


@freeze_time(TODAY)
class TestMatrix(AccessCommon):
    """The matrix position x section: what it says holds on every path, within its limits."""

    @clause("R001-3.2b", "R000-4.1.6b")
    def test_view_reads_and_does_not_save(self):
        students = self._env(self.clerk)["ej.student"]
        mine = students.browse(self.students[0].id)
        mine.write({"record_no": "1"})
        self._set(self.office, self.people, "view")
        self.assertEqual(mine.read(["surname"])[0]["surname"], "Абрамов")
        self.assertEqual(students.search([("id", "=", mine.id)]), mine)
        for name, call in {
            "write": lambda: mine.write({"record_no": "2"}),
            "save of a form": lambda: mine.web_save({"record_no": "2"}, {"record_no": {}}),
            "create": lambda: students.create({"surname": "Н", "firstname": "О"}),
            "by name": lambda: self._env(self.clerk)["ej.group"].name_create("Новая"),
            "import": lambda: students.load(["surname", "firstname"], [["Н", "О"]]),
            "unlink": lambda: self._env(self.clerk)["ej.group"].browse(self.group.id).unlink(),
            "contact": lambda: mine.partner_id.write({"phone": "1"}),
            "export": lambda: mine.export_data(["surname"]),
        }.items():
            with self.subTest(name), self.cr.savepoint(flush=False) as point:
                if name == "import":
                    result = students.load(["surname", "firstname"], [["Н", "О"]])
                    self.assertFalse(result["ids"])
                else:
                    with self.assertRaises(AccessError):
                        call()
                point.rollback()
        self.assertFalse(mine.has_access("write"))
        # another position goes on as it was, and so does this one elsewhere
        self._env(self.registrar)["ej.student"].browse(mine.id).write({"record_no": "3"})
        self.assertTrue(self._env(self.clerk)["ej.order"].has_access("write"))
        self._set(self.office, self.people, "edit")
        mine.write({"record_no": "4"})

    @clause("R000-4.1.6b")
    def test_none_closes_records_and_menus(self):
        action = self.env.ref("ej_core.ej_order_menu").action
        Menu = self.env["ir.ui.menu"]
        folder = Menu.create({"name": "Папка"})
        Menu.create(
            {"name": "Приказы", "parent_id": folder.id, "action": f"{action._name},{action.id}"}
        )
        shown = self._menus(self.clerk)
        menu = self.env.ref("ej_core.ej_order_menu").with_context(lang=None).name
        self.assertIn(menu, shown)
        self._set(self.office, self.orders, "none")
        self.assertNotIn(menu, self._menus(self.clerk))
        self.assertIn(self.env.ref("ej_core.ej_student_menu").name, self._menus(self.clerk))
        orders = self._env(self.clerk)["ej.order"]
        with self.assertRaisesRegex(AccessError, self.orders.name):
            orders.search([])
        with self.assertRaises(AccessError):
            orders.browse(self.students.member_ids.order_in_id[:1].id).read(["name"])
        with self.assertRaises(AccessError):
            orders.formatted_read_group([], ["kind"], ["__count"])
        # a folder that is left empty is not shown
        self.assertNotIn(folder, self._visible(self.clerk))
        self._set(self.office, self.orders, "view")
        self.assertIn(folder, self._visible(self.clerk))

    @clause("R000-4.1.6b")
    def test_print_is_reading_and_printing(self):
        students = self._env(self.clerk)["ej.student"].browse(self.students.ids)
        allow = self.env.ref("base.group_allow_export")
        self.clerk.group_ids |= allow
        self._set(self.office, self.people, "print")
        self.assertTrue(students.export_data(["surname"])["datas"])
        report = self._env(self.clerk)["ir.actions.report"]
        form = self.env["ir.actions.report"].create(
            {
                "name": "Список",
                "model": "ej.student",
                "report_type": "qweb-html",
                "report_name": "web.internal_layout",
            }
        )
        self.assertTrue(report._render_qweb_html(form, students.ids))
        with self.assertRaises(AccessError):
            students[0].write({"record_no": "1"})
        self._set(self.office, self.people, "view")
        with self.assertRaises(AccessError):
            report._render_qweb_html(form, students.ids)
        with self.assertRaises(AccessError):
            students.export_data(["surname"])

    @clause("R002-4.2b")
    def test_another_institution_is_not_affected(self):
        other = self.other_company
        neighbour = self._user("t_n_clerk", "base.group_user", "Соседова Яна", other)
        neighbour.group_ids |= self.office
        group = self.env["ej.group"].create(
            {
                "name": "Ч-26",
                "admission_year": 2026,
                "date_start": "2026-09-01",
                "company_id": other.id,
            }
        )
        self._set(self.office, self.people, "view")
        self._env(neighbour)["ej.group"].browse(group.id).write({"name": "Ч-1"})
        with self.assertRaises(AccessError):
            self._env(self.clerk)["ej.group"].browse(self.group.id).write({"name": "И-1"})
        # who works in both has in each the rights of that institution
        both = self._user("t_both", "base.group_user", "Двойная Яна")
        both.write({"company_ids": [(4, other.id)], "group_ids": [(4, self.office.id)]})
        env = self._env(both, self.company | other)
        env["ej.group"].browse(group.id).write({"name": "Ч-2"})
        with self.assertRaises(AccessError):
            env["ej.group"].browse(self.group.id).write({"name": "И-1"})
        self.assertEqual(env["ej.group"].search([("id", "=", self.group.id)]).ids, self.group.ids)
        self._set(self.office, self.people, "edit")
        self._close(self.office, self.people)
        self.assertFalse(env["ej.group"].search([("id", "=", self.group.id)]))
        self.assertTrue(env["ej.group"].search([("id", "=", group.id)]))

    @clause("R004-4.1.1a")
    def test_a_category_gets_exactly_what_is_set(self):
        watcher = self._user("t_watch", "base.group_user", "Наблюдатель Яков Ильич")
        watcher.group_ids |= self.viewer
        group = self._env(watcher)["ej.group"].browse(self.group.id)
        with self.assertRaises(AccessError):
            group.write({"name": "И-1"})
        self._set(self.viewer, self.people, "edit")
        group.write({"name": "И-1"})
        # the capability came with the section: elsewhere it opens nothing
        self.assertTrue(watcher.has_group("ej_core.group_ej_registrar"))
        with self.assertRaises(AccessError):
            self._env(watcher)["ej.duty"].create({"kind": "archive"})
        self._set(self.viewer, self.people, "view")
        self.assertFalse(watcher.has_group("ej_core.group_ej_registrar"))
        with self.assertRaises(AccessError):
            group.write({"name": "И-2"})

    def test_a_raised_right_does_not_cross_to_another_institution(self):
        both = self._user("t_both", "base.group_user", "Двойная Яна")
        both.write(
            {"company_ids": [(4, self.other_company.id)], "group_ids": [(4, self.viewer.id)]}
        )
        self._set(self.viewer, self.people, "edit")
        self.assertFalse(both.has_group("ej_core.group_ej_registrar"))
        both.company_ids = self.company
        self.assertTrue(both.has_group("ej_core.group_ej_registrar"))
        both.group_ids -= self.viewer
        self.assertFalse(both.has_group("ej_core.group_ej_registrar"))

    def test_union_of_positions(self):
        self.clerk.group_ids |= self.viewer
        self._set(self.office, self.people, "view")
        self.assertFalse(self._env(self.clerk)["ej.student"].has_access("write"))
        second = self._position("Регистратор", "ej_core.group_ej_registrar")
        self.clerk.group_ids |= second
        self.assertTrue(self._env(self.clerk)["ej.student"].has_access("write"))
        # what the system administrator gave beside positions is not limited by the matrix
        self.clerk.group_ids -= second
        self.clerk.group_ids |= self.env.ref("ej_core.group_ej_registrar")
        self.assertTrue(self._env(self.clerk)["ej.student"].has_access("write"))

    def test_limits_that_no_setting_passes(self):
        evidence = self.env.ref("ej_core.section_evidence")
        rights = self.env.ref("ej_core.section_rights")
        chief = self._position("Директор", "ej_core.group_ej_director")
        admin = self._position("Администратор", "ej_core.group_ej_admin")
        for position, section, level in (
            (self.viewer, evidence, "edit"),
            (admin, evidence, "edit"),
            (chief, evidence, "none"),
            (chief, evidence, "view"),
            (admin, rights, "none"),
            (admin, rights, "view"),
            (self.viewer, rights, "edit"),
            (self.office, self.people, "none"),  # orders cannot do without
        ):
            with self.subTest(f"{position.name}, {section.code}: {level}"):
                with self.assertRaises(UserError), self.cr.savepoint():
                    self._set(position, section, level)
        # and what was not refused was not stored either
        self.assertFalse(self.env["ej.right"].search([("company_id", "=", self.company.id)]))

    def test_every_change_is_evidence(self):
        self._set(self.office, self.people, "view")
        self._set(self.office, self.people, "view")  # the same again changes nothing
        self._set(self.office, self.people, "edit")
        cell = self.env["ej.right"].search(
            [("company_id", "=", self.company.id), ("position_id", "=", self.office.id)]
        )
        rows = self.env["ej.log"].search(
            [("res_model", "=", "ej.right"), ("res_id", "=", cell.id)], order="seq"
        )
        self.assertEqual(
            [(row.action, row.old, row.new, row.user_id) for row in rows],
            [
                ("right.set", "edit", "view", self.ej_admin),
                ("right.set", "view", "edit", self.ej_admin),
            ],
        )
        self.assertIn("Делопроизводитель", rows[0].reason)

    def test_only_the_administrator_sets(self):
        for user in (self.director, self.registrar, self.overseer, self.clerk, self.stranger):
            Right = self._env(user)["ej.right"]
            with self.subTest(user.login), self.assertRaises(AccessError):
                Right.set_level(self.office.id, self.people.id, "none")
            with self.subTest(user.login), self.assertRaises(AccessError):
                Right.load_matrix()
        Right = self._env(self.ej_admin)["ej.right"]
        with self.assertRaises(AccessError):
            Right.create(
                {
                    "company_id": self.company.id,
                    "position_id": self.office.id,
                    "section_id": self.people.id,
                    "level": "none",
                }
            )

    def test_nonsense_is_answered_with_a_sentence(self):
        good = (self.office.id, self.people.id, "view")
        bad = (0, -1, 10**30, None, False, True, "1", [1], {"id": 1}, 1.5)
        for place in range(3):
            for value in (*bad, "admin", ""):
                asked = (*good[:place], value, *good[place + 1 :])
                with self.subTest(asked=asked), self.assertRaises(UserError):
                    self._env(self.ej_admin)["ej.right"].set_level(*asked)
        # a group that is no position
        with self.assertRaises(UserError):
            self._set(self.env.ref("base.group_system"), self.people, "view")

    def test_the_matrix_as_it_is_shown(self):
        self._set(self.office, self.people, "view")
        data = self._env(self.ej_admin)["ej.right"].load_matrix()
        cell = data["cells"][self.office.id][self.people.id]
        self.assertEqual((cell["level"], cell["natural"]), ("view", "edit"))
        self.assertEqual(data["company"], self.company.name)
        shown = {row["id"] for row in data["positions"]}
        self.assertLessEqual({self.office.id, self.viewer.id}, shown)
        self.assertEqual(len(data["sections"]), len(self.env["ej.section"].search([])))

    def test_asking_costs_no_query(self):
        self._set(self.office, self.people, "view")
        students = self._env(self.clerk)["ej.student"]
        students.has_access("write")
        students.has_access("read")
        with self.assertQueryCount(0):
            students.has_access("write")
            students.has_access("read")

    def test_every_model_is_in_one_section(self):
        sections = self.env["ej.section"].search([])
        placed = [
            model
            for section in sections
            for model in (
                section.model_ids | section.changing_ids | section.printing_ids | section.own_ids
            )
        ]
        self.assertEqual(len(placed), len(set(placed)), "a model in two sections")
        ours = {
            name
            for name, Model in self.registry.items()
            if name.startswith("ej.") and not Model._abstract
        }
        named = {model.model for model in placed}
        self.assertEqual(ours - named, set(), "models without a section")
