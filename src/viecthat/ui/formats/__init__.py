"""Number and date formats of our two languages.

Django's own `vi` formats read 05/06/2026 as 6 May, refuse 21/11/2026 and never group thousands.
"""
