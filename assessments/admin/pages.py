"""Pages of the admin other than the forms of rows, in the frame that all of them share."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst

from assessments.admin.links import address_of
from assessments.models import RubricVersion
from assessments.queries.rubrics import editions


def page(
    owner: admin.ModelAdmin,
    request: HttpRequest,
    template: str,
    title: str,
    **more: object,
) -> HttpResponse:
    """A page under the address of `owner`; `template` is its path below admin/assessments."""
    context = {
        **owner.admin_site.each_context(request),
        "title": title,
        "opts": owner.opts,
        **more,
    }
    return TemplateResponse(request, f"admin/assessments/{template}", context)


def edition_page(
    owner: admin.ModelAdmin[RubricVersion],
    request: HttpRequest,
    version: RubricVersion,
    name: str,
    title: str,
    **more: object,
) -> HttpResponse:
    """A page about one edition."""
    return page(owner, request, f"rubricversion/{name}.html", title, version=version, **more)


def edition_to_read(
    owner: admin.ModelAdmin[RubricVersion], request: HttpRequest, pk: int
) -> RubricVersion:
    """The edition at the address, for a person who may see editions."""
    version = editions().filter(pk=pk).first()
    if not owner.has_view_permission(request, version):
        raise PermissionDenied("Reading editions here takes the permission to view rubrics.")
    if version is None:
        raise Http404
    return version


def verb_page(
    owner: admin.ModelAdmin,
    request: HttpRequest,
    rows: Sequence[Model],
    form: forms.Form,
    here: str,
    *,
    title: str,
    about: Sequence[str],
    button: str,
    back: str,
    why_not: str = "",
) -> HttpResponse:
    """A page that says what a verb does to a row, asks for what it takes, and has its button.

    `rows` lead from the top down to that row. With `why_not` it says that instead.
    """
    first = rows[0]._meta
    every = reverse(f"admin:{first.app_label}_{first.model_name}_changelist")
    way = [(every, capfirst(first.verbose_name_plural)), *((address_of(one), one) for one in rows)]
    return page(
        owner,
        request,
        "verb.html",
        title,
        way=way,
        row=rows[-1],
        row_address=address_of(rows[-1]),
        form=form,
        here=here,
        about=about,
        button=button,
        back=back,
        why_not=why_not,
    )
