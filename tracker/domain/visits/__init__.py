"""On which days can a return visit take place, and on which not?

`opening` says how early a release lets things begin, `courses` which days chemotherapy would
take, `rules` what forbids a day, `planner` puts them together, and `days` lists a plan's dates.
"""
