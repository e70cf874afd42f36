{
    "name": "EJ: people, rights, evidence",
    "summary": "Regulation, years, groups, people, orders and evidence of the electronic journal",
    "version": "19.0.1.0.0",
    "category": "Education",
    "author": "EJ team",
    "license": "LGPL-3",
    "depends": [
        "hr",
        "mail",
        "portal",
        "resource",
        "auth_timeout",
        "auth_totp_portal",
        "auth_password_policy_portal",
        "queue_job",
    ],
    "data": [
        "security/ej_core_groups.xml",
        "security/ir.model.access.csv",
        "security/ej_core_rules.xml",
        "data/ej_regulation_data.xml",
        "data/ej_cron_data.xml",
        "views/ej_wizard_views.xml",
        "views/ej_student_views.xml",
        "views/ej_subgroup_views.xml",
        "views/ej_group_views.xml",
        "views/ej_order_views.xml",
        "views/ej_duty_views.xml",
        "views/ej_year_views.xml",
        "views/ej_regulation_views.xml",
        "views/ej_log_views.xml",
        "views/ej_health_views.xml",
        "views/res_views.xml",
        "views/ej_core_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            # mail's manifest names this file, Debian's +dfsg tree does not ship it:
            # without the removal the console shows an error on every page.
            ("remove", "mail/static/lib/selfie_segmentation/selfie_segmentation.js"),
        ],
    },
}
