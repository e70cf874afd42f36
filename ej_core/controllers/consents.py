from odoo.exceptions import UserError
from odoo.http import Controller, request, route

#: A page of one's own personal data is nobody else's and is not kept by a browser.
PRIVATE = [("Cache-Control", "no-store"), ("Referrer-Policy", "same-origin")]


class Consents(Controller):
    """Consents of the family on the portal: what was answered, and the answering itself."""

    @route("/my/consents", type="http", auth="user", website=True, methods=["GET"])
    def consents(self, done=None, **_other):
        """Show the consents of the reader and of the reader's minor children."""
        return self._page(done=bool(done))

    @route("/my/consents/answer", type="http", auth="user", website=True, methods=["POST"])
    def answer(self, **form):
        """Store an answer; a repeated one changes nothing, a strange one is refused in words."""
        try:
            numbers = [_number(form.get(key)) for key in ("student", "partner", "purpose", "text")]
            request.env["ej.consent"]._answer_sudo(*numbers, form.get("decision") or "")
        except UserError as fault:
            return self._page(fault=fault.args[0], status=400)
        return request.redirect("/my/consents?done=1")

    def _page(self, done=False, fault="", status=200):
        values = {
            "page_name": "consents",
            "persons": request.env["ej.consent"]._of_reader_sudo(),
            "done": done,
            "fault": fault,
        }
        return request.render(
            "ej_core.portal_consents", values, headers=list(PRIVATE), status=status
        )


def _number(text):
    """Return the positive number typed in an address or a form, 0 for anything else."""
    text = str(text or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
