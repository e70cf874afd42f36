from . import access, consents, documents, gate, home, password, portal, support
