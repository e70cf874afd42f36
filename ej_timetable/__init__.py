from . import controllers, mixins, models, wizard
