from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install", "ej")
class TestImportTour(HttpCase):
    """The way of the office worker through the screens."""

    def test_upload_preview_import(self):
        company = self.env["res.company"].create({"name": "Колледж"})
        new_test_user(
            self.env,
            login="t_import",
            password="t_import-t_import",
            groups="ej_core.group_ej_admin",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        self.start_tour("/odoo/ej-import/new", "ej_import_tour", login="t_import")
        student = self.env["ej.student"].search(
            [("surname", "=", "Алёхин"), ("company_id", "=", company.id)]
        )
        self.assertEqual(student.member_ids.group_id.name, "кИС-2023")
