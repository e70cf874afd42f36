import ipaddress

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class EjNetwork(models.Model):
    """A network or a workstation of the institution; those of the staff are marked (R004-4.2.4).

    A student's sign-in from a marked one is reported to the administrator.
    """

    _name = "ej.network"
    _inherit = ["ej.remembered"]
    _description = "Network or workstation"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char("Place", required=True, help="Staff room, room 204, teacher's desk …")
    address = fields.Char(
        help="An address or a network: 10.0.5.17, 10.0.5.0/24. Empty for a marked workstation."
    )
    device_key = fields.Char(
        "Sign of the workstation",
        readonly=True,
        index="btree_not_null",
        help="Of the browser that was marked in the journal of sign-ins.",
    )
    staff = fields.Boolean("Of the staff", default=True, help="Students do not work there.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True, index=True
    )

    @api.constrains("address", "device_key")
    def _check_address(self):
        for network in self:
            if not network.address and not network.device_key:
                raise ValidationError(self.env._("Write the address or the network."))
            if network.address:
                try:
                    ipaddress.ip_network(network.address.strip(), strict=False)
                except ValueError as error:
                    raise ValidationError(
                        self.env._(
                            "«%(text)s» is not an address: write it like 10.0.5.17 or 10.0.5.0/24.",
                            text=network.address[:60],
                        )
                    ) from error

    @api.model
    @tools.ormcache("company_id")
    def _known(self, company_id):
        """Return ((id, address or None, device key or None, staff), …). sudo: signing in asks."""
        rows = self.sudo().search(Domain("company_id", "=", company_id))
        return tuple(
            (row.id, (row.address or "").strip() or None, row.device_key or None, row.staff)
            for row in rows
        )

    @api.model
    def _of(self, company_id, address, device_key):
        """Return (id, staff) of the place of a sign-in: the workstation, else the smallest network.

        (False, False): not a known place.
        """
        rows = self._known(company_id)
        for row_id, _address, key, staff in rows:
            if key and key == device_key:
                return row_id, staff
        try:
            here = ipaddress.ip_address(address or "")
        except ValueError:
            return False, False
        found = []
        for row_id, text, _key, staff in rows:
            network = ipaddress.ip_network(text, strict=False) if text else None
            if network and here in network:
                found.append((network.prefixlen, row_id, staff))
        return max(found)[1:] if found else (False, False)
