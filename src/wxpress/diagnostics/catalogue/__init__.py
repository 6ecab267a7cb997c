"""编号表：the one catalogue of codes, by hundreds."""

from wxpress.diagnostics.catalogue.building import BUILDING
from wxpress.diagnostics.catalogue.punctuation import PUNCTUATION
from wxpress.diagnostics.catalogue.reading import READING
from wxpress.diagnostics.catalogue.recovery import RECOVERY
from wxpress.diagnostics.catalogue.references import REFERENCES
from wxpress.diagnostics.catalogue.structure import STRUCTURE
from wxpress.diagnostics.catalogue.text import TEXT
from wxpress.diagnostics.catalogue.typesetting import TYPESETTING
from wxpress.diagnostics.wording import Wording

CATALOGUE: dict[str, Wording] = {
    **READING,
    **RECOVERY,
    **STRUCTURE,
    **PUNCTUATION,
    **TEXT,
    **REFERENCES,
    **TYPESETTING,
    **BUILDING,
}
"""Codes are stable: 1xx reading, 2xx recovery, 3xx text, 4xx links, images and fonts, 5xx typesetting, 6xx build."""
