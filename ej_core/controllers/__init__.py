from . import access, consents, documents, gate, home, support
