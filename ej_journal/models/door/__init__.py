from . import cell, final, homework, lesson, work
from .batch import Batch
from .change import HANDLERS

__all__ = ["HANDLERS", "Batch", "cell", "final", "homework", "lesson", "work"]
