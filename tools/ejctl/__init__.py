"""The command `./ej`: brings the suite up, tests it, keeps it. Standard library only."""
