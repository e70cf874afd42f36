from . import journal_reader, report_journal
