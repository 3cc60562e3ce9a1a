"""The import’s own pages: upload, columns, names, preview, confirmation, undo, and what is remembered."""
