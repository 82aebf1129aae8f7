"""Write the bill of materials (CycloneDX 1.6, JSON) to dist/sbom.cdx.json: `make sbom`.

The same lock files give the same bytes: there is no time and no serial number in it.
"""

from __future__ import annotations

import json
import sys
import tomllib

from cyclonedx.contrib.hash.factories import HashTypeFactory
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component as BomComponent
from cyclonedx.model.component import ComponentScope, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

from supply.components import ROOT, Component, read_components
from supply.licences import find_licence

TARGET = ROOT / "dist" / "sbom.cdx.json"
SCHEMA = SchemaVersion.V1_6


def build_sbom(components: list[Component]) -> str:
    """Return the bill of materials of `components` as JSON."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    licences = LicenseFactory()
    root = BomComponent(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        licenses=[licences.make_from_string(project["license"])],
        purl=PackageURL("pypi", name=project["name"], version=project["version"]),
        bom_ref=project["name"],
    )
    entries = {part: _build_component(part, licences) for part in components}
    bom = Bom(components=entries.values())
    bom.metadata.component = root
    bom.register_dependency(root, [entry for part, entry in entries.items() if not part.inside])
    for holder in components:
        if inner := [entry for part, entry in entries.items() if part.inside == holder.name]:
            bom.register_dependency(entries[holder], inner)
    document = json.loads(make_outputter(bom, OutputFormat.JSON, SCHEMA).output_as_string())
    del document["serialNumber"], document["metadata"]["timestamp"]
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _build_component(component: Component, licences: LicenseFactory) -> BomComponent:
    """Build an entry. A hash is that of each file that the lock file accepts, or of the jar."""
    space, _, name = component.name.rpartition("/")
    hash_types = HashTypeFactory()
    return BomComponent(
        name=component.name,
        version=component.version,
        type=ComponentType.LIBRARY,
        scope=ComponentScope.REQUIRED if component.use == "run" else ComponentScope.EXCLUDED,
        hashes=[hash_types.from_hashlib_alg(algorithm, digest) for algorithm, digest in component.hashes],
        licenses=[licences.make_from_string(find_licence(component))],
        # A jar's name does not tell its Maven group, so it has no package URL.
        purl=None if component.inside else PackageURL(component.kind, space or None, name, component.version),
        bom_ref=f"{component.kind}:{component.name}@{component.version}",
    )


def main() -> int:
    """Write the file. Returns the exit code."""
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(build_sbom(read_components()), encoding="utf-8")
    print(f"Wrote {TARGET.relative_to(ROOT)}.")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
