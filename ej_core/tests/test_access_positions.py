from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time

from .clauses import clause
from .common import TODAY
from .test_access_matrix import AccessCommon


@freeze_time(TODAY)
class TestPositionGrant(AccessCommon):
    """Positions are given and taken away by the administrator of the journal, by order."""

    def _grant(self, user, position, by=None, **values):
        """Give the position as the administrator of the journal would."""
        return self._env(by or self.ej_admin)["ej.position.grant"].create(
            {"user_id": user.id, "position_id": position.id, **values}
        )

    def _order(self, number="12-л"):
        return {"order_number": number, "order_date": "2026-10-12"}

    @clause("R003-3.3", "R003-3.8.1b")
    def test_a_grant_asks_for_the_order(self):
        self.profile(rights_by_order=True)
        with self.assertRaisesRegex(ValidationError, "order"), self.cr.savepoint():
            self._grant(self.stranger, self.office)
        with self.assertRaisesRegex(ValidationError, "order"), self.cr.savepoint():
            self._grant(self.stranger, self.office, order_number="12-л")
        self.assertFalse(self.stranger.group_ids & self.office)
        grant = self._grant(self.stranger, self.office, **self._order())
        self.assertTrue(self.stranger.has_group("ej_core.group_ej_registrar"))
        self.assertEqual(grant.granted_by_id, self.ej_admin)
        # the report of roles without an order is empty but for the one that came with an account
        register = self._env(self.ej_admin)["ej.position.grant"]
        bare = register.search([("state", "in", ["current"]), ("has_order", "=", False)])
        self.assertEqual(bare.user_id, self.clerk)
        bare.write(self._order("13-л"))
        self.assertFalse(register.search([("state", "in", ["current"]), ("has_order", "=", False)]))
        shown = register.search([("user_id", "=", self.stranger.id)])
        self.assertEqual((shown.order_number, shown.order_date), ("12-л", date(2026, 10, 12)))
        # an order once named is not rewritten
        with self.assertRaises(UserError):
            bare.write(self._order("14-л"))
        # the report of rights shows the orders on paper as well
        report = self.env["ir.actions.report"].with_user(self.ej_admin)
        action = register.action_print()
        self.assertIn(grant.id, action["context"]["active_ids"])
        page = report._render_qweb_html(action["report_name"], action["context"]["active_ids"])[0]
        text = " ".join(page.decode().split())
        for words in ("№ 12-л от 12.10.2026", "№ 13-л от 12.10.2026", self.stranger.name):
            self.assertIn(words, text)
        self.assertNotIn("не указан", text)

    def test_without_the_parameter_no_order_is_asked(self):
        self.profile(rights_by_order=False)
        self._grant(self.stranger, self.office)
        self.assertTrue(self.stranger.has_group("ej_core.group_ej_registrar"))

    @clause("R000-4.1.6a")
    def test_union_of_menus_and_one_less(self):
        self.profile(rights_by_order=False)
        families = self.env.ref("ej_core.ej_guardian_menu").name
        control = self.env.ref("ej_core.ej_log_menu").name
        keeper = self._position("Ведущий карточки", "ej_core.group_ej_cards")
        first = self._grant(self.stranger, self.viewer)
        second = self._grant(self.stranger, keeper)
        self.assertLessEqual({families, control}, self._menus(self.stranger))
        second.action_end()
        menus = self._menus(self.stranger)
        self.assertIn(control, menus)
        self.assertNotIn(families, menus)
        self.assertEqual(second.state, "past")
        self.assertEqual(second.ended_by_id, self.ej_admin)
        first.action_end()
        self.assertNotIn(control, self._menus(self.stranger))

    def test_days_of_a_grant(self):
        grant = self._grant(
            self.stranger,
            self.office,
            date_from="2026-10-20",
            date_to="2026-10-25",
            **self._order(),
        )
        self.assertEqual(grant.state, "future")
        self.assertFalse(self.stranger.has_group("ej_core.group_ej_registrar"))
        for day, holds in (("2026-10-20", True), ("2026-10-25", True), ("2026-10-26", False)):
            with freeze_time(f"{day} 09:00:00"):
                self.env.invalidate_all()
                self.env["ej.position.grant"]._cron_apply()
                self.assertEqual(self.stranger.has_group("ej_core.group_ej_registrar"), holds, day)

    def test_a_grant_ends_though_the_server_stood_still_all_summer(self):
        self._grant(self.stranger, self.office, date_to="2026-10-25", **self._order())
        self.assertTrue(self.stranger.has_group("ej_core.group_ej_registrar"))
        with freeze_time("2027-01-20 09:00:00"):
            self.env.invalidate_all()
            self.env["ej.position.grant"]._cron_apply()
            self.assertFalse(self.stranger.has_group("ej_core.group_ej_registrar"))

    def test_the_register_has_what_came_on_another_way(self):
        register = self.env["ej.position.grant"]
        [grant] = register.search([("user_id", "=", self.clerk.id)])
        self.assertTrue(grant.by_itself)
        self.assertEqual(grant.position_id, self.office)
        self.clerk.group_ids -= self.office
        self.assertEqual(grant.state, "past")
        # given by an order of the staff: the same row gets the order
        self.clerk.group_ids |= self.office
        given = register._give_sudo(self.clerk, self.office, "7-к", date(2026, 10, 1))
        self.assertEqual(len(given), 1)
        self.assertTrue(given.has_order and given.by_itself)

    def test_every_grant_is_evidence(self):
        grant = self._grant(self.stranger, self.office, **self._order())
        grant.action_end()
        rows = self.env["ej.log"].search(
            [("res_model", "=", "ej.position.grant"), ("res_id", "=", grant.id)], order="seq"
        )
        self.assertEqual(rows.mapped("action"), ["position.grant", "position.end"])
        self.assertIn("Бухгалтерова Анна Ивановна: Делопроизводитель", rows[0].new)
        self.assertIn("12-л", rows[0].reason)
        self.assertEqual(rows.user_id, self.ej_admin)

    def test_a_grant_is_neither_rewritten_nor_removed(self):
        grant = self._grant(self.stranger, self.office, **self._order())
        for values in (
            {"position_id": self.viewer.id},
            {"user_id": self.clerk.id},
            {"date_from": "2026-01-01"},
            {"granted_by_id": self.director.id},
            {"ended_at": False},
        ):
            with self.subTest(values=values), self.assertRaises(UserError), self.cr.savepoint():
                grant.write(values)
        with self.assertRaises(UserError):
            grant.unlink()
        with self.assertRaises(UserError):
            grant.sudo().unlink()
        with self.assertRaises(AccessError):
            self._grant(self.clerk, self.viewer, granted_by_id=self.director.id, **self._order())

    def test_families_have_theirs_by_relation(self):
        family = self._position("Родитель", "ej_core.group_ej_family")
        parent = self._portal_user(self.env["res.partner"].create({"name": "Мать"}), "t_mother")
        for user, position in (
            (parent, self.office),
            (self.stranger, family),
            (parent, family),
        ):
            with self.subTest(user.login), self.assertRaises(ValidationError), self.cr.savepoint():
                self._grant(user, position, **self._order())
        parent.group_ids |= family
        self.assertFalse(self.env["ej.position.grant"].search([("user_id", "=", parent.id)]))

    def test_nobody_else_gives(self):
        for user in (self.director, self.registrar, self.overseer, self.clerk, self.stranger):
            with self.subTest(user.login), self.assertRaises(AccessError), self.cr.savepoint():
                self._grant(self.staff, self.office, by=user, **self._order())
        grant = self._grant(self.stranger, self.office, **self._order())
        with self.assertRaises(AccessError):
            grant.with_env(self._env(self.stranger)).action_end()


