"""Texts that come in three languages from other systems."""

from dataclasses import dataclass

from django.utils.translation import get_language

LANGUAGES = ("fi", "sv", "en")


@dataclass(frozen=True)
class ThreeTexts:
    """The same text in each language; only Finnish is always there."""

    fi: str
    sv: str = ""
    en: str = ""

    def in_language(self, language: str | None = None) -> str:
        """Return the text in that language, else in the page's; in Finnish where it was not sent."""
        chosen = (language or get_language() or "fi")[:2]
        return (getattr(self, chosen, "") if chosen in LANGUAGES else "") or self.fi

    def language_shown(self, language: str | None = None) -> str:
        """Return the language that `in_language` answers in, for the page to mark it."""
        chosen = (language or get_language() or "fi")[:2]
        return chosen if chosen in LANGUAGES and getattr(self, chosen) else "fi"
