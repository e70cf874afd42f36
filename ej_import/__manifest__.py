{
    "name": "EJ: import of the office's files",
    "summary": "The office's files: preview, table of faults, all or nothing",
    "version": "19.0.1.0.0",
    "category": "Education",
    "author": "EJ team",
    "license": "LGPL-3",
    "depends": ["ej_journal"],
    "external_dependencies": {"python": ["openpyxl", "lxml", "rapidfuzz"]},
    "data": [
        "security/ej_import_groups.xml",
        "security/ir.model.access.csv",
        "security/ej_import_rules.xml",
        "views/ej_import_session_views.xml",
        "views/ej_import_alias_views.xml",
        "views/ej_import_menus.xml",
        "data/ej_section_data.xml",
    ],
    "assets": {
        "web.assets_tests": [
            "ej_import/static/tests/tours/**/*",
        ],
    },
}
