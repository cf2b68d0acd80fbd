"""The cells of one file, read in a process of its own: files made by strangers are opened here."""
