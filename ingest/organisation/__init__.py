"""The organisation workbook: read, checked, loaded, compared, changed a row at a time, written."""
