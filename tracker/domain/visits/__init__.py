"""On which days can a return visit take place, and on which not?

`opening` says how early a release lets things begin, `courses` which days chemotherapy would
take, `readiness` when the tests are done, `days_off` when a site does not work, `places` what a
visit takes of a site, `rules` what forbids a day, `planner` puts them together, `checking` looks at
a plan with other eyes, `replan` shares the places of a site among all who wait, and `days` lists a
plan's dates.
"""
