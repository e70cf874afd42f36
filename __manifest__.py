{
    "name": "Electronic journal",
    "summary": "The electronic journal of a college, school or training centre by its regulation",
    "version": "19.0.1.0.0",
    "category": "Education",
    "author": "EJ team",
    "license": "LGPL-3",
    "depends": ["ej_hr", "ej_portal", "ej_import"],
    "data": [
        "security/ej_positions.xml",
        "data/ej_task_data.xml",
        "data/ej_regulation_000_data.xml",
        "data/ej_regulation_001_data.xml",
        "data/ej_regulation_002_data.xml",
        "data/ej_regulation_003_data.xml",
        "data/ej_regulation_004_data.xml",
    ],
    "application": True,
}
