{
    "name": "EJ: journal",
    "summary": "Journal pages: lessons' content, marks, absences, homework and the grid",
    "version": "19.0.1.0.0",
    "category": "Education",
    "author": "EJ team",
    "license": "LGPL-3",
    "depends": ["ej_timetable"],
    "data": [
        "security/ej_journal_groups.xml",
        "security/ir.model.access.csv",
        "security/ej_journal_rules.xml",
        "data/ej_work_kind_data.xml",
        "views/ej_journal_views.xml",
        "views/ej_lesson_state_views.xml",
        "views/ej_work_kind_views.xml",
        "views/ej_journal_menus.xml",
    ],
}
