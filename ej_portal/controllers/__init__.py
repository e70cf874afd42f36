from . import card, diary, portal
