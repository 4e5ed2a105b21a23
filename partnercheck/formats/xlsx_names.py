"""The names of the libraries for spreadsheets that the other modules use.

Loading openpyxl takes a quarter of a second, and it may not be installed. So this module is loaded
by `xlsx_library` alone, once a spreadsheet is read or written.
"""

from __future__ import annotations

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

__all__ = [
    "Alignment",
    "Border",
    "DataValidation",
    "DefusedXmlException",
    "Font",
    "Protection",
    "Side",
    "Workbook",
    "WriteOnlyCell",
    "get_column_letter",
    "iterparse",
    "load_workbook",
]
