from . import card, diary, inspection, portal
