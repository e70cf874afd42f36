from . import cell, homework, lesson, work
from .batch import Batch
from .change import HANDLERS

__all__ = ["HANDLERS", "Batch", "cell", "homework", "lesson", "work"]
