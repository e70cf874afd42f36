from odoo.fields import Domain
from odoo.tests import freeze_time

from odoo.addons.ej_core.tests.common import TODAY, EjCommon

from .positions import POSITIONS

#: what is common to all institutions of a database, and why
SHARED = {
    "ej.section": "declared by the modules, the same everywhere",
    "ej.work.kind": "vocabulary of works",
    "ej.benefit": "vocabulary of grounds of benefits",
    "ej.task": "tasks that the regulations give to posts, without persons",
    "ej.consent.purpose": "purposes named by the law",
    "ej.log.chain": "heads of chains: nobody reads them",
}


@freeze_time(TODAY)
class TestInstitutions(EjCommon):
    """Two institutions in one database never see each other: every model of the suite."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a neighbour who holds every position that the administrator of the journal may give
        names = [name for name in POSITIONS if name not in ("sysadmin", "student", "parent")]
        groups = ",".join(f"ej.position_{name}" for name in names)
        cls.neighbour = cls._user(
            "t_i_all", f"base.group_user,{groups}", "Соседов Пётр Ильич", cls.other_company
        )

    def _models(self):
        """Return the names of the models that keep records of the suite."""
        return sorted(
            name
            for name, Model in self.registry.items()
            if name.startswith("ej.") and not (Model._abstract or Model._transient)
        )

    def _paths(self, domain):
        """Yield the fields that a domain asks, those within a relation too."""
        for condition in domain.iter_conditions():
            yield condition.field_expr
            if isinstance(condition.value, Domain):
                yield from self._paths(condition.value)

    def test_every_model_is_limited_to_the_institutions_of_the_session(self):
        env = self.env(user=self.neighbour.id, su=False, context={})
        walked = 0
        for name in self._models():
            if name in SHARED or not env[name].has_access("read"):
                continue
            walked += 1
            with self.subTest(model=name):
                fields = set(self._paths(env["ir.rule"]._compute_domain(name)))
                self.assertTrue(
                    [path for path in fields if path.endswith("company_id")],
                    f"no rule on the institution: {fields}",
                )
        self.assertGreater(walked, 50)

    def test_the_neighbour_finds_nothing_of_ours(self):
        env = self.env(user=self.neighbour.id, su=False, context={})
        ours = theirs = 0
        for name in self._models():
            Model = self.env[name].sudo()
            if name in SHARED or "company_id" not in Model._fields:
                continue
            if not env[name].has_access("read"):
                continue
            found = Model.with_context(active_test=False).search(
                [("company_id", "=", self.company.id)], limit=200
            )
            ours += len(found)
            with self.subTest(model=name):
                mine = env[name].with_context(active_test=False)
                theirs = mine.search_count([("id", "in", found.ids)])
                self.assertFalse(theirs)
                self.assertFalse(mine.browse(found.ids)._filtered_access("read"))
        self.assertGreater(ours, 20)

    def test_what_is_shared_is_read_only_or_nobodys(self):
        env = self.env(user=self.neighbour.id, su=False, context={})
        for name in ("ej.section", "ej.log.chain"):
            for operation in ("write", "create", "unlink"):
                with self.subTest(model=name, operation=operation):
                    self.assertFalse(env[name].has_access(operation))
