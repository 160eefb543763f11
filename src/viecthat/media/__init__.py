"""Channels of units on the network and the series they publish: tables, commands, pages."""
