from . import base, ej_regulation, ir_actions, ir_http, ir_module, ir_ui_menu
