"""Answers the lines of the health page, in Russian."""

answer(env["ej.health"].with_context(lang="ru_RU").report())
