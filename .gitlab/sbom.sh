#!/usr/bin/env bash
# sbom.sh: writes the production packages with versions, licenses and hashes in CycloneDX format, which GitLab reads.
set -euo pipefail
npm sbom --package-lock-only --omit=dev --sbom-format=cyclonedx > gl-sbom-npm.cdx.json
