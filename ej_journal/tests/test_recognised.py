from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.clauses import clause

from .test_door import NOW
from .test_print import PrintCommon


@freeze_time(NOW)
class TestRecognised(PrintCommon):
    """Entries of the electronic journal are entries of the paper one (R002-1.4)."""

    @clause("R002-1.4")
    def test_changed_mark_keeps_its_history_and_prints_as_it_is(self):
        self.profile(
            "2020-09-01",
            institution_type="school",
            word_group="class",
            legal_mode="recognised",
        )
        mark = self.env["ej.mark"].search(
            [("journal_id", "=", self.page.id), ("lesson_id", "=", self.lesson.id)], limit=1
        )
        student, work = mark.student_id, mark.work_id
        old = mark.value
        new = "3" if old != "3" else "5"
        change = {
            "op": "5" * 32,
            "kind": "cell",
            "lesson": self.lesson.id,
            "student": student.id,
            "work": work.id,
            "seen": old,
            "want": new,
            "reason": "Ошибка при вводе",
        }
        page = self.page.with_user(self.teacher)
        with freeze_time("2026-10-15 06:00:00"):
            [answer] = page.apply_changes([change])
            self.assertEqual(answer["status"], "saved", answer)
            row = page.load_history(self.lesson.id, student.id, work.id)[0]
        self.assertEqual((row["old"], row["new"]), (old, new))
        self.assertEqual(row["by"], self.teacher.name)
        self.assertEqual(row["at"], "2026-10-15 06:00:00")
        self.assertEqual(row["reason"], "Ошибка при вводе")
        kept = self.env["ej.log"].search(
            [("res_model", "=", "ej.journal"), ("res_id", "=", self.page.id), ("new", "=", new)],
            limit=1,
        )
        self.assertEqual((kept.old, kept.user_id), (old, self.teacher))
        tree = self._tree(self.overseer, group_id=self.group.id, kind="theory")
        cells = [
            "".join(cell.itertext()).strip()
            for cell in tree.xpath(
                f"//tr[contains(., '{student.surname}')]//td[not(contains(@class, 'name'))]"
            )
        ]
        self.assertIn(new, cells)
        self.assertNotIn(old, cells)
        text = " ".join(tree.text_content().split())
        self.assertIn("Вид урока", text)
        self.assertNotIn("Вид занятия", text)
