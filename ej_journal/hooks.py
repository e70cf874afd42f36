"""What comes and leaves with the module."""


def post_init_hook(env):
    """Give the reasons of absence of the form to the institutions that were there before."""
    # pylint: disable-next=no-search-all; institutions are few
    env["ej.absence.reason"]._seed_sudo(env["res.company"].sudo().search([]))


def uninstall_hook(env):
    """Let the kinds of work be removed before the works that name them, the reasons of absence
    before the absences: all go in a moment.
    """
    env.cr.execute("ALTER TABLE ej_work DROP CONSTRAINT IF EXISTS ej_work_kind_id_fkey")
    env.cr.execute("DROP FUNCTION IF EXISTS ej_absence_reason_keep() CASCADE")
