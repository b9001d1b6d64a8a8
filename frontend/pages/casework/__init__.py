"""The social workers' side: files of supported people. Whoever may not open one finds nothing here."""