@freeze_time(TODAY)
class TestEscalation(AccessCommon):
    """The administrator of the journal has no way to system rights or to others' people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin_position = cls._position(
            "Администратор журнала", "ej_core.group_ej_admin", "hr.group_hr_user"
        )
        cls.admin_user = cls._user("t_pos_admin", "base.group_user", "Первый Администратор")
        cls.admin_user.group_ids |= cls.admin_position
        cls.technician = cls._position("Системный администратор", "base.group_system")
        cls.keyholder = cls._position("Права доступа", "base.group_erp_manager")
        cls.neighbour = cls._user(
            "t_e_neighbour", "base.group_user", "Соседов Пётр", cls.other_company
        )

    def _refused(self, call):
        with self.assertRaises(UserError), self.cr.savepoint():
            call()

    def test_groups_of_users_are_not_written(self):
        env = self._env(self.admin_user)
        system = self.env.ref("base.group_system")
        for user in (self.admin_user, self.clerk, self.neighbour):
            mine = env["res.users"].browse(user.id)
            for values in (
                {"group_ids": [(4, system.id)]},
                {"group_ids": [(4, self.office.id)]},
                {"role": "group_system"},
                {"company_ids": [(4, self.other_company.id)]},
                {"ej_gift_ids": [(4, system.id)]},
                {"password": "simple-password"},
                {"login": "stolen"},
            ):
                own = user == self.admin_user and "password" in values
                with self.subTest(user=user.login, values=values):
                    if not own:
                        self._refused(lambda mine=mine, values=values: mine.write(values))
        self._refused(
            lambda: env["res.users"].create(
                {"name": "Н", "login": "new", "group_ids": [(4, system.id)]}
            )
        )

    def test_groups_themselves_are_not_written(self):
        env = self._env(self.admin_user)
        system = self.env.ref("base.group_system")
        capability = self.env.ref("ej_core.group_ej_admin")
        for group in (self.admin_position, capability, self.env.ref("base.group_user")):
            for values in (
                {"implied_ids": [(4, system.id)]},
                {"user_ids": [(4, self.admin_user.id)]},
                {"ej_is_position": True},
                {"name": "x"},
            ):
                with self.subTest(group=group.name, values=values):
                    mine = env["res.groups"].browse(group.id)
                    self._refused(lambda mine=mine, values=values: mine.write(values))
        model = self.env.ref("ej_core.model_ej_log").id
        for name, values in {
            "res.groups": {"name": "Новая", "implied_ids": [(4, system.id)]},
            "ir.model.access": {"name": "x", "model_id": model, "perm_write": True},
            "ir.rule": {"name": "x", "model_id": model, "domain_force": "[]"},
            "ir.cron": {"name": "x", "model_id": model, "state": "code", "code": "1"},
            "ir.actions.server": {"name": "x", "model_id": model, "state": "code", "code": "1"},
            "ir.config_parameter": {"key": "x", "value": "1"},
            "ej.section": {"name": "x", "code": "x"},
        }.items():
            with self.subTest(name):
                self._refused(lambda name=name, values=values: env[name].create(values))
        rules = env["ir.rule"].sudo().search([("model_id", "=", model)]).sudo(False)
        self._refused(lambda: rules.unlink())
        self._refused(lambda: rules.write({"active": False}))

    def test_system_positions_are_not_granted(self):
        Grant = self._env(self.admin_user)["ej.position.grant"]
        order = {"order_number": "1", "order_date": "2026-10-01"}
        system = self.env.ref("base.group_system")
        for user in (self.admin_user, self.clerk):
            for position in (self.technician, self.keyholder, system):
                with self.subTest(user=user.login, position=position.name):
                    values = {"user_id": user.id, "position_id": position.id, **order}
                    self._refused(lambda values=values: Grant.create(values))
        # nor by an institution that is not one's own, nor to its people
        for values in (
            {"user_id": self.neighbour.id},
            {"user_id": self.clerk.id, "company_id": self.other_company.id},
            {"user_id": self.neighbour.id, "company_id": self.other_company.id},
            {"user_id": self.env.ref("base.user_admin").id},
            {"user_id": self.env.ref("base.user_root").id},
        ):
            with self.subTest(values=values):
                given = {"position_id": self.office.id, **order, **values}
                self._refused(lambda given=given: Grant.create(given))
        self.assertFalse(self.admin_user.has_group("base.group_erp_manager"))

    def test_oneself_only_by_order(self):
        self.profile(rights_by_order=False)
        Grant = self._env(self.admin_user)["ej.position.grant"]
        values = {"user_id": self.admin_user.id, "position_id": self.viewer.id}
        self._refused(lambda: Grant.create(values))
        Grant.create({**values, "order_number": "1", "order_date": "2026-10-01"})
        self.assertTrue(self.admin_user.has_group("ej_core.group_ej_overseer"))

    def test_he_keeps_the_institution_and_finds_the_people(self):
        env = self._env(self.admin_user)
        env["res.company"].browse(self.company.id).write({"phone": "22-33-44"})
        self._refused(
            lambda: env["res.company"].browse(self.other_company.id).write({"phone": "1"})
        )
        self._refused(lambda: env["res.company"].create({"name": "Третий колледж"}))
        self.assertTrue(env["res.users"].search([("login", "=", "t_clerk")]))
