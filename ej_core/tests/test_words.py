import re

from lxml import etree

from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools.translate import code_translations

from ..models.words.ej_regulation import vocabulary
from .clauses import clause
from .common import TODAY, EjCommon


@freeze_time(TODAY)
class TestWords(EjCommon):
    """A school reads its own words: classes, lessons, quarters, class teachers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("ru_RU")

    def _school(self):
        self.profile(institution_type="school", word_group="class", word_curator="class_teacher")

    def _as(self, user):
        company = {"allowed_company_ids": self.company.ids, "lang": "ru_RU"}
        return self.env(user=user, context=company)

    def _menus(self, env):
        root = self.env.ref("ej_core.ej_menu_root").id
        menus = env["ir.ui.menu"].load_web_menus(False)
        return {menu["name"] for menu in menus.values() if menu.get("appID") == root}

    @clause("R002-1.2")
    def test_school_profile_changes_menus_views_and_forms(self):
        """The profile of a school is chosen; menus, titles, labels and forms follow it."""
        env = self._as(self.registrar)
        self.assertIn("Группы", self._menus(env))
        self._school()
        names = self._menus(env)
        self.assertIn("Классы", names)
        self.assertNotIn("Группы", names)
        action = self.env.ref("ej_core.ej_group_action").with_env(env)
        shown = action._get_action_dict()
        self.assertEqual((shown["name"], shown["display_name"]), ("Классы", "Классы"))
        views = env["ej.group"].get_views([(False, "list"), (False, "form"), (False, "search")])
        form = etree.fromstring(views["views"]["form"]["arch"])
        self.assertIn("Классные руководители", form.xpath("//page/@string"))
        fields = views["models"]["ej.group"]["fields"]
        self.assertEqual(fields["curator_id"]["string"], "Классный руководитель")
        orders = env["ej.order"].get_views([(False, "form")])
        kinds = dict(orders["models"]["ej.order"]["fields"]["kind"]["selection"])
        self.assertEqual(kinds["move"], "Перевод в другой класс")
        period = env["ej.period"].fields_get(["kind"])["kind"]["selection"]
        self.assertIn("Четверть", dict(period).values())
        printed = (
            env["ir.actions.report"]
            ._render_qweb_html("ej_core.report_group_list", self.group.ids)[0]
            .decode()
        )
        self.assertIn("Список класса", printed)
        self.assertNotIn("Список группы", printed)

    def test_forms_call_the_document_by_its_title(self):
        version = self.profile()
        for title, words in (
            ("Положение об электронном журнале", "по положению"),
            ("Регламент ведения журнала", "по регламенту"),
            ("«Порядок» ведения журналов", "по порядку"),
            ("Об электронном журнале", "по положению"),
        ):
            version.sudo().name = title
            self.assertEqual(version._form_words()["by_document"], words)

    def test_college_keeps_its_words(self):
        self.profile()
        env = self._as(self.registrar)
        self.assertFalse(env["ej.regulation"]._label_words())
        views = env["ej.group"].get_views([(False, "form")])
        self.assertIn("Кураторы", views["views"]["form"]["arch"])

    def test_another_institution_is_not_touched(self):
        self._school()
        other = self.env(
            user=self._user(
                "t_other_reg", "ej_core.group_ej_registrar", company=self.other_company
            ),
            context={"allowed_company_ids": self.other_company.ids, "lang": "ru_RU"},
        )
        self.assertIn("Группы", self._menus(other))

    def test_vocabulary_is_whole(self):
        """Every language that has words has them for the same choices; nothing is empty."""
        words = vocabulary()
        self.assertEqual(set(words["ru"]), set(words["en"]))
        Regulation = self.env["ej.regulation"]
        for key, labels in words["ru"].items():
            name, value = key.split(":")
            self.assertIn(value, dict(Regulation._fields[name].selection))
            self.assertTrue(all(a and b and a != b for a, b in labels.items()), key)


@tagged("post_install", "-at_install", "ej")
class TestWordsHttp(HttpCase, EjCommon):
    """The web client gets the words over its own routes."""

    def test_menus_of_the_web_client(self):
        EjCommon.profile.__func__(
            type(self),
            "2020-09-01",
            institution_type="school",
            word_group="class",
            word_curator="class_teacher",
        )
        self.env["res.lang"]._activate_lang("ru_RU")
        self.registrar.lang = "ru_RU"
        self.authenticate(self.registrar.login, self.registrar.login)
        menus = self.url_open("/web/webclient/load_menus").json()
        root = self.env.ref("ej_core.ej_menu_root").id
        names = {menu["name"] for menu in menus.values() if menu.get("appID") == root}
        self.assertIn("Классы", names)
        self.assertNotIn("Группы", names)

    def test_texts_of_the_browser(self):
        """The page brings the words of its institution, and none where the common ones serve."""
        self.env["res.lang"]._activate_lang("ru_RU")
        self.registrar.lang = "ru_RU"
        self.authenticate(self.registrar.login, self.registrar.login)
        self.assertNotIn('"ej_words"', self.url_open("/odoo").text)
        EjCommon.profile.__func__(
            type(self),
            "2020-09-01",
            institution_type="school",
            word_group="class",
            word_curator="class_teacher",
        )
        shown = self.make_jsonrpc_request("/web/session/get_session_info")["ej_words"]
        self.assertEqual(shown["words"]["Группа"], "Класс")
        self.assertIn("ej_core", shown["addons"])
        self.assertNotIn("web", shown["addons"])

    def test_what_odoo_says_in_english_is_russian(self):
        IrHttp = self.env["ir.http"]
        given, _parameters = IrHttp._get_translations_for_webclient(["web"], "ru_RU")
        texts = {message["id"]: message["string"] for message in given["web"]["messages"]}
        self.assertEqual(texts["Missing required fields"], "Заполните обязательные поля")
        for message in code_translations.get_web_translations("web", "ru_RU")["messages"]:
            self.assertEqual(texts[message["id"]], message["string"])
        english, _parameters = IrHttp._get_translations_for_webclient(["web"], "en_US")
        ids = {message["id"] for message in english["web"]["messages"]}
        self.assertNotIn("Missing required fields", ids)

    def test_every_text_of_the_browser_that_names_them_has_its_word(self):
        """No text of the browser is left with a college's pairs, groups and lessons in a school."""
        common = re.compile(r"\b(пар[аыу]|групп\w*|заняти\w*|преподавател\w*|куратор\w*)\b", re.I)
        words = vocabulary()["ru"]
        replaced = {label for labels in words.values() for label in labels}
        left = []
        for addon in self.env.registry._init_modules:
            if addon.split("_")[0] != "ej" or addon == "ej":
                continue
            terms = code_translations.get_web_translations(addon, "ru_RU")["messages"]
            left += [
                row["string"]
                for row in terms
                if common.search(row["string"]) and row["string"] not in replaced
            ]
        self.assertFalse(left)
