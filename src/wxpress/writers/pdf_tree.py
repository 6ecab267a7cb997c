"""PDF 的来历：writes the hash of the tree into the finished file, as XMP (ISO 16684-1) and in its Info dictionary."""

from __future__ import annotations

from typing import Any

import pydyf

NAMESPACE = "https://wxpress.invalid/ns/1.0/"
INFO_KEY = "WxpressTree"

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:wxpress="{namespace}" wxpress:tree="{tree}"/>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def name_tree(pdf: Any, tree: str) -> None:  # noqa: ANN401 - pydyf is not typed
    """Name *tree*, a hash, in the file."""
    pdf.info[INFO_KEY] = pydyf.String(tree)
    if "Metadata" not in pdf.catalog:
        packet = _PACKET.format(namespace=NAMESPACE, tree=tree)
        metadata = pydyf.Stream([packet.encode()], {"Type": "/Metadata", "Subtype": "/XML"})
        pdf.add_object(metadata)
        pdf.catalog["Metadata"] = metadata.reference
