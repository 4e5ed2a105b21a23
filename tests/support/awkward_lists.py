"""Two lists of vendors as purchasing departments keep them: forty firms, and what is around them.

The sheet has a title, a date, a row that names groups of columns with merged cells, empty rows, a
firm that is in it twice, a formula, a total and a note. Its amounts are numbers and texts with a
currency, its dates days and texts in two forms. The other list is a German CSV.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

SHEET_NAMES = (
    *("Acme Logistics", "Borealis Packaging", "Cobalt Cloud", "Dunmore Steel", "Elderwick Dairy"),
    *("Fennimore Cold Stores", "Glenholt Hygiene", "Hollin Staffing", "Ilvane Robotics"),
    *("Jessamy Labs", "Kellaby Studio", "Larkmere Energy", "Moor, Sons & Co", "Northmoor Print"),
    *('O\'Neill "Best" Boxes', "Ørsted & Søn", "Pell Transport", "Quarry Lane Tools"),
    *("Ravenscar Seeds", "Łódź Stal", "Sutter Mills", "Thorne Pallets"),
    *("Vale Water", "Wexcombe Grain", "東京 Filters"),
)
CSV_NAMES = (
    *("Müller Kartonagen GmbH & Co. KG", "Adler Kühlung", "Brandt; Söhne", "Emsland Stärke"),
    *("Föhr Etiketten", "Gruber Maschinen", "Hafner Öle", "Isar Wasser", "Jäger Reinigung"),
    *("Kessler IT", "Lindner Gewürze", "Moser Pressluft", "Nagel Spedition", "Opitz Folien"),
)
CLASSES = ("Partner", "near partner", "Steady supplier", "Supplier", "")
OWNERS = ("Alice Moreau", "Tom Okafor", "Ines Lindqvist")
CATEGORIES = ("inbound", "packaging", "IT", "operations")
LEVELS = ("high", "medium", "low")


def spend(number: int) -> int:
    """What is spent on the vendor of a number."""
    return 38_000 + 61_500 * (number * 7 % 23)


def contract_end(number: int) -> dt.date | None:
    """When its contract ends; some have none."""
    if number % 9 == 4:
        return None
    return dt.date(2026 + number % 3, 1 + number * 5 % 12, 28)


def write_sheet(path: Path) -> None:
    """Write the spreadsheet: 26 firms can be added, 4 rows cannot."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet
    sheet.title = "Suppliers 2026"
    sheet.append(["Approved suppliers of Northwind Foods"])
    sheet.append(["as of 12.01.2026, amounts in EUR"])
    sheet.append(["", "Supplier", "", "Money and contract", "", "Our side", "", "What we aim at"])
    sheet.append(
        [
            *("No.", "Vendor Name", "Spend category", "Annual spend (EUR)", "End of contract"),
            *("Responsible person", "E-Mail", "Desired class", "Criticality", "Partner since"),
            "Remarks",
        ]
    )
    for merged in ("A1:K1", "A2:K2", "B3:C3", "D3:E3", "F3:G3", "H3:J3"):
        sheet.merge_cells(merged)
    for number, name in enumerate(SHEET_NAMES):
        sheet.append(_sheet_row(number, name))
        if number % 6 == 5:
            sheet.append([])
    # 99 would not be noticed in the sums.
    sheet.append([98, "borealis  PACKAGING", "packaging", 1_000_000])
    sheet.append([99, "Yarrow Crates", "packaging", "=D5*2"])
    sheet.append([])
    sheet.append(["Total", None, None, "=SUM(D5:D60)"])
    sheet.append(["Source: purchasing, January 2026. Prices without tax."])
    book.create_sheet("Notes").append(["Call Tom about the list"])
    book.save(path)


def _sheet_row(number: int, name: str) -> list[Any]:
    amount, end = spend(number), contract_end(number)
    amounts: tuple[object, ...] = (amount, f"€ {amount:,}", f"EUR {amount}", f"{amount:,} €")
    ends: tuple[object, ...] = (end, f"{end:%d.%m.%Y}", f"{end}") if end else (None, "", "")
    return [
        *(number + 1, name, CATEGORIES[number % 4], amounts[number % 4], ends[number % 3]),
        *(OWNERS[number % 3], f"sales{number}@vendor.example", CLASSES[number % 5]),
        *(LEVELS[number % 3], 2010 + number % 12, "renew?" if number % 7 == 0 else ""),
    ]


def write_csv(path: Path) -> None:
    """Write the CSV of 14 firms, with semicolons, Windows line ends and a byte order mark."""
    lines = ["Lieferantenliste Werk Süd;;;;;;", ";;;;;;"]
    lines.append("Lieferant;Warengruppe;Umsatz 2025;Vertragsende;Einkäufer;Mail;Zielklasse")
    for number, name in enumerate(CSV_NAMES, len(SHEET_NAMES)):
        amount = f"{spend(number):,}".replace(",", ".")
        end = contract_end(number)
        cells = [
            *(f'"{name}"' if ";" in name else name, CATEGORIES[number % 4], f"{amount},50 €"),
            *(f"{end:%d.%m.%Y}" if end else "", OWNERS[number % 3]),
            *(f"vertrieb{number}@vendor.example", CLASSES[number % 5].title()),
        ]
        lines.append(";".join(cells))
        if number % 5 == 0:
            lines.append(";;;;;;")
    lines.append("Stand Januar 2026;;;;;;")
    lines[-1] = ";;;;;;Stand Januar 2026"
    path.write_text("\r\n".join(lines) + "\r\n", "utf-8-sig")
