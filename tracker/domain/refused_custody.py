"""How the chain of custody says no: containers, storage, shipments and the cold they travelled in."""

from __future__ import annotations

from typing import Final

CODES: Final[dict[str, str]] = {
    # --- containers, freezing, storage
    "container_final": "{container} is {state} already and has left the journey. Do not use it.",
    "rest_not_transferred": (
        "What is left of {container} after it was given in part is destroyed, retained or returned. "
        "It is not transferred."
    ),
    "container_not_here": "{container} is {state}.",
    "volume_mismatch": (
        "The parts hold {parts} mL, the whole {whole} mL: more than {tolerance} mL apart."
    ),
    "not_frozen_product": "This product travels fresh; it is not frozen at the site.",
    "not_frozen": "{container} must be frozen first.",
    "already_frozen": "{container} is already frozen.",
    "freeze_too_early": "Freezing of {container} cannot begin before its collection has ended.",
    "freeze_too_late": (
        "Freezing must start within {limit} hours of the end of collection; {hours} hours "
        "have passed. Open a deviation and call the physician."
    ),
    "pool_unlike": "{what} are not pooled together.",
    "count_mismatch": (
        "Counted so far: {parts} million CD3+ cells in what came of {whole}, which was counted as "
        "{total}: more than {tolerance} % above it. Count again, or record it with a reason."
    ),
    "tank_unknown": "There is no tank {tank} on the storage map of this site.",
    "box_known": "The box {box} is on the storage map already.",
    "box_unknown": "There is no {box} on the storage map of this site.",
    "box_used": (
        "{box} is not empty: something stands in it, or is awaited there. Move that first, then take "
        "the box off the map."
    ),
    "place_elsewhere": "{place} is not in tank {tank}. Scan the positions of this tank.",
    "audit_unknown": "There is no audit {number}, or it is not yours to see.",
    "place_kept": "{place} is kept for the cells of another journey.",
    "place_unknown": "{place} is not on the storage map of this site.",
    "place_taken": "{place} already holds something.",
    "not_stored": "{container} is not in storage.",
    "already_stored": (
        "{container} is already stored at {place}. To move it, scan it and the new place, and give "
        "a reason."
    ),
    # --- custody and shipment
    "not_custodian": "{container} is in the custody of {custodian}. Only they may do this.",
    "already_offered": "{container} is already offered to {to}.",
    "offer_needs_shipment": (
        "{container} leaves {site} only in a shipment: pack it, then hand the shipper over."
    ),
    "not_offered": "{container} was not offered.",
    "offered_to_other": "{container} was offered to {to}.",
    "accept_own_offer": "Whoever offered a container cannot accept it.",
    "withdraw_not_yours": "Only the person who offered can withdraw the offer.",
    "hold_limit_missing": (
        "The site has not set the longest time fresh cells may wait. Set it before packing."
    ),
    "hold_limit_exceeded": (
        "Fresh cells may wait {limit} hours; on arrival {hours} would have passed."
    ),
    "expires_in_transit": "{container} expires before the shipment arrives.",
    "unknown_shipment": "There is no shipment {shipment} in this journey.",
    "shipment_state": "Shipment {shipment} is {state}.",
    "wrong_destination": (
        "Shipment {shipment} goes to {place}, not here. Leave it closed. On the page of the shipment, "
        "two people record that it came to the wrong place: it is held then, and somebody owns it."
    ),
    "right_destination": (
        "Shipment {shipment} was sent to {place}. Receive it there: scan what is in it."
    ),
    "destination_unknown": "These containers go to {place}, not to {given}.",
    "receipt_unresolved": (
        "Not everything is as packed ({what}). Quarantine or reject, with a reason."
    ),
    "material_not_received": (
        "{container} did not come to {place} in a shipment that was opened and compared there. Hold it, "
        "and ask quality how it came."
    ),
    "quarantined": "{container} is quarantined: {reason}",
    "damaged": "{container} is damaged ({reason}). Do not give it; discard it with a reason.",
    "line_unreadable": "Line {line}: {why}. Nothing was recorded.",
    "unknown_device": "No {device} is known here yet.",
    "packing_list_blind": "The packing list is shown once you have scanned what is in the shipper.",
    "device_unfit": "{device} may not travel: {why}. Take another one.",
    # --- readings of a temperature logger
    "profile_unfit": "This profile of a logger cannot be used: {why}.",
    "unknown_profile": "There is no profile for a logger called {model} at {site}.",
    "file_missing": "Choose a file.",
    "file_empty": "The file is empty: nothing was imported. Read the logger out again.",
    "file_unreadable": "The file cannot be read, and nothing was imported: {why}.",
    "file_too_large": (
        "The file is larger than {limit} MB, and nothing was imported. Take out what is not of "
        "this journey."
    ),
    "time_impossible": (
        "Line {line}: {time} never was in {zone}: the clocks go forward that night. Nothing was "
        "imported; the logger runs on another zone than its profile says."
    ),
    "no_readings": "The file has no reading of this shipment, and nothing was imported: {why}.",
    "readings_known": "These readings are already attached to shipment {shipment}.",
}
"""A part of `refused.CODES`."""
