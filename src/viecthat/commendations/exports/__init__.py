"""Papers of commendations: decisions, certificates, sheets."""
