"""Gives the administrator of a new database a password and Russian, letters their address."""

admin = env.ref("base.user_admin")
admin.write({"password": args["password"], "lang": "ru_RU", "tz": "Europe/Moscow"})
# until the administrator comes by another address (https), this is what links are made of
env["ir.config_parameter"].set_param("web.base.url", args["address"])
env.cr.commit()
answer(True)
