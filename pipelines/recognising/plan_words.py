"""The words of the records that a plan may name: services, who does them, kinds of event, and what shows that work was done."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.recognising.forms import Form

# What a plan calls it: the fields of forms whose codes it may name.
SPOKEN = {
    "service": (("visits", "service"),),
    "by": (("visits", "visitor_role"),),
    "event": (("events", "kind"),),
    "evidence": (("documents", "kind"), ("tasks", "kind")),
}


def words(forms: Mapping[str, Form]) -> dict[str, list[str]]:
    """The codes that a plan may name, by what it calls them; those of a workspace's own forms too."""
    return {
        called: [
            code
            for form, field in fields
            if form in forms and field in forms[form].fields
            for code in forms[form].fields[field].codes
        ]
        for called, fields in SPOKEN.items()
    }
