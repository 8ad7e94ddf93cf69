"""The recipe that makes the weights: a program above everything (`python -m models.recipe`), imported by nobody."""
