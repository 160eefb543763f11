"""What of a conference is taken along: letters, minutes, the notice of conclusions, awards; sheets; cards."""
