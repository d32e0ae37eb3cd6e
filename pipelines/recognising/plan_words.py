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


def words(forms: Mapping[str, Form]) -> dict[str, dict[str, str]]:
    """The codes that a plan may name and what each is called in Chinese, by the plan's key for them; those of a workspace's
    own forms too."""
    return {
        key: {code: called[0] for form, name in fields for code, called in _codes(forms, form, name).items()}
        for key, fields in SPOKEN.items()
    }


def _codes(forms: Mapping[str, Form], form: str, name: str) -> dict[str, list[str]]:
    field = forms[form].fields.get(name) if form in forms else None
    return field.codes if field else {}
