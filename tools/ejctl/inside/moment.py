"""Notes when the last backup was made, for the health page."""

env["ir.config_parameter"].set_param("ej.last_backup", args["moment"])
env.cr.commit()
answer(True)
