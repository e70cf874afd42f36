"""What the office's files need before any record is touched: plain Python, no ORM.

``fault``       what is wrong, where, and how it was cured;
``tables``      workbooks and text tables as grids of cells, read safely;
``people``      names, e-mail, telephones, СНИЛС;
``dates``       dates and weeks written in many ways;
``groups``      spellings of a study group, streams included;
``match``       proposals with a confidence: titles of disciplines, people, groups.
"""
