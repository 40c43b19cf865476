"""Which cast and which journeys does the demonstration show?"""
