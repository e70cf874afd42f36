{
    "name": "EJ: people, rights, evidence",
    "summary": "Regulation profile, years, groups, people, orders and the evidence log of the electronic journal",
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
