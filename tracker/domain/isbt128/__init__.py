"""What does a scanned or typed ISBT 128 identifier say? Reading, checking and writing it.

ISBT 128 *format* only: a site needs its own registration, facility number and code tables.
"""

from __future__ import annotations

from tracker.domain.isbt128.check import check_character, check_value
from tracker.domain.isbt128.dates import (
    BirthDate,
    CollectionDay,
    CollectionMoment,
    ExpiryDay,
    ExpiryMoment,
    ExpiryMonth,
    ProductionDay,
    ProductionMoment,
    ZonedMoment,
)
from tracker.domain.isbt128.identity import (
    ChainOfIdentity,
    DonationNumber,
    DonorNumber,
    Grid,
    StaffMember,
)
from tracker.domain.isbt128.keyed import typed, typed_coi, typed_din, typed_donor
from tracker.domain.isbt128.measures import (
    Dimension,
    Dimensions,
    InfectionMarkers,
    PatientNumber,
)
from tracker.domain.isbt128.parsing import STRUCTURES, Compound, parse
from tracker.domain.isbt128.product import (
    BloodGroup,
    Divisions,
    ProcessingFacility,
    ProcessorProduct,
    ProductCode,
    ProductLot,
    ProductSupplement,
    SingleEuropeanCode,
    SpecialTesting,
)
from tracker.domain.isbt128.structure import TEST_FACILITIES, Structure
from tracker.domain.isbt128.supplies import (
    Consignment,
    ContainerLot,
    ContainerMaker,
    Supply,
    SupplyLot,
)

__all__ = [
    "STRUCTURES",
    "TEST_FACILITIES",
    "BirthDate",
    "BloodGroup",
    "ChainOfIdentity",
    "CollectionDay",
    "CollectionMoment",
    "Compound",
    "Consignment",
    "ContainerLot",
    "ContainerMaker",
    "Dimension",
    "Dimensions",
    "Divisions",
    "DonationNumber",
    "DonorNumber",
    "ExpiryDay",
    "ExpiryMoment",
    "ExpiryMonth",
    "Grid",
    "InfectionMarkers",
    "PatientNumber",
    "ProcessingFacility",
    "ProcessorProduct",
    "ProductCode",
    "ProductLot",
    "ProductSupplement",
    "ProductionDay",
    "ProductionMoment",
    "SingleEuropeanCode",
    "SpecialTesting",
    "StaffMember",
    "Structure",
    "Supply",
    "SupplyLot",
    "ZonedMoment",
    "check_character",
    "check_value",
    "parse",
    "typed",
    "typed_coi",
    "typed_din",
    "typed_donor",
]
