"""Hatchling's hook: a wheel carries its translations compiled, made from the texts it carries.

The .mo files stay out of the repository, and of what the repository ignores a wheel holds only what is named as made.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface  # there while a wheel is built

sys.path.insert(0, str(Path(__file__).parent))

import compile_messages


class CustomBuildHook(BuildHookInterface):
    """Compiles every catalogue before the files are gathered."""

    def initialize(self, _version: str, build_data: dict[str, Any]) -> None:
        """Make the .mo files and name them as made by the build."""
        catalogues = sorted(Path(self.root, "src/viecthat/locale").glob("*/LC_MESSAGES/*.po"))
        compile_messages.main([str(po) for po in catalogues])
        build_data["artifacts"] += [po.relative_to(self.root).with_suffix(".mo").as_posix() for po in catalogues]
