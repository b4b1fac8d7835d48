"""Saves a workbook again with openpyxl: `save_workbook.py FILE SAVED`. Run by .venv-interop."""

import sys

import openpyxl

openpyxl.load_workbook(sys.argv[1]).save(sys.argv[2])
