"""Reading a spreadsheet, in a child process with limits; nothing here touches the database.

``gate`` looks before anything is parsed, ``text`` and ``workbook`` read, ``shape`` makes records of what
was read, ``child`` runs them. What is wrong with a file as a whole is a :class:`FileRefusedError`.
"""
