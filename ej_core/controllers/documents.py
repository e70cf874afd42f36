from odoo.http import Controller, content_disposition, request, route

from ..models.document.ej_document import AUDIENCES, KINDS
from ..models.document.ej_document_version import SAFE_FILES

#: A document opens in the browser without the right to run anything.
SAFE = [
    ("Content-Security-Policy", "default-src 'none'; sandbox"),
    ("X-Content-Type-Options", "nosniff"),
]


class Documents(Controller):
    """Normative documents and instructions: public ones without signing in (R002-4.3a)."""

    @route("/ej/documents", type="http", auth="public", methods=["GET"], ej_gate=False)
    def documents(self, **_query):
        """Show the documents the reader may see, by kind and audience."""
        shown = request.env["ej.document"]._shown_sudo(self._reader())
        _ = request.env._
        titles = {
            "act": _("Normative acts"),
            "policy": _("Policies"),
            "rule": _("Rules"),
            "instruction": _("Instructions"),
        }
        sections = [
            (titles[code], shown.filtered(lambda row, code=code: row.kind == code))
            for code, _title in KINDS
        ]
        return request.render(
            "ej_core.documents_page",
            {
                "sections": [(title, rows) for title, rows in sections if rows],
                "audiences": self._audiences(),
                "several": len(shown.company_id) > 1,
            },
        )

    @route(
        "/ej/documents/<int:version_id>", type="http", auth="public", methods=["GET"], ej_gate=False
    )
    def document(self, version_id, **_query):
        """Show one version with the list of all versions of the document."""
        version = self._version_sudo(version_id)
        if not version:
            raise request.not_found()
        return request.render(
            "ej_core.document_page",
            {
                "version": version,
                "versions": version.document_id.version_ids.filtered(
                    lambda row: row.state != "draft"
                ),
                "audiences": self._audiences(),
            },
        )

    @route(
        "/ej/documents/<int:version_id>/file",
        type="http",
        auth="public",
        methods=["GET"],
        ej_gate=False,
    )
    def document_file(self, version_id, **_query):
        """Give the file of a version: only kinds that run nothing, never guessed by the browser."""
        version = self._version_sudo(version_id)
        if not version or not version.file:
            raise request.not_found()
        stream = request.env["ir.binary"]._get_stream_from(version, "file")
        ending = SAFE_FILES.get(stream.mimetype)
        if not ending:
            raise request.not_found()
        name = f"{version.document_id.name[:80]}.{ending}"
        headers = {"Content-Disposition": content_disposition(name)}
        response = stream.get_response(as_attachment=ending != "pdf", immutable=False)
        if ending != "pdf":
            response.headers.update(headers)
        response.headers.update(SAFE)
        return response

    def _version_sudo(self, version_id):
        """Return the published version if its document is in the reader's scope, else nothing."""
        documents = request.env["ej.document"]._shown_sudo(self._reader())
        version = request.env["ej.document.version"].sudo().browse(version_id).exists()
        shown = version.state in ("current", "past") and version.document_id in documents
        return version if shown else version.browse()

    def _reader(self):
        return request.env.user

    def _audiences(self):
        field = request.env["ej.document"]._fields["audience"]
        titles = dict(field._description_selection(request.env))
        return {code: titles[code] for code, _title in AUDIENCES}
