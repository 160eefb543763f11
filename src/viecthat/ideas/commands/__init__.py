"""Every write of the bank of ideas. `record_idea` is for floors above that find an idea in something of theirs."""

from viecthat.ideas.commands.sending import IdeaFacts, record_idea, send_idea, withdraw_idea

__all__ = ["IdeaFacts", "record_idea", "send_idea", "withdraw_idea"]
