"""Every menu that a position sees is Russian for a Russian user, Odoo's own ones too."""

import re

from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.common import TODAY, EjCommon

from .positions import POSITIONS

#: Odoo's name of its service, written so in Russian too
NAMES = {"IAP"}


@freeze_time(TODAY)
class TestMenus(EjCommon):
    """The menus of each position of the staff, as the web client loads them."""

    def test_menus_of_each_position_are_russian(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.env["ir.module.module"]._load_module_terms(["hr"], ["ru_RU"])
        for name in set(POSITIONS) - {"student", "parent"}:
            user = self._user(f"m_{name}", f"base.group_user,ej.position_{name}")
            menus = self.env(user=user, context={"lang": "ru_RU"})["ir.ui.menu"]
            shown = {
                menu["name"] for key, menu in menus.load_web_menus(False).items() if key != "root"
            }
            with self.subTest(position=name):
                self.assertFalse(
                    {text for text in shown - NAMES if not re.search("[а-яё]", text, re.I)}
                )

    def test_a_text_that_odoo_leaves_in_english_is_given_again(self):
        """The terms of Odoo loaded over again do not bring the English back."""
        self.env["res.lang"]._activate_lang("ru_RU")
        # comes by itself with Odoo's employees
        menu = self.env.ref("hr_skills.hr_skill_learning_menu")
        self.env["ir.module.module"]._load_module_terms(["hr_skills"], ["ru_RU"], overwrite=True)
        self.env.invalidate_all()
        self.assertEqual(menu.with_context(lang="ru_RU").name, "Обучение")
