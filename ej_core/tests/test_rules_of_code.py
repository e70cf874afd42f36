import importlib.util
from pathlib import Path

from .common import EjCommon


class TestRulesOfCode(EjCommon):
    """Access rules of the suite follow the code when the modules are updated."""

    def _kept(self):
        return self.env["ir.model.data"].search(
            [("model", "=", "ir.rule"), ("module", "=like", "ej%"), ("noupdate", "=", True)]
        )

    def test_no_rule_is_kept_as_it_was_installed(self):
        self.assertFalse(self._kept().mapped("complete_name"))

    def test_an_older_installation_lets_them_go(self):
        mine = self.env.ref("ej_core.ej_year_rule_company")
        data = self.env["ir.model.data"].search(
            [("model", "=", "ir.rule"), ("res_id", "=", mine.id)]
        )
        data.noupdate = True
        foreign = self.env["ir.model.data"].search(
            [("model", "=", "ir.rule"), ("module", "=", "mail"), ("noupdate", "=", True)]
        )
        path = Path(__file__).parents[1] / "migrations" / "19.0.1.2.0" / "pre-rules.py"
        spec = importlib.util.spec_from_file_location("pre_rules", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()
        self.assertFalse(self._kept())
        self.assertTrue(foreign and all(foreign.mapped("noupdate")))
