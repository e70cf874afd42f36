from . import ej_acceptance, ej_document, ej_document_version, ej_gate, ir_http
