"""What leaves with the module."""


def uninstall_hook(env):
    """Let the kinds of work be removed before the works that name them: both go in a moment."""
    env.cr.execute("ALTER TABLE ej_work DROP CONSTRAINT IF EXISTS ej_work_kind_id_fkey")
