#!/usr/bin/env python3
"""notices.py FOLDER DEPS.JSON…: writes what the programs with these deps.json files contain of others.

FOLDER/sbom.cdx.json            every package with version, licence and hash, as CycloneDX 1.6
FOLDER/THIRD-PARTY-NOTICES.txt  the packages' licences, with their texts

Reads the packages in NuGet's folder, where the build took them from. A package without a licence is an error.
"""
import json
import os
import re
import sys
import uuid
import xml.etree.ElementTree as ElementTree

# Packages that say where their licence is on the web only, looked up there.
LICENCES = {}
# Texts of licences that packages name by their SPDX identifier without having the text.
TEXTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "licences")


def packages_folder():
    return os.environ.get("NUGET_PACKAGES") or os.path.expanduser("~/.nuget/packages")


def read_packages(files):
    """Every package that one of the programs uses, with its hash: {(name, version): sha512}."""
    found = {}
    for file in files:
        with open(file, encoding="utf-8") as stream:
            libraries = json.load(stream)["libraries"]
        for library, facts in libraries.items():
            name, version = library.split("/")
            if facts["type"] == "package":
                found[name, version] = facts.get("sha512", "")
            elif facts["type"] == "runtimepack":
                found[name.removeprefix("runtimepack."), version] = ""
    return dict(sorted(found.items(), key=lambda item: item[0][0].lower()))


def describe(name, version):
    folder = os.path.join(packages_folder(), name.lower(), version.lower())
    nuspec = os.path.join(folder, name.lower() + ".nuspec")
    root = ElementTree.parse(nuspec).getroot()
    metadata = {child.tag.split("}")[-1]: child for child in root.find("./{*}metadata")}

    def text(tag):
        return re.sub(r"\s+", " ", (metadata[tag].text or "").strip()) if tag in metadata else ""

    licence = metadata.get("license")
    expression = licence.text.strip() if licence is not None and licence.get("type") == "expression" else LICENCES.get(name, "")
    texts = []
    for path in sorted(os.listdir(folder)):
        if re.match(r"(licen[cs]e|notice|third-?party-?notices?|copying)", path, re.IGNORECASE) and os.path.isfile(os.path.join(folder, path)):
            texts.append(os.path.join(folder, path))
    named = licence.text.strip() if licence is not None and licence.get("type") == "file" else ""
    if named:
        path = os.path.join(folder, named.replace("\\", "/"))
        if path not in texts and os.path.isfile(path):
            texts.insert(0, path)
    has_licence = any(re.match(r"licen[cs]e|copying", os.path.basename(path), re.IGNORECASE) or path.endswith(named or "\0") for path in texts)
    if not has_licence and expression:
        texts.insert(0, os.path.join(TEXTS, expression + ".txt"))
        if not os.path.exists(texts[0]):
            sys.exit(f"notices.py: {name} {version} has licence {expression}, whose text is not in {TEXTS}")
    if not texts:
        sys.exit(f"notices.py: {name} {version} names no licence ({nuspec})")
    project = metadata["projectUrl"].text if "projectUrl" in metadata else ""
    return {"name": name, "version": version, "expression": expression, "texts": texts, "authors": text("authors"),
            "copyright": text("copyright"), "project": project or ""}


def write_list(path, packages, hashes):
    components = []
    for package in packages:
        name, version = package["name"], package["version"]
        component = {"type": "library", "bom-ref": f"pkg:nuget/{name}@{version}", "name": name, "version": version,
                     "purl": f"pkg:nuget/{name}@{version}"}
        component["licenses"] = [{"license": {"id": package["expression"]}}] if re.fullmatch(r"[\w.-]+", package["expression"]) \
            else [{"license": {"name": package["expression"] or "see THIRD-PARTY-NOTICES.txt"}}]
        hashed = hashes[name, version]
        if hashed.startswith("sha512-"):
            import base64
            component["hashes"] = [{"alg": "SHA-512", "content": base64.b64decode(hashed[7:]).hex()}]
        if package["copyright"]:
            component["copyright"] = package["copyright"]
        components.append(component)
    version = os.environ.get("SRPLUGIN_VERSION", "")
    body = json.dumps(components)
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
                "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, 'srplugin ' + version + body)}",
                "metadata": {"component": {"type": "application", "bom-ref": "srplugin", "name": "srplugin", "version": version,
                                           "licenses": [{"license": {"id": "Apache-2.0"}}]}},
                "components": components}
    with open(path, "w", encoding="utf-8") as stream:
        json.dump(document, stream, indent=1, ensure_ascii=False)
        stream.write("\n")


def write_notices(path, packages):
    written = {}
    with open(path, "w", encoding="utf-8") as stream:
        stream.write("SrPlugin contains the following packages of others.\n")
        for package in packages:
            stream.write(f"\n{'=' * 100}\n{package['name']} {package['version']}\n")
            for line in (package["copyright"] or package["authors"], package["expression"], package["project"]):
                if line:
                    stream.write(line + "\n")
            for text in package["texts"]:
                with open(text, encoding="utf-8-sig", errors="replace") as file:
                    content = file.read().replace("\r\n", "\n").strip()
                if content in written:
                    stream.write(f"\nThe text is the same as of {written[content]}.\n")
                else:
                    written[content] = package["name"]
                    stream.write(f"\n{content}\n")


def main(folder, files):
    hashes = read_packages(files)
    packages = [describe(name, version) for name, version in hashes]
    write_list(os.path.join(folder, "sbom.cdx.json"), packages, hashes)
    write_notices(os.path.join(folder, "THIRD-PARTY-NOTICES.txt"), packages)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
