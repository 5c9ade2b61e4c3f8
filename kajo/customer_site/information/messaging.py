"""Electronic messages: by which channel and in which language, and marketing with its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kajo.access.areas import Area, Level
from kajo.access.policy import CustomerAccess
from kajo.changes.queries import list_changes
from kajo.core import times
from kajo.notifications.choosing import (
    CannotChoose,
    Chosen,
    allowed_channels,
    choose,
    consent,
    get_settings,
    list_consents,
)
from kajo.notifications.sms import can_send_sms
from kajo.notifications.words import (
    CHANNELS,
    FOR_MARKETING,
    MARKETING,
    WHAT_IT_IS,
    MessageChannel,
    MessageKind,
)

OWN = ("", gettext_lazy("The reader's own language"))


@dataclass(frozen=True)
class KindOnPage:
    """A kind of message: what it is, its fields, and in words what is chosen now.

    There is no field of the channel where it is fixed.
    """

    kind: MessageKind
    what: Promise
    channel: forms.BoundField | None
    language: forms.BoundField
    channel_now: str | Promise
    language_now: str | Promise


class MessagingForm(forms.Form):
    """A channel, where there is a choice, and a language for each kind of message; and marketing."""

    marketing = forms.MultipleChoiceField(
        label=gettext_lazy("You may send me offers and news"),
        required=False,
        choices=[(channel.value, channel.label) for channel in FOR_MARKETING],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, chosen: Mapping[MessageKind, Chosen], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen_before = chosen
        for kind, choice in chosen.items():
            if len(CHANNELS[kind]) > 1:
                self.fields[f"{kind.value}_channel"] = forms.ChoiceField(
                    label=_("Channel"),
                    choices=[(c.value, c.label) for c in CHANNELS[kind] if _is_offered(c, choice)],
                    initial=choice.channel.value,
                )
            self.fields[f"{kind.value}_language"] = forms.ChoiceField(
                label=_("Language"),
                required=False,
                choices=[OWN, *settings.LANGUAGES],
                initial=choice.language,
            )

    @property
    def kinds(self) -> list[KindOnPage]:
        languages: dict[str, Any] = dict([OWN, *settings.LANGUAGES])
        names = {kind: f"{kind.value}_channel" for kind in MessageKind}
        return [
            KindOnPage(
                kind=kind,
                what=WHAT_IT_IS[kind],
                channel=self[names[kind]] if names[kind] in self.fields else None,
                language=self[f"{kind.value}_language"],
                channel_now=self.chosen_before[kind].channel.label,
                language_now=languages[self.chosen_before[kind].language],
            )
            for kind in MessageKind
        ]

    @property
    def chosen(self) -> dict[MessageKind, Chosen]:
        found = self.cleaned_data
        return {
            kind: Chosen(
                MessageChannel(found.get(f"{kind.value}_channel", CHANNELS[kind][0].value)),
                found[f"{kind.value}_language"],
            )
            for kind in MessageKind
        }

    @property
    def marketing_channels(self) -> list[MessageChannel]:
        return [MessageChannel(channel) for channel in self.cleaned_data["marketing"]]


def _is_offered(channel: MessageChannel, choice: Chosen) -> bool:
    return channel is not MessageChannel.SMS or can_send_sms() or choice.channel is channel


def messaging_page(request: HttpRequest, access: CustomerAccess) -> HttpResponse:
    consents = list_consents(access)
    allowed = allowed_channels(consents)
    form = MessagingForm(
        request.POST or None,
        chosen=get_settings(access),
        initial={"marketing": [channel.value for channel in allowed]},
    )
    may_change = access.may(Area.INFORMATION, Level.WRITE)
    if may_change and form.is_valid():
        try:
            choose(access, form.chosen)
            consent(access, form.marketing_channels, now=times.now())
        except CannotChoose:
            messages.warning(request, _("Somebody else has just changed this. Look at it and choose again."))
        else:
            messages.success(request, _("Your choices are kept."))
        return redirect(access.url("information-messages"))
    told = list_changes(access, subjects=[channel.value for channel in FOR_MARKETING], kind=MARKETING)
    answers = {(change.subject, change.edition): change for change in told}
    context = {
        "form": form,
        "consents": [(row, answers.get((row.channel.value, row.edition))) for row in consents],
        "allowed": allowed,
        "may_change": may_change,
    }
    return TemplateResponse(request, "customer_site/information/messages.html", context)
