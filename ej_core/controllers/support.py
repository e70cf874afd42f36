from odoo.http import Controller, request, route


class Support(Controller):
    """Who answers for the journal: the page every signed-in person can open (R002-9.6)."""

    @route("/ej/support", type="http", auth="user", methods=["GET"], website=True)
    def support(self, **_query):
        """Show the administrators appointed today, with the order and the way to reach them."""
        company = request.env.company
        return request.render(
            "ej_core.support_page",
            {"company": company, "rows": request.env["ej.duty"]._support_rows_sudo(company)},
        )
