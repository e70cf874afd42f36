from odoo.http import Controller, request, route

from .consents import PRIVATE, _number


class Personal(Controller):
    """Everything held about one person, as one file: for the person and for who keeps the cards."""

    @route("/my/personal", type="http", auth="user", website=True, methods=["GET"])
    def personal(self, **_query):
        """Tell what can be taken and how to ask for erasure."""
        values = {"page_name": "personal"}
        return request.render("ej_core.portal_personal", values, headers=list(PRIVATE))

    @route("/my/personal/archive", type="http", auth="user", methods=["POST"])
    def own_archive(self, **_form):
        """Give the person everything held about oneself."""
        return self._archive(request.env.user.partner_id)

    @route("/ej/person/<key>/archive", type="http", auth="user", methods=["GET"])
    def archive(self, key, **_query):
        """Give the keeper of cards everything held about a person of a family.

        404 for anybody else and for contacts that are not open to the reader.
        """
        user = request.env.user
        partner = request.env["res.partner"].search([("id", "=", _number(key))])
        family = partner.sudo().ej_private  # sudo: whose contact it is, no more
        if not (user.has_group("ej_core.group_ej_registrar") and partner and family):
            return request.not_found()
        return self._archive(partner)

    def _archive(self, partner):
        data, _count = request.env["ej.personal"]._archive_sudo(partner)
        return request.make_response(
            data,
            headers=[
                *PRIVATE,
                ("Content-Type", "application/zip"),
                ("Content-Disposition", f'attachment; filename="personal-{partner.id}.zip"'),
            ],
        )
