from . import test_evidence, test_orders, test_regulation, test_rights
