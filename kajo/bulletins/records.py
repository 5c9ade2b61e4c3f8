"""A bulletin as the retailer's systems send it."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from kajo.bulletins.words import BulletinKind
from kajo.core.records import Instant, Part, Record, Text, Words


class Body(Part):
    """A text of paragraphs with an empty line between them, in the three languages."""

    fi: Text = Field(min_length=1, max_length=10_000, description="In Finnish.")
    sv: Text = Field(default="", max_length=10_000, description="In Swedish; empty: the Finnish is shown.")
    en: Text = Field(default="", max_length=10_000, description="In English; empty: the Finnish is shown.")


class BulletinRecord(Record):
    """A notice to signed-in customers. Known by `number`."""

    record: Literal["bulletin"]
    number: Text = Field(min_length=1, max_length=50, description="The sender's number.")
    kind: BulletinKind = Field(description="What it is about.")
    published_at: Instant = Field(description="Shown from this instant, with its offset or Z.")
    ends_at: Instant | None = Field(
        default=None,
        description="Shown until this instant; empty: stays. Put `published_at` here to withdraw it.",
    )
    title: Words = Field(description="Title.")
    body: Body = Field(description="Text, without markup.")

    def identity(self) -> tuple[object, ...]:
        return (self.number,)

    @model_validator(mode="after")
    def _ends_after_it_is_published(self) -> Self:
        if self.ends_at is not None and self.ends_at < self.published_at:
            raise ValueError("ends_at is before published_at")
        return self
