"""Loads the demonstration college; answers [(title of the role, login, password)]."""

from odoo.addons.ej.demo import college

college.load(env)
env.cr.commit()
answer([list(row) for row in college.logins(env)])
