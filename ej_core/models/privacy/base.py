from contextvars import ContextVar

from odoo import api, models, tools
from odoo.fields import Domain

#: Set while Odoo describes fields: it tries every grouping then, and reads nothing. No context key,
#: which a caller could give.
_describing = ContextVar("ej_describing", default=False)


class Base(models.AbstractModel):
    """Every way by which sensitive fields leave the server passes through here (see ej.read.log).

    A field declared with ``ej_sensitive=True`` (and every field related to one) is logged when a
    person reads it: by form, list, API and onchange (``_read_format``), by export, by grouping and
    totals, by searching for a value, by printing. Reading anything else costs no statement.
    Stored sensitive fields are declared with ``prefetch=False``: they are fetched only when asked.
    """

    _inherit = "base"

    def _valid_field_parameter(self, field, name):
        return name == "ej_sensitive" or super()._valid_field_parameter(field, name)

    @api.model
    @tools.ormcache("self._name")
    def _ej_sensitive(self):
        """Return the names of the sensitive fields of this model (frozenset)."""
        return frozenset(
            name
            for name, field in self._fields.items()
            if any(getattr(source, "ej_sensitive", False) for source in self._ej_sources(field))
        )

    @api.model
    def _ej_sources(self, field):
        """Yield the field and those it is related to, one after another."""
        while field:
            yield field
            field = field.related_field

    def _ej_persons(self):
        """Return {id of the card: id of the person's contact or None}.

        A card being edited (onchange) counts as the stored one and as whose data it shows now.
        sudo: whose card it is, no more.
        """
        if self._name == "res.partner":
            return {card.id or None: card.id or None for card in self._origin}
        name = next((n for n in ("partner_id", "work_contact_id") if n in self._fields), None)
        if not name or self._fields[name].comodel_name != "res.partner":
            return dict.fromkeys(self._origin.ids)
        return {card._origin.id or None: card[name]._origin.id or None for card in self.sudo()}

    def _ej_note(self, names, how=None):
        """Note that the present user reads these of the sensitive fields."""
        names = self._ej_sensitive().intersection(names)
        if names:
            self.env["ej.read.log"]._note(self, names, how)

    # ------------------------------------------------------------
    # WAYS OUT
    # ------------------------------------------------------------

    def _read_format(self, fnames, load="_classic_read"):
        result = super()._read_format(fnames, load)
        if not self.env.su and self:
            self._ej_note(fnames)
        return result

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        if not self.env.su and self:
            self._ej_note((path[0] for path in fields if path), "export")
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    def export_data(self, fields_to_export):
        """Export as Odoo does, and note who took how many rows (R000-5.2.8)."""
        result = super().export_data(fields_to_export)
        names = {name.replace("/", ".") for name in fields_to_export}
        self.env["ej.read.log"]._note(self.browse(), names, "export", len(result["datas"]))
        return result

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Describe the fields: no reading of anybody's data, though Odoo tries to group by them."""
        token = _describing.set(True)
        try:
            return super().fields_get(allfields, attributes)
        finally:
            _describing.reset(token)

    def _read_group_groupby(self, alias, groupby_spec, query):
        if not self.env.su and not _describing.get():
            self.browse()._ej_note((groupby_spec.split(":")[0],), "group")
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _read_group_select(self, aggregate_spec, query):
        if not self.env.su and not _describing.get():
            self.browse()._ej_note((aggregate_spec.split(":")[0],), "group")
        return super()._read_group_select(aggregate_spec, query)

    @api.model
    def _search(self, domain, *args, **kwargs):
        if not self.env.su and self._ej_sensitive():
            names = {leaf.field_expr.split(".")[0] for leaf in Domain(domain).iter_conditions()}
            self.browse()._ej_note(names, "search")
        return super()._search(domain, *args, **kwargs)

    def _fetch_query(self, query, fields):
        fetched = super()._fetch_query(query, fields)
        if not self.env.su and self.env.context.get("ej_read_how") == "report":
            # a template reads fields one by one, past the methods above
            fetched._ej_note(field.name for field in fields)
        return fetched


class IrActionsReport(models.Model):
    """What a printed form shows is read by whoever prints it."""

    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        return super(
            IrActionsReport, self.with_context(ej_read_how="report")
        )._get_rendering_context(report, docids, data)
