"""The reason of an absence is a column: filled by one statement afterwards, not row by row."""


def migrate(cr, version):
    """Make the column before the model does, so that no absence is computed alone."""
    if version:
        cr.execute("ALTER TABLE ej_absence ADD COLUMN IF NOT EXISTS reason_id integer")
