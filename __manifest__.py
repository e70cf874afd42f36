{
    "name": "Electronic journal",
    "summary": "The electronic journal of a Russian college, school or training centre, by its own regulation",
    "version": "19.0.1.0.0",
    "category": "Education",
    "author": "EJ team",
    "license": "LGPL-3",
    "depends": ["ej_journal"],
    "data": [],
    "application": True,
}
