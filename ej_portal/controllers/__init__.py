from . import diary, portal
