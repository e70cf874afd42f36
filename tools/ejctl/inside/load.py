"""Opens files as one import session; answers its report, applied or not."""

session = env["ej.import.session"].with_context(lang="ru_RU")._open(args["paths"])
if not args["dry_run"]:
    session.apply()
    env.cr.commit()
answer(session.report())
