"""The ground floor: plain values every other floor speaks in – periods of time, whole quantities and shares, and the
Vietnamese way to write and read numbers, dates, names and document numbers, and to judge a target. Pure Python without
Django, without input or output, without a clock; a wrong text is answered with `errors.Refused`, a sentence a secretary
can act on.
"""
