from odoo.exceptions import AccessError, UserError
from odoo.http import request, route

from odoo.addons.ej_core.models.card.ej_card_request import ASKED

from ..core import calendar
from .diary import HEADERS, Diary

#: Requests shown on the page; older answers are in the card.
SHOWN = 20


class Card(Diary):
    """The family's own data and its changes (R001-3.5b, R004-4.4.2c): phone first, no scripts.

    What a family types is a request; the card changes when a responsible person confirms it.
    """

    @route("/my/card", type="http", auth="user", methods=["GET"])
    def card(self, **_query):
        """Show the cards of the reader: oneself, minor children, requests and their answers."""
        return self._card_page()

    @route("/my/card/<who>", type="http", auth="user", methods=["GET", "POST"])
    def card_form(self, who, sent=None, **form):
        """Show one card with the form of a request; a POST sends it.

        :param who: number of a contact of ``ej.card.request._scope_sudo``, nothing else.
        """
        scope = request.env["ej.card.request"]._scope_sudo()
        wanted = calendar.parse_id(who)
        partner = next((card for card in scope if card.id == wanted), None)
        if not partner:
            request.env["ej.diary"]._note_attempt_sudo(None, request.httprequest.path)
            return self._not_found()
        if request.httprequest.method != "POST":
            return self._card_page(partner, sent=bool(sent))
        try:
            request.env["ej.card.request"]._submit_sudo(
                partner, {name: form.get(name) for name in ASKED}, form.get("note") or ""
            )
        except UserError as fault:
            return self._card_page(partner, fault=fault.args[0], typed=form, status=400)
        return request.redirect(f"/my/card/{partner.id}?sent=1")

    @route("/my/card/access", type="http", auth="user", methods=["POST"])
    def card_access(self, link=None, allow=None, **_form):
        """A student of age lets a parent go on reading the diary, or takes it back."""
        try:
            request.env["ej.guardian"]._answer_of_adult_sudo(
                calendar.parse_id(str(link or "")) or 0, allow == "1"
            )
        except (AccessError, UserError) as fault:
            if isinstance(fault, AccessError):
                request.env["ej.diary"]._note_attempt_sudo(None, request.httprequest.path)
                return self._not_found()
            return self._card_page(fault=fault.args[0], status=400)
        return request.redirect("/my/card")

    # ------------------------------------------------------------
    # PAGES
    # ------------------------------------------------------------

    def _card_page(self, partner=None, fault="", typed=None, sent=False, status=200):
        """Answer with the list of cards or, for a ``partner``, with the form."""
        Reader = request.env["ej.family.card"]
        values = {
            **self._frame("card", request.env.user.name),
            "student_id": 0,
            "student_name": "",
            "group_name": "",
            "family": [],
            "fault": fault,
            "sent": sent,
            "csrf": request.csrf_token(),
        }
        if partner:
            values.update(Reader._form_sudo(partner, typed or {}))
        else:
            values.update(Reader._list_sudo(SHOWN))
        template = "ej_portal.family_card_form" if partner else "ej_portal.family_card"
        headers = {**HEADERS, "Cache-Control": "no-store"}
        return request.render(template, values, headers=list(headers.items()), status=status)
