from odoo.tests import HttpCase, freeze_time
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from odoo.addons.ej_core.tests.clauses import clause
from odoo.addons.ej_core.tests.common import TODAY, EjCommon

from .positions import POSITIONS

FAMILY = {"student", "parent"}
STAFF = set(POSITIONS) - FAMILY
OVERSEERS = {name for name in STAFF if "ej_core.group_ej_overseer" in POSITIONS[name]}
CARDS = {name for name in STAFF if "ej_core.group_ej_cards" in POSITIONS[name]}
BUILDERS = {"dispatcher", "deputy_uvr", "ej_admin"}
#: menu -> positions that see it; the menus that tell one category from another
SEEN_BY = {
    "ej_core.ej_menu_root": STAFF,
    "ej_journal.ej_menu_today": {"teacher"},
    "ej_journal.ej_menu_absences_mine": {"curator"},
    "ej_journal.ej_menu_unfilled": OVERSEERS,
    "ej_journal.ej_menu_filling": OVERSEERS,
    "ej_plan.ej_plan_menu_mine": {"teacher", "pcc_head"},
    "ej_timetable.ej_timetable_menu_build": BUILDERS,
    "ej_core.ej_guardian_menu": CARDS | {"specialist"},
    "ej_core.ej_log_menu": OVERSEERS,
    "ej_core.ej_menu_config": {"ej_admin", "sysadmin"},
    "ej_core.ej_right_menu": {"ej_admin"},
    "ej_core.ej_position_grant_menu": {"ej_admin"},
    "ej_import.ej_menu_import": {"ej_admin"},
    "base.menu_administration": {"sysadmin"},
}


@freeze_time(TODAY)
class TestCategories(EjCommon, HttpCase):
    """Each category of users logs in and gets its own place: employees the menu of the position,
    students and parents the personal cabinet and nothing of the back office.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.staff_users = {
            name: cls._user(f"t_c_{name}", f"base.group_user,ej.position_{name}") for name in STAFF
        }
        partner = cls.env["res.partner"].create({"name": "Абрамова Мария Викторовна"})
        cls.student, cls.other_student = cls.students[0], cls.students[1]
        cls.env["ej.guardian"].create(
            {
                "student_id": cls.student.id,
                "partner_id": partner.id,
                "kinship": "mother",
                "date_from": "2026-09-01",
            }
        )
        cls.families = {
            "student": cls._portal_user(cls.student.partner_id, "t_c_student"),
            "parent": cls._portal_user(partner, "t_c_parent"),
        }

    def _login(self, user):
        self.env.flush_all()
        self.authenticate(user.login, user.login)

    def _shown(self):
        """Return the xml ids of the menus that the page of the logged in person shows."""
        menus = self.url_open("/web/webclient/load_menus").json()
        return {menu["xmlid"] for menu in menus.values() if menu.get("xmlid")}

    def _called(self, model, method, *args, **kwargs):
        """Call a method as the browser does."""
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    @clause("R000-1.5b", "R001-1.8", "R003-1.7", "R004-1.7")
    def test_every_position_opens_exactly_its_menu(self):
        for name, user in self.staff_users.items():
            self._login(user)
            self.assertIn("o_web_client", self.url_open("/odoo").text, name)
            shown = self._shown()
            for menu, positions in SEEN_BY.items():
                with self.subTest(position=name, menu=menu):
                    self.assertEqual(menu in shown, name in positions)
            self._open_all(name, user, shown)

    def _open_all(self, name, user, shown):
        """Open the list of every menu of the journal that is shown: none of them may be dead."""
        for xmlid in sorted(shown):
            if not xmlid.startswith("ej"):
                continue
            action = self.env.ref(xmlid).sudo().action
            if action and action._name == "ir.actions.act_window":
                with self.subTest(position=name, opens=xmlid):
                    kind = (action.view_mode or "list").split(",")[0]
                    views = [[False, kind], [False, "search"]]
                    self._called(action.res_model, "get_views", views=views)
                    self._called(action.res_model, "search_count", [])

    @clause("R000-1.5a", "R001-1.8", "R003-1.7", "R004-1.7")
    def test_families_reach_the_portal_and_not_the_back_office(self):
        for name, user in self.families.items():
            self._login(user)
            with self.subTest(name):
                office = self.url_open("/odoo", allow_redirects=True)
                self.assertNotIn("o_web_client", office.text)
                self.assertIn("/my", office.url)
                self.assertEqual(self.url_open("/my").status_code, 200)
                self.assertEqual(self.url_open("/my/diary").status_code, 200)
                menus = self._menus_of_family()
                self.assertFalse({xmlid for xmlid in menus if xmlid.startswith("ej")})
            for model in ("ej.student", "ej.journal", "ej.mark", "ej.group", "ej.log", "ej.right"):
                with self.subTest(name, model=model), mute_logger("odoo.http"):
                    with self.assertRaises(JsonRpcException):
                        self._called(model, "search_read", [], ["id"])

    def _menus_of_family(self):
        """Return the xml ids of the menus, empty when they are refused altogether."""
        with mute_logger("odoo.http"):
            answer = self.url_open("/web/webclient/load_menus", allow_redirects=False)
        if answer.status_code != 200:
            return set()
        return {menu["xmlid"] for menu in answer.json().values() if menu.get("xmlid")}

    @clause("R002-2.4b")
    def test_roles_of_the_cabinet_are_named(self):
        self.profile(word_student="pupil", word_parent="parent")
        for name, role in (("student", "Ученик"), ("parent", "Родитель")):
            user = self.families[name]
            user.lang = "ru_RU"
            self._login(user)
            page = self.url_open(f"/my/diary/{self.student.id}/day")
            with self.subTest(name):
                self.assertEqual(page.status_code, 200)
                self.assertIn(f">{role}<", page.text)
                other = "Родитель" if name == "student" else "Ученик"
                self.assertNotIn(f">{other}<", page.text)
                # the own cabinet only
                foreign = self.url_open(f"/my/diary/{self.other_student.id}/day")
                self.assertEqual(foreign.status_code, 404)

    @clause("R000-4.1.6a")
    def test_one_person_is_teacher_curator_and_parent(self):
        names = ("teacher", "curator")
        user = self._user("t_c_three", "base.group_user", "Тройная Анна Петровна")
        register = self.env["ej.position.grant"].with_user(self.ej_admin)
        given = register.create(
            [
                {
                    "user_id": user.id,
                    "position_id": self.env.ref(f"ej.position_{name}").id,
                    "order_number": "5-р",
                    "order_date": "2026-09-01",
                    "date_from": "2026-09-01",
                    "company_id": self.company.id,
                }
                for name in names
            ]
        )
        self.env["ej.guardian"].create(
            {
                "student_id": self.other_student.id,
                "partner_id": user.partner_id.id,
                "kinship": "mother",
                "date_from": "2026-09-01",
            }
        )
        self._login(user)
        shown = self._shown()
        for menu, positions in SEEN_BY.items():
            with self.subTest(menu):
                self.assertEqual(menu in shown, bool(positions & set(names)))
        self.assertEqual(self.url_open(f"/my/diary/{self.other_student.id}/day").status_code, 200)
        self.assertEqual(self.url_open(f"/my/diary/{self.student.id}/day").status_code, 404)
        # one position less: its menu is gone at the next page, the rest stays
        given[1].action_end()
        self.env.flush_all()
        shown = self._shown()
        self.assertNotIn("ej_journal.ej_menu_absences_mine", shown)
        self.assertIn("ej_journal.ej_menu_today", shown)
        self.assertEqual(self.url_open(f"/my/diary/{self.other_student.id}/day").status_code, 200)
