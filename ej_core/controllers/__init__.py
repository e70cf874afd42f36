from . import access, consents, documents, gate, home, password, personal, portal, support
