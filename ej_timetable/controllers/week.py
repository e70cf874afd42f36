from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request


class WeekController(http.Controller):
    """Page of a week for printing (R002-4.3b): by group, teacher or room."""

    @http.route(
        "/ej/week/<string:kind>/<int:record_id>/<string:monday>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def print_week(self, kind, record_id, monday):
        """Render the week; staff only, an unknown record or day is «not found»."""
        lessons = request.env["ej.lesson"]
        if not lessons.has_access("read"):
            raise NotFound()
        try:
            week = lessons.load_week(kind, record_id, monday)
        except UserError:
            raise NotFound()
        cells = {}
        for row in week["lessons"]:
            cells.setdefault((row["date"], row["pair"]), []).append(row)
        values = {"week": week, "cells": cells, "company": request.env.company}
        return request.render("ej_timetable.week_page", values)
