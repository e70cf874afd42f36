"""Answers the lines of the health page as the server would: in Russian, with its log file."""

from odoo.tools import config

config["logfile"] = args["logfile"]
answer(env["ej.health"].with_context(lang="ru_RU").report())
