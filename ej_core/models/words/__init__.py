from . import base, ej_regulation, ir_actions, ir_ui_menu
