"""A rubric by itself: what it holds, its files and workbook, comparison and trials. Pure."""
