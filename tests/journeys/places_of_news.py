"""The portal, its desk, and the human check that stands in forms anybody may send."""

from tests.journeys.place import Place

OF_NEWS: dict[str, tuple[Place, ...]] = {}
PARTS_OF_NEWS: dict[str, Place] = {"ui:human-check": Place("/xac-nhan/", None)}
FILES_OF_NEWS: dict[str, tuple[Place, str]] = {}
# Their address holds a question that was just asked: tests/ui/test_human_check.py.
OTHERS_OF_NEWS = {"ui:human-picture", "ui:human-sound"}
OPEN_NEWS = {"ui:human-check"}
