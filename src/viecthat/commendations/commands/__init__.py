"""Every write of emulation and commendation."""

from viecthat.commendations.commands.dossier import Nominated, open_dossier

__all__ = ["Nominated", "open_dossier"]
