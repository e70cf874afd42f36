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
        "views/ej_absence_views.xml",
        "views/ej_lesson_hours_views.xml",
        "views/ej_work_kind_views.xml",
        "views/ej_journal_client_actions.xml",
        "report/ej_sheet_templates.xml",
        "report/ej_sheet_reports.xml",
        "report/ej_journal_print_templates.xml",
        "report/ej_journal_print_reports.xml",
        "wizard/ej_journal_print_views.xml",
        "views/ej_journal_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "ej_journal/static/src/core/ej.scss",
            "ej_journal/static/src/**/*",
            ("remove", "ej_journal/static/src/**/*.dark.scss"),
        ],
        "web.assets_web_dark": [
            "ej_journal/static/src/**/*.dark.scss",
        ],
        "web.assets_tests": [
            "ej_journal/static/tests/tours/**/*",
        ],
        "web.assets_unit_tests": [
            "ej_journal/static/tests/**/*",
            ("remove", "ej_journal/static/tests/tours/**/*"),
        ],
    },
}
