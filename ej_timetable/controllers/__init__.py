from . import week
