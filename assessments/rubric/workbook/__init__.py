"""A rubric as a spreadsheet: the same document as the file, in sheets that a reviewer can edit."""
