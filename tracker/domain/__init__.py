"""Which rule is in which file? The rules of the house: pure, without a clock, a database or a page.

`kinds` and `specs` list every kind of entry and what it asks; `registry` names its rule and meaning;
`recording` takes every attempt through the same steps. Identity: `scans`, `identity`, `symbols`,
`isbt128`. Who may: `authority`, `signatures`. The vein to the bag: `opening`, `authorization`,
`collection`, `labelling`, `containers`, `storage`. Hands: `custody`, `shipments`, `conditions`. The
plant: `lots`, `disposition`. The return: `return_visit`, `visits`, `infusion`, `aftercare`. Exceptions:
`holds`, `strikes`, `closing`. Proof: `chain`, `merkle`, `checkpoint`. A product: `protocol`,
`milestones`. What people are shown: `patient_view`, `wording`, `summary`, `refused`.
"""
