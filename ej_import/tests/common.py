import base64

from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.common import EjCommon

from . import builders


@freeze_time("2024-02-01")
class ImportCommon(EjCommon):
    """The administrator of the journal imports small files; nothing is done as the superuser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Session = cls.env["ej.import.session"].with_user(cls.ej_admin)

    def upload(self, *sources):
        """A session with these files, read and shown."""
        session = self.Session.create({})
        session.attachment_ids = [
            (0, 0, {"name": source.name, "datas": base64.b64encode(source.data)})
            for source in sources
        ]
        session.action_read()
        return session

    def imported(self, *sources):
        """The same, with every proposal accepted and the import applied."""
        session = self.upload(*sources)
        session._accept(0)
        session.action_apply()
        self.assertEqual(session.state, "applied")
        return session

    def actions(self, session, kind):
        """``{action: records}`` of one kind of lines."""
        result = {}
        for line in session.line_ids.filtered(lambda line: line.kind == kind):
            result[line.action] = result.get(line.action, 0) + line.count
        return result

    @classmethod
    def office(cls):
        """A whole small office: two groups, two teachers, a stream, weeks, topics, a curriculum."""
        return [
            builders.students(
                builders.student(1, surname="Алёхин"),
                builders.student(2, surname="Ёлкин", Группа="кЭК-2023"),
            ),
            builders.staff(
                [
                    "1",
                    "Бирюков Никита Иванович",
                    "Преподаватель",
                    "ПЦК",
                    "1-лс от 01.09.2020",
                    1,
                    "b@example.org",
                    None,
                ],
                [
                    "2",
                    "Абакумов Богдан Константинович",
                    "Преподаватель",
                    "ПЦК",
                    None,
                    1,
                    None,
                    None,
                ],
            ),
            builders.timetable(
                ["кИБ,ЭК-2023", "kЭК-2023"],
                [
                    ["Физика\nБирюков Н.И.         101", None],
                    ["Физика \nБирюков Н.И.        101", None],
                    [None, "История\nАбакумов Б.К.     102"],
                    ["Физика\nБирюков Н.И.         Сп.з", None],
                ],
            ),
            builders.weeks(
                ["15.01.2024-20.01.2024", "22.01.2024-27.01.2024"],
                ["29.01.2024-03.02.2024", "05.02.2024-10.02.2024"],
            ),
            builders.topics(
                ["Физика", "Т.Физ.1", "ИБ", 1, 2023, 2, 2],
                ["Физика", "Т.Физ.2", "ИБ", 1, 2023, 2, 2],
                ["Физика", "Т.Физ.1", "ЭК", 1, 2023, 2, 2],
                ["Физика", "Т.Физ.2", "ЭК", 1, 2023, 2, 2],
                ["История", "Т.Ист.1", "ЭК", 1, 2023, 2, 2],
            ),
            builders.plx(),
        ]
