#!/usr/bin/env bash
# sbom.sh: the packages that ship, with their versions, licences and hashes, as GitLab reads them (CycloneDX).
set -euo pipefail
npm sbom --package-lock-only --omit=dev --sbom-format=cyclonedx > gl-sbom-npm.cdx.json
