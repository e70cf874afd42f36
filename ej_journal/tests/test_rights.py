from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.rights import RightsHttpWalk, RightsWalk

from . import rights_rows  # noqa: F401 - fills the table
from .test_door import NOW, DoorCommon


class RightsWorld:
    """Roles by relation beside those of the core: teacher, colleague, curator, substitute, head."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.substitute_user = cls._user(
            "t_r_subst", "ej_journal.group_ej_teacher", "Агеев Глеб Ильич"
        )
        cls.head_user = cls._user("t_r_head", "ej_core.group_ej_staff", "Председателев Яков Ильич")
        cls.env["ej.substitution"].create(
            {
                "lesson_id": cls.lesson.id,
                "absent_id": cls.employee.id,
                "substitute_id": cls._employee(cls.substitute_user).id,
                "access_until": "2026-10-14",
                "company_id": cls.company.id,
            }
        )
        cls.unit.commission_head_id = cls._employee(cls.head_user)

    @classmethod
    def _make_rights_foreign(cls):
        super()._make_rights_foreign()
        other = cls.other_company
        env = cls.env(context=dict(cls.env.context, allowed_company_ids=[other.id]))
        unit = env["ej.unit"].create({"name": "Химия", "company_id": other.id})
        load = env["ej.load"].create(
            {
                "unit_id": unit.id,
                "year_id": cls.foreign_year.id,
                "group_ids": [(6, 0, cls.foreign_group.ids)],
                "company_id": other.id,
                "teacher_ids": [
                    (0, 0, {"employee_id": cls.foreign_employee.id, "date_from": "2026-09-01"})
                ],
            }
        )
        cls.foreign_page = load.journal_ids
        cls.foreign_lesson = env["ej.lesson"].create(
            {
                "load_id": load.id,
                "date": "2026-10-14",
                "pair": 1,
                "teacher_id": cls.foreign_employee.id,
                "company_id": other.id,
            }
        )

    def lesson_of(self, scope):
        """Return the lesson of a scope."""
        lessons = {"own": self.lesson, "other": self.other_lesson}
        return lessons.get(scope, self.foreign_lesson)

    def rights_roles(self):
        return {
            **super().rights_roles(),
            "teacher": self.teacher,
            "colleague": self.other_teacher,
            "group_curator": self.curator,
            "substitute": self.substitute_user,
            "head": self.head_user,
        }


@freeze_time(NOW)
class TestRights(RightsWorld, RightsWalk, DoorCommon):
    """Every cell of the journal's table of rights through the ORM, as each role."""

    module = "ej_journal"


@freeze_time(NOW)
class TestRightsHttp(RightsWorld, RightsHttpWalk, DoorCommon):
    """The same cells over HTTP."""

    module = "ej_journal"
