#!/usr/bin/env python3
"""Starts Odoo. A script of its own because Odoo runs it again for the process of its websockets."""

import odoo.cli

if __name__ == "__main__":
    odoo.cli.main()
