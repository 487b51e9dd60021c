"""Statements: what somebody said about a record, for a day, on a day."""

import uuid
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from ledger.days import Precision
from ledger.models.entry import AppendOnly, Entry, Seal
from ledger.texts import LineField

S_co = TypeVar("S_co", bound="Statement", covariant=True)


class Record(models.Model):
    """Something with an identity. All that can change about it stands in statements.

    ``version`` rises with each action on the record; whoever raises it holds the record's lock.
    ``demonstration`` is part of the identity: the two layers never meet in one figure.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)
    demonstration = models.BooleanField(default=False)

    class Meta:
        abstract = True


class StatementQuerySet(QuerySet[S_co]):
    """The questions that every kind of statement answers."""

    def known(self, known: int | None) -> Self:
        """Those whose history entry was sealed up to number ``known``; all when ``None``."""
        if known is None:
            return self
        return self.filter(Exists(Seal.objects.filter(entry=OuterRef("entry"), no__lte=known)))

    def standing(self, *, known: int | None = None) -> Self:
        """Neither corrected nor withdrawn, as far as was known."""
        corrections = self.model._default_manager.filter(corrects=OuterRef("pk"))
        if known is not None:
            sealed = Seal.objects.filter(entry=OuterRef("entry"), no__lte=known)
            corrections = corrections.filter(Exists(sealed))
        return self.known(known).filter(~Exists(corrections), withdrawn=False)

    def current(self, as_of: object, *, known: int | None = None) -> Self:
        """Per subject the latest standing statement that speaks for ``as_of`` or earlier."""
        rivals = (
            self.model._default_manager.filter(
                **{"subject": OuterRef("subject"), "as_of__lte": as_of}
            )
            .standing(known=known)
            .order_by("-as_of", "-ordinal")
        )
        return self.filter(pk=Subquery(rivals.values("pk")[:1]))


class Statement(AppendOnly):
    """A dated, attributed, immutable row about a ``subject`` (declared by each kind).

    ``as_of`` is the end of the day it speaks for. ``ordinal`` is the version of the subject that
    the writing action made; it orders statements of one day. ``corrects`` names the one
    statement this one replaces; ``withdrawn`` marks a correction without a value.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    as_of = models.DateField()
    as_of_precision = models.CharField(
        max_length=8, choices=Precision.choices, default=Precision.DAY
    )
    as_of_text = LineField(blank=True, default="")
    recorded_at = models.DateTimeField()
    ordinal = models.PositiveIntegerField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="correction"
    )
    withdrawn = models.BooleanField(default=False)

    objects: ClassVar = StatementQuerySet.as_manager()

    class Meta:
        abstract = True


class StatementPart(AppendOnly):
    """A child row of a statement (one of several entities, files and so on), written with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
