"""How a rule says no: a stable code, and a sentence the person in front of the screen can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tracker.domain import refused_custody, refused_patients

if TYPE_CHECKING:
    from tracker.domain.events import Event

CODES: Final[dict[str, str]] = {
    # --- what was scanned or typed (ISBT 128; standards in docs/isbt128.md)
    "scan_empty": "Nothing was read. Scan the label again.",
    "scan_too_long": "That is longer than any label we know. Scan one label at a time.",
    "identifier_unknown": (
        "This is not a label we know: it begins with {start}. Scan the label of the bag, "
        "wristband or place."
    ),
    "shipper_scanned": (
        "This is the label of shipment {shipment}. Open the shipper and scan what is inside it."
    ),
    "divisions_missing": (
        "Product code {product} ends in 99: its divisions stand in a further code. Scan both together, "
        "or the square code that holds both."
    ),
    "badge_scanned": "This is a staff badge. Scan the label of the bag, wristband or place.",
    "structure_retired": (
        "This label uses a retired ISBT 128 structure ({structure}). Ask for a new label."
    ),
    "wrong_length": (
        "This label is incomplete: structure {structure} has {expected} characters after its "
        "identifier, {actual} were read. Scan it again."
    ),
    "wrong_alphabet": (
        "This label holds a character that structure {structure} does not allow. Scan it "
        "again or ask for a new label."
    ),
    "compound_count": (
        "This label says it holds {expected} parts, but {actual} were read. Scan it again."
    ),
    "compound_order": (
        "This label promises its parts in an order ({sequence}) that cannot be checked here. "
        "Scan the linear codes instead."
    ),
    "local_structure": (
        "A local label ({start}) means something only in the place that printed it and "
        "cannot be used here."
    ),
    "check_character_in_barcode": (
        "A check character is typed by people and is never part of a barcode. Scan the label "
        "itself."
    ),
    "lower_case": (
        "Identifiers are written in capital letters. Check the keyboard's caps lock and the "
        "scanner's settings."
    ),
    "not_isbt128": (
        "The scanner read a GS1 label (]C1), not an ISBT 128 label. Scan the ISBT 128 label."
    ),
    "check_character_missing": (
        "A typed number needs the boxed check character at its end. Type all {expected} "
        "characters, or scan the label."
    ),
    "check_character_wrong": (
        "The check character does not fit this number: one character was mistyped. Read it "
        "again from the label."
    ),
    "typed_too_long": (
        "You typed {actual} characters; this number has {expected}, its check character "
        "included. Read it again from the label."
    ),
    "barcode_typed": (
        "This was typed, not scanned. Type the number printed below the barcode with its "
        "boxed check character and give a reason, or scan the label."
    ),
    "photo_unreadable": (
        "This picture cannot be opened. Take a JPEG or PNG picture; a HEIC picture must be "
        "changed to JPEG in the camera's settings first."
    ),
    "photo_too_large": (
        "This picture is too large: at most {megabytes} MB and {megapixels} million pixels."
    ),
    "photo_nothing_read": (
        "No label was found in this picture. Go closer, hold still, and fill the picture "
        "with the square code."
    ),
    "photo_several": (
        "There is more than one label in this picture. Take a picture of one label alone."
    ),
    "linear_unconfirmed": (
        "A camera may misread a barcode of lines, so it does not count alone. Take a picture "
        "of the square code on the same label, or use the scanner."
    ),
    "invalid_date": "This label holds a date that does not exist.",
    "scan_missing": "This step needs a scan of {what}.",
    # --- who acts
    "training_expired": (
        "{name} has no training on record for this today ({roles}). An administrator records "
        "it; until then somebody else who is trained does this."
    ),
    "policy_not_accepted": (
        "{name} has not accepted the signature policy in force. Sign in and accept it at "
        "/signature-policy, then sign again."
    ),
    # --- whose it is
    "identity_mismatch": (
        "STOP. This is not this patient's. Expected {expected}, scanned {scanned}. Put it "
        "down and call for help. This cannot be overridden."
    ),
    "other_container": (
        "Scanned {scanned}, but this step is about {expected}. Scan the right container."
    ),
    "identity_incomplete": "Two carriers must be scanned and compared: {what} is missing.",
    "name_not_stated": (
        "The patient, or the person who answers for them, must state the name and birth date "
        "aloud."
    ),
    "second_differs": (
        "Your answers differ in {what}. Nothing was recorded. Begin again, and both look afresh."
    ),
    "second_too_late": (
        "This step waits for no second person any more: it was finished, or took too long. Begin again."
    ),
    "second_scans_missing": "The second person must make their own scans of {what}.",
    "second_answers_missing": "The second person must answer for themselves: {what}.",
    "container_unknown": "No container of this journey has the label {container}.",
    "identifier_taken": "The identifier {value} already belongs to another journey.",
    "identifier_known": "The identifier {value} is already linked to this journey.",
    "already_collected": "The donation number {din} is already used for a collection.",
    "unknown_label": "No printed label {label} is known in this journey.",
    # --- who may, and with whose signature
    "not_signed_in": "Sign in first.",
    "not_allowed": "{kind} may be recorded here by: {roles}.",
    "not_found": "There is no such journey, or it is not yours to see.",
    "signature_missing": "This step needs {needed} signature(s); {given} given.",
    "signature_invalid": (
        "The user name or password of a signature is wrong. Nothing was recorded."
    ),
    "signature_not_yours": "One of the signatures must be your own.",
    "signature_meaning_missing": "A signature must say what it means.",
    "second_person_is_first": "The second signature must come from a different person.",
    "signer_not_allowed": "{name} may not sign this step. It takes: {roles}.",
    # --- what was sent
    "unknown_kind": "There is no entry kind called {kind}.",
    "field_missing": "{label} is needed.",
    "field_unknown": "{field} is not a field of {kind}.",
    "field_type": "{label} must be {expected}.",
    "field_out_of_range": (
        "{label} cannot be {value}: it must lie between {low} and {high} {unit}."
    ),
    "field_unlikely": (
        "{label} is {value} {unit}, outside the usual {low} to {high}. Check it, then "
        "confirm with a reason."
    ),
    "field_choice": "{label} must be one of: {choices}.",
    "clock_without_zone": "The time needs a zone, for example 2026-11-21T09:30:00-06:00.",
    "time_never_was": "The clocks went forward that night: {time} never was. Look at the time again.",
    "time_twice": "The clocks went back that night, and {time} came twice. Choose which one it was.",
    "time_in_future": "The time given is in the future.",
    "time_before_journey": "The time given is before this journey was opened.",
    "malformed_json": "The body is not readable JSON.",
    "not_json": "Send JSON: the Content-Type must be application/json.",
    "token_invalid": (
        "Send a bearer token that is still in use. An administrator issues and ends them."
    ),
    "no_journeys": "Your roles open no journeys, so this address is not yours to use.",
    "address_not_allowed": "None of your roles may use this address.",
    "no_such_address": "There is nothing at this address. See /api/v1/docs.",
    "method_not_allowed": "This address does not take {method}. It takes {allowed}.",
    "body_too_large": "The body is larger than {limit} kB.",
    "idempotency_conflict": "This Idempotency-Key was used before with a different request.",
    "stale": "Someone else has changed this journey since you read it. Read it again.",
    "busy": "Others are recording in this journey right now. Nothing was recorded; try again.",
    "reason_missing": "This step needs a reason.",
    # --- the journey
    "unknown_protocol": "There is no protocol {protocol}. Check its name and version.",
    "unknown_site": "There is no site {site}.",
    "recorded_already": "This was signed and recorded before, as entry {seq}. Nothing was recorded again.",
    "already_open": "This journey is already open.",
    **refused_patients.CODES,
    "journey_closed": "This journey is closed.",
    "unknown_milestone": "{milestone} is not a milestone of this protocol.",
    "out_of_order": "Too early for this step: first {missing}.",
    "already_reached": "{milestone} is already recorded.",
    "reached_by_other_means": "{milestone} is recorded by its own step ({kind}), not by hand.",
    "not_in_protocol": "This product's protocol does not have that step: {what}.",
    "on_hold": "This step is stopped by hold {hold}: {reason}",
    "not_yet": "Not yet: {what}.",
    "nothing_to_do": "There is nothing here to act on: {what}.",
    # --- before and at collection
    "insurance_not_approved": (
        "Insurance must be approved in writing, covered and pre-authorised, and in date "
        "before any collection. Now: {state}."
    ),
    "identity_not_verified": "Two people must verify the patient's identity first ({point}).",
    "collection_open": "A collection is still running ({din}).",
    "collection_not_open": "No collection {din} is running.",
    "end_before_start": "The end cannot be before the start.",
    "too_many_cells": "CD3+ cells cannot outnumber all nucleated cells.",
    "not_counted": "The cells of {container} have not been counted yet.",
    "not_decided": "First decide, with a signature, whether the cells collected are enough.",
    "not_enough_cells": (
        "{total} of {target} million CD3+ cells so far: not enough to ship. Collect again, "
        "or record a signed exception."
    ),
    "exception_needs_reason": "Going ahead with too few cells needs a reason.",
    # --- labels
    "label_not_printed": "Label {label} was never printed for this journey.",
    "label_outdated": (
        "Label {label} of {container} was printed before what is known of the donor changed. Print it "
        "again, so that the warnings are right, and put it on or attach it."
    ),
    "label_used": "Label {label} is already {state}.",
    "label_for_other": "Label {label} was printed for {container}.",
    "labels_unaccounted": "{count} printed label(s) are neither applied nor destroyed: {labels}.",
    "code_table_faulty": (
        "Nothing of the file was loaded: {count} of its lines cannot be used. {first}"
    ),
    "badge_needs_place": "A badge is given for one hospital at which the person holds a role.",
    "no_such_sheet": "There is nothing to print on this sheet: {what}.",
    "reprint_needs_reason": "A second print of the same label needs a reason.",
    "not_labelled": "{container} has no label bound to it yet.",
    "label_unreadable": (
        "This label did not read back as what was meant, so it was not printed."
    ),
    "label_character": "No label face holds the character {what}. Write the text without it.",
    "label_overflow": "{what} does not fit on this label.",
    # --- lots and disposition
    "unknown_lot": "There is no lot {lot} in this journey.",
    "lot_exists": "Lot {lot} is already open.",
    "lot_running": (
        "Lot {lot} is still being made, and holds cells of this patient. Fill it, or end it "
        "without product, before the journey is closed."
    ),
    "lot_state": "Lot {lot} is {state}.",
    "lot_not_filled": "Lot {lot} has no dose containers yet.",
    "tests_open": (
        "Release tests of lot {lot} are not all passed: {tests}. Release under exception, "
        "with a reason, or wait."
    ),
    "not_released": "Lot {lot} is not released: it is {state}.",
    "component_not_released": (
        "The component {component} is in lot {lot}, which is {state}. The components are given "
        "together: wait until that lot is released, rejected or terminated."
    ),
    "expired": "{container} expired on {day}.",
    # --- the return visit
    "indication_missing": (
        "Say for which indication this product is given: {choices}. It decides the chemotherapy."
    ),
    "indication_unknown": (
        "{indication} is not an indication of this product. Its own are: {choices}."
    ),
    "regimen_not_meant": (
        "{regimen} is not chemotherapy for {indication}. Say or correct the indication, or move the "
        "visit to days with the right chemotherapy."
    ),
    "no_release": "Only a signed release opens the return visit.",
    "nothing_to_pencil_in": (
        "No visit can be pencilled in: the product is released already, or nothing says when "
        "it will be, or no day fits."
    ),
    "visit_open": "A visit ({visit}) is already planned. Move it or cancel it.",
    "unknown_visit": "There is no visit {visit} in this journey.",
    "visit_state": "Visit {visit} is {state}.",
    "day_not_possible": "{day} is not possible: {why}",
    "dates_changed": (
        "The dates shown for {day} are not possible any more, though others are: choose again, and "
        "agree the new dates with the patient."
    ),
    "no_capacity": "All {capacity} infusion places of {day} are taken.",
    "chemotherapy_gate": "Chemotherapy may start only when the product is {needed}.",
    "readiness_open": "These readiness tests are not passed or waived: {tests}.",
    "readiness_unknown": "{test} is not a readiness test of this protocol.",
    "not_cleared": "Day zero has not been cleared for this visit.",
    "cleared_for_another_day": (
        "A physician cleared another day than {day}. Each day on which cells are thawed is cleared anew."
    ),
    "dose_meant_for_later": (
        "{container} is meant for the second dose, which is given from {day} on. Leave it frozen."
    ),
    "not_received": "{container} has not been received and stored at this hospital.",
    "bedside_check_missing": (
        "Two people must verify this patient and {container} at the bedside first."
    ),
    "not_thawed": "{container} has not been thawed.",
    "thaw_expired": (
        "{container} was thawed {minutes} minutes ago; the limit is {limit}. Do not infuse. "
        "Call the physician."
    ),
    "not_infusing": "{container} is not being infused.",
    # --- holds, deviations, corrections, closing
    "unknown_hold": "There is no open hold {hold}.",
    "unknown_owner": "Choose an owner who works at this hospital or at the plant.",
    "unknown_deviation": "There is no open deviation {deviation}.",
    "deviation_open": "Deviation {deviation} is still open.",
    "cannot_strike": "Entry {seq} cannot be struck: {why}",
    "strike_has_dependants": (
        "Entry {seq} cannot be struck: entry {dependant} ({kind}) rests on it. Strike "
        "that first."
    ),
    "containers_not_final": "These containers have no final place yet: {containers}.",
    "outcome_mismatch": "The outcome {outcome} does not fit: {why}",
    # --- the patient's page
    "code_wrong": (
        "That did not work. Check the code and the birth date, or call your care team."
    ),
    "too_many_attempts": "Too many tries. Wait {minutes} minutes, or call your care team.",
    "site_not_reachable": (
        "No patient of {site} can be given a page yet: nobody has checked a number at which the "
        "care team answers. An administrator calls it and ticks it under Sites."
    ),
    "link_expired": "This link no longer works. Ask your care team for a new one.",
    "link_used_elsewhere": (
        "This code was used on another phone or computer, and works only there. Whoever gave it "
        "to you can make a new one."
    ),
    "mailed_code_wrong": "This code is not right, too old or used. Ask for a new one.",
    "too_many_codes": "Several codes were sent just now. Wait an hour, or call your care team.",
    "email_unreadable": "This is not an e-mail address.",
    "phone_unreadable": "This is no telephone number with the code of its country, as +1 507 555 0100.",
    "email_taken": "Somebody else comes in with this address. Use another, or a passkey.",
    "caregiver_needs_name": "A caregiver needs a name, so that you know them again.",
    "caregiver_needs_scope": "Choose at least one thing this caregiver may have.",
    "caregivers_full": "You have let in {most} caregivers already. Let one go first.",
    "no_such_caregiver": "This caregiver is not let in any more.",
    # --- signing in
    "sign_in_failed": "The user name or the password is not right.",
    "account_locked": "Too many tries. Wait {minutes} minutes, then try again.",
    "screen_locked": (
        "The screen was locked, so nothing was recorded. Unlock it, and send the form again."
    ),
    "second_factor_wrong": (
        "This code is not right, or was used before. Wait for the next one and type it in."
    ),
    "passkey_refused": "This passkey did not open the door. Try again, or use your password.",
    "invitation_expired": (
        "This link no longer works: it was used or is too old. Ask an administrator for a new one."
    ),
    "password_too_short": (
        "A password here needs {least} characters, this one has {length}. Some words in a row "
        "are long and easy to remember."
    ),
    "password_too_long": "A password may have {most} characters at most.",
    "password_guessable": (
        "This password would be guessed: it rests on {what}. Choose words nobody would try for you."
    ),
    "passwords_differ": "The two passwords are not the same.",
    "roles_apart": (
        "Administrators and machines hold no other role beside it: who keeps accounts signs nothing."
    ),
    "staff_email_taken": "Another account is written to at this address. Each person has one account.",
    "token_of_another": (
        "Only machines get a token here. People make their own on the page of their account."
    ),
    "username_taken": (
        "The user name {username} is taken, perhaps by somebody who left. Choose another."
    ),
    "unknown_person": "There is no such account, or it has ended.",
    "not_yourself": "You cannot do this to your own account. Ask another administrator.",
    "form_expired": "This page was open too long. Go back, reload it and try again.",
    "rate_limited": "Too many requests. Wait a moment and try again.",
    "encoding_refused": "Send it as it is: what is packed or compressed is not taken here.",
    "server_error": (
        "Something went wrong on our side. Nothing was recorded. The reference is {reference}."
    ),
    **refused_custody.CODES,
}
"""Every refusal code and the sentence a person reads; `{…}` are filled in by the rule that refuses."""


class Refused(Exception):
    """A rule said no.

    `code` is stable and listed in `docs/refusals.md`; `sentence` is what the person reads; `keep` is
    one event to record although the attempt itself is refused (a near miss is evidence); `field` is
    the input it speaks of, where there is one.
    """

    def __init__(
        self, code: str, *, keep: Event | None = None, field: str | None = None, **words: object
    ) -> None:
        """Refuse with `code`; `words` fill the sentence. Raises KeyError for a code without a sentence."""
        self.code = code
        self.sentence = CODES[code].format(**{"label": field, "field": field, **words})
        self.keep = keep
        self.field = field
        super().__init__(f"{code}: {self.sentence}")
