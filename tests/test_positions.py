from odoo.addons.ej_core.tests.common import EjCommon

from .positions import CARDS, POSITIONS


class TestPositions(EjCommon):
    """Each position is exactly the union of its capabilities; one person may hold several."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        capabilities = cls.env.ref("ej_core.privilege_ej").group_ids
        names = capabilities.get_external_id()
        cls.names = {group: names[group.id] for group in capabilities}

    def _capabilities(self, groups):
        """Return the xml ids of the capabilities that the groups bring."""
        return {self.names[group] for group in groups.all_implied_ids if group in self.names}

    def test_positions_are_what_the_table_says(self):
        for position, expected in POSITIONS.items():
            with self.subTest(position=position):
                self.assertEqual(
                    self._capabilities(self.env.ref(f"ej.position_{position}")), expected
                )

    def test_every_position_is_in_the_table(self):
        privileges = self.env.ref("ej.category_positions").privilege_ids
        names = privileges.group_ids.get_external_id().values()
        self.assertEqual({name.removeprefix("ej.position_") for name in names}, set(POSITIONS))

    def test_the_form_of_a_user_can_hold_several(self):
        # the form keeps one group of a privilege, so two positions may never share one
        for privilege in self.env.ref("ej.category_positions").privilege_ids:
            self.assertEqual(len(privilege.group_ids), 1, privilege.name)

    def test_the_system_administrator_sees_no_journal(self):
        user = self._user("t_sysadmin", "ej.position_sysadmin")
        for model in ("ej.student", "ej.guardian", "ej.journal", "ej.mark", "ej.log"):
            self.assertFalse(self.env[model].with_user(user).has_access("read"), model)

    def test_teacher_curator_and_parent_in_one_person(self):
        user = self._user(
            "t_three", "ej.position_teacher,ej.position_curator", "Тройная Анна Петровна"
        )
        union = POSITIONS["teacher"] | CARDS | POSITIONS["curator"]
        self.assertEqual(self._capabilities(user.group_ids), union)
        self.assertFalse(self.env["ej.student"]._of_family_sudo(user))
        self.env["ej.guardian"].create(
            {
                "student_id": self.students[0].id,
                "partner_id": user.partner_id.id,
                "kinship": "mother",
                "date_from": "2026-09-01",
            }
        )
        self.assertEqual(self.env["ej.student"]._of_family_sudo(user), self.students[0])
        user.group_ids -= self.env.ref("ej.position_curator")
        self.assertEqual(self._capabilities(user.group_ids), POSITIONS["teacher"])
