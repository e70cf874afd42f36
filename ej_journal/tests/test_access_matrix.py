from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from .test_door import NOW, DoorCommon


@freeze_time(NOW)
class TestMatrixOfJournals(DoorCommon):
    """What the matrix says of journals holds at the page's door; nobody else comes to edit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.section = cls.env.ref("ej_journal.section_journal")
        groups = cls.env["res.groups"]
        cls.teaching, cls.leading, cls.looking = groups.create(
            [
                {
                    "name": name,
                    "ej_is_position": True,
                    "implied_ids": [(6, 0, cls.env.ref(capability).ids)],
                }
                for name, capability in (
                    ("Преподаватель", "ej_journal.group_ej_teacher"),
                    ("Куратор", "ej_journal.group_ej_curator"),
                    ("Заместитель", "ej_core.group_ej_overseer"),
                )
            ]
        )
        plain = cls.env.ref("base.group_user")
        for user, position in (
            (cls.teacher, cls.teaching),
            (cls.curator, cls.leading),
            (cls.overseer, cls.looking),
        ):
            user.group_ids = plain | position

    def _set(self, position, level):
        Right = self.env["ej.right"].with_user(self.ej_admin)
        return Right.with_context(allowed_company_ids=self.company.ids).set_level(
            position.id, self.section.id, level
        )

    def test_a_teacher_who_may_only_view(self):
        self.assertSaved(self._apply(self._cell("5"))[0])
        self._set(self.teaching, "view")
        [answer] = self._apply(self._cell("4", seen="5"))
        self.assertRefused(answer, "view_only")
        grid = self.page.with_user(self.teacher).load_grid(False, False)
        self.assertFalse(grid["page"]["write"])
        self.assertEqual(len(grid["marks"]), 1)
        # another teacher is not touched, nor is the curator
        [answer] = self._apply(
            self._cell("5", lesson=self.other_lesson),
            page=self.other_page,
            user=self.other_teacher,
        )
        self.assertSaved(answer)
        self._set(self.teaching, "edit")
        self.assertSaved(self._apply(self._cell("4", seen="5"))[0])

    def test_a_curator_who_may_only_view(self):
        self._apply(self._cell("н"))
        change = self._cell("б", seen="н")
        self._set(self.leading, "view")
        self.assertRefused(self._apply(change, user=self.curator)[0], "view_only")
        self._set(self.leading, "edit")
        change = self._cell("б", seen="н")
        self.assertSaved(self._apply(change, user=self.curator)[0])

    def test_closed_journals(self):
        self._set(self.teaching, "none")
        page = self.page.with_user(self.teacher)
        with self.assertRaises(AccessError):
            page.read(["name"])
        with self.assertRaises(UserError):
            page.load_grid(False, False)
        self.assertRefused(self._apply(self._cell("5"))[0], "not_yours")

    def test_nobody_but_the_people_of_the_page_edits(self):
        for level in ("edit", "none"):
            if level == "edit":
                with self.assertRaisesRegex(UserError, "page"):
                    self._set(self.looking, level)
        [answer] = self._apply(self._cell("5"), user=self.overseer)
        self.assertRefused(answer, "not_yours")
        # the director never loses sight of the journals
        chief = self.env["res.groups"].create(
            {
                "name": "Директор",
                "ej_is_position": True,
                "implied_ids": [(6, 0, self.env.ref("ej_core.group_ej_director").ids)],
            }
        )
        for level in ("none", "view", "edit"):
            with self.subTest(level), self.assertRaises(UserError):
                self._set(chief, level)

    def test_a_deputy_who_teaches_goes_on_teaching(self):
        # the relation is the person's: a change of another section does not touch it
        self.teacher.group_ids = self.env.ref("base.group_user") | self.looking
        self.section = self.env.ref("ej_core.section_duties")
        self._set(self.looking, "view")
        self.assertSaved(self._apply(self._cell("5"))[0])
