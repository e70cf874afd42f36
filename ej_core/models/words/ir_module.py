from odoo import api, models
from odoo.tools.translate import TranslationImporter


class IrModuleModule(models.Model):
    """Odoo's own menus and screens beside the journal are Russian where Odoo lacks the words."""

    _inherit = "ir.module.module"

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        """Load the terms of the modules, then those of ``i18n_odoo`` over them.

        The folder holds texts of Odoo's menus, actions and views that Odoo's translation leaves in
        English («Learning»), by their external ids. It is read after every installation or
        update, so it does not matter which module came first; texts of modules that are not there
        are passed over.
        """
        result = super()._load_module_terms(modules, langs, overwrite=overwrite)
        importer = TranslationImporter(self.env.cr, verbose=False)
        for lang in langs:
            importer.load_file(f"ej_core/i18n_odoo/{lang[:2]}.po", lang)
        # over what is there: Odoo gives some of them as their own translation
        importer.save(overwrite=True)
        return result
