"""Confirming that an assessment is carried over."""

from __future__ import annotations

from django import forms


class CarryOverForm(forms.Form):
    """`version` names the edition that the person read about before they confirmed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
