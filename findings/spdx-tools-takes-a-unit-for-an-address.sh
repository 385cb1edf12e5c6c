#!/usr/bin/env bash
# spdx-tools 0.8.5: the supplier "Acme (Platform)" is "Acme", and its e-mail address is "Platform".
#
# SPDX 2.3 (sections 7.5 and 7.6) writes who supplies a package as `Organization: name`, with an address in parentheses behind it, where there
# is one. Names have parentheses as well, for a unit, a country, or who is on call. Expected is the name "Acme (Platform)", as nothing
# in parentheses is an address, or a message. The reader takes any text of the last parentheses for the address, and its validator
# finds nothing wrong with it; "Kim Lee (on call) (kim@example.com)" is read right. A package that a program makes with the name
# "Acme (Platform)" is written as such, and is another one when it is read.
# Where we mind it: an address in our data is one by its "@", wherever it is.
set -eu
room="$(mktemp -d)"
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install --quiet spdx-tools==0.8.5
cat > "$room/bill.spdx" <<'SPDX'
SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: handbook
DocumentNamespace: https://example.com/handbook
Creator: Organization: Acme (Platform)
Created: 2026-11-30T00:00:00Z
PackageName: handbook
SPDXID: SPDXRef-handbook
PackageVersion: 1
PackageSupplier: Organization: Acme (Platform)
PackageOriginator: Person: Kim Lee (on call) (kim@example.com)
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-handbook
SPDX
cat > "$room/ask.py" <<'PY'
import sys

from spdx_tools.spdx.model import Actor, ActorType
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
from spdx_tools.spdx.writer.write_anything import write_file

document = parse_file(sys.argv[1])
(package,) = document.packages
print([(who.name, who.email) for who in (package.supplier, package.originator)])
print(validate_full_spdx_document(document))
package.supplier = Actor(ActorType.ORGANIZATION, "Acme (Platform)")
for kind in ("json", "spdx"):
    write_file(document, f"{sys.argv[1]}.{kind}")
    supplier = parse_file(f"{sys.argv[1]}.{kind}").packages[0].supplier
    print(kind, (supplier.name, supplier.email))
PY
"$room/venv/bin/python" "$room/ask.py" "$room/bill.spdx" 2> /dev/null | tee "$room/seen"
diff "$room/seen" - <<'SEEN'
[('Acme', 'Platform'), ('Kim Lee (on call)', 'kim@example.com')]
[]
json ('Acme', 'Platform')
spdx ('Acme', 'Platform')
SEEN
