"""Bodies of an office that are no units of the Union: its partners and guests."""

from viecthat.catalogue.readers import rows


def office_bodies(*, english: bool = False) -> list[str]:
    """Their names, in the order in which they are named at the head of a report."""
    return [row["name_en" if english else "name"] for row in rows("office_bodies")]
