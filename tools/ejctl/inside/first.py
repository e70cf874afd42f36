"""Gives the administrator of a new database the password that was drawn for it, and Russian."""

admin = env.ref("base.user_admin")
admin.write({"password": args["password"], "lang": "ru_RU", "tz": "Europe/Moscow"})
env.cr.commit()
answer(True)
