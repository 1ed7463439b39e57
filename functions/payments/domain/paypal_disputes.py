"""Answers to disputes as PayPal takes them: pure.

https://developer.paypal.com/docs/api/customer-disputes/v1/
"""

from collections.abc import Mapping
from typing import Any

_LONGEST_NOTES = 2000

type Document = dict[str, Any]


def evidences_of(evidence: Mapping[str, str]) -> list[Document]:
    """Write evidence: the tracking where there is a number, and all that PayPal has no field for as notes."""
    tracked = "tracking_number" in evidence
    words = [evidence["text"]]
    if "shipped_on" in evidence:
        words.append(f"Shipped on {evidence['shipped_on']}.")
    if "carrier" in evidence and not tracked:
        words.append(f"Carrier: {evidence['carrier']}.")
    notes = "\n".join(words)
    parts = [notes[at : at + _LONGEST_NOTES] for at in range(0, len(notes), _LONGEST_NOTES)]
    tracking = [_tracking(evidence)] if tracked else []
    return tracking + [{"evidence_type": "OTHER", "notes": part} for part in parts]


def is_answered(dispute: Document, *, accepted: bool) -> bool:
    """Say whether a dispute has our answer already."""
    if accepted:
        return bool(dispute.get("dispute_outcome", {}).get("outcome_code") == "ACCEPTED")
    return any(one.get("source") == "SUBMITTED_BY_SELLER" for one in dispute.get("evidences", []))


def _tracking(evidence: Mapping[str, str]) -> Document:
    """Name the carrier in words: PayPal's own names for carriers are of countries and services."""
    carried = {
        "carrier_name": "OTHER",
        "carrier_name_other": evidence.get("carrier", "Other"),
        "tracking_number": evidence["tracking_number"],
    }
    return {"evidence_type": "PROOF_OF_FULFILLMENT", "evidence_info": {"tracking_info": [carried]}}
