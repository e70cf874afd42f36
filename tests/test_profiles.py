from odoo.tests import TransactionCase, tagged

from .profiles import DECIDED, PROFILES


@tagged("post_install", "-at_install", "ej")
class TestProfiles(TransactionCase):
    """The five profiles hold what the five regulations say, parameter by parameter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Regulation = cls.env["ej.regulation"]
        cls.strict = cls.env.ref("ej_core.regulation_strict")
        cls.profiles = [cls.env.ref(f"ej.regulation_{code}") for code in PROFILES]

    def test_every_parameter_is_decided(self):
        self.assertEqual(set(self.Regulation._parameters()), set(DECIDED))

    def test_the_profiles_equal_the_table(self):
        for name, row in DECIDED.items():
            for code, profile, said in zip(PROFILES, self.profiles, row, strict=True):
                with self.subTest(parameter=name, profile=code):
                    self.assertEqual(profile[name], self.strict[name] if said is None else said)

    def test_each_regulation_says_something(self):
        for code, said in zip(PROFILES, zip(*DECIDED.values(), strict=True), strict=True):
            with self.subTest(profile=code):
                self.assertGreater(sum(value is not None for value in said), 8)

    def test_the_profiles_differ(self):
        for number, one in enumerate(self.profiles):
            for other in self.profiles[number + 1 :]:
                with self.subTest(one=one.code, other=other.code):
                    self.assertTrue(self.Regulation._differences(one, other))

    def test_titles_are_official_and_name_no_institution(self):
        for profile in self.profiles:
            self.assertTrue(
                profile.name.startswith(("Положение о", "Порядок ведения")), profile.name
            )
            self.assertTrue(profile.source)
            self.assertNotIn(profile.source, profile.name)
            self.assertFalse(profile.company_id)
