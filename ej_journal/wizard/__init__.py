from . import ej_journal_print
