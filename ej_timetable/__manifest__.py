{
    "name": "EJ: timetable",
    "summary": "Bells, rooms, timetable, dated lessons and substitutions of the electronic journal",
    "version": "19.0.1.0.0",
    "category": "Education",
    "author": "EJ team",
    "license": "LGPL-3",
    "depends": ["ej_plan"],
    "data": [
        "security/ej_timetable_groups.xml",
        "security/ir.model.access.csv",
        "security/ej_timetable_rules.xml",
        "views/ej_timetable_menus.xml",
    ],
}
