from . import ej_document, ej_document_version, ej_acceptance, ej_gate, ir_http
