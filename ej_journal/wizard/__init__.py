from . import ej_journal_print, ej_stale
