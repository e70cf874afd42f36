{
    "name": "EJ: planning",
    "summary": "Programmes, curricula, load and calendar-thematic plans of the electronic journal",
    "version": "19.0.1.0.0",
    "category": "Education",
    "author": "EJ team",
    "license": "LGPL-3",
    "depends": ["ej_core"],
    "data": [
        "security/ej_plan_groups.xml",
        "security/ir.model.access.csv",
        "security/ej_plan_rules.xml",
        "views/ej_plan_menus.xml",
    ],
}
