from . import diary, inspection, portal
