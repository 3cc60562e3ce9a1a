"""Matrices: how many statements stand between the rows and the columns, each cell leading to them.

A matrix counts the rows of a list (:mod:`hrnet.directory.filters`), so that a cell is the list with two
more filters, and says what that list finds.
"""

from hrnet.directory.matrices.declared import MATRICES, Dimension, Matrix

__all__ = ["MATRICES", "Dimension", "Matrix"]
