from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from .common import TODAY, EjCommon


@freeze_time(TODAY)
class TestWizards(EjCommon):
    """A wizard holds what its maker may see: it is the maker's alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._user(
            "t_registrar_2", "ej_core.group_ej_registrar", "Коллегина Мария Юрьевна"
        )

    def _env(self, user):
        """Return the environment of a request of the user."""
        return self.env(user=user.id, su=False, context={"allowed_company_ids": self.company.ids})

    def test_every_wizard_of_the_suite_is_its_makers(self):
        wizards = [
            name
            for name, Model in self.registry.items()
            if name.startswith("ej.") and Model._transient and not Model._abstract
        ]
        self.assertGreater(len(wizards), 20)
        for user in (self.registrar, self.director, self.ej_admin, self.staff):
            Rule = self._env(user)["ir.rule"]
            for name in wizards:
                for mode in ("read", "write", "create", "unlink"):
                    domain = Rule._compute_domain(name, mode)
                    with self.subTest(wizard=name, mode=mode, user=user.login):
                        own = {
                            part.field_expr
                            for part in domain.iter_conditions()
                            if part.field_expr.endswith("create_uid") and part.value == user.id
                        }
                        wanted = {"create_uid"} | {
                            f"{field.name}.create_uid"
                            for field in self.env[name]._fields.values()
                            if field.type == "many2one"
                            and field.store
                            and self.env[field.comodel_name]._transient
                        }
                        self.assertLessEqual(wanted, own)

    def test_anothers_wizard_is_closed_on_every_path(self):
        students = self.students
        wizard = self._env(self.registrar)["ej.split"].create(
            {
                "group_id": self.group.id,
                "split": "английский",
                "line_ids": [
                    (0, 0, {"student_id": student.id, "part": number % 2 + 1})
                    for number, student in enumerate(students)
                ],
            }
        )
        self.assertTrue(wizard.read(["split"]))
        env = self._env(self.colleague)
        theirs = env["ej.split"].browse(wizard.id)
        line = env["ej.split.line"].browse(wizard.line_ids[:1].id)
        for what, call in {
            "read": lambda: theirs.read(["split"]),
            "web_read": lambda: theirs.web_read({"line_ids": {"fields": {"student_id": {}}}}),
            "write": lambda: theirs.write({"split": "немецкий"}),
            "apply": lambda: theirs.action_apply(),
            "copy": lambda: theirs.copy(),
            "line": lambda: line.read(["student_id"]),
            "line write": lambda: line.write({"part": 2}),
            "line unlink": lambda: line.unlink(),
            "line into it": lambda: env["ej.split.line"].create(
                {"wizard_id": wizard.id, "student_id": students[0].id}
            ),
        }.items():
            with self.subTest(what), self.assertRaises(AccessError), self.cr.savepoint():
                call()
        self.assertFalse(env["ej.split"].search([("id", "=", wizard.id)]))
        self.assertFalse(env["ej.split.line"].search([("wizard_id", "=", wizard.id)]))
        self.assertEqual(wizard.split, "английский")
        wizard.action_apply()
