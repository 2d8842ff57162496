#!/usr/bin/env bash
# sbom.sh: lists the production packages with versions, licenses and hashes in CycloneDX format, which GitLab can read.
set -euo pipefail
npm sbom --package-lock-only --omit=dev --sbom-format=cyclonedx > gl-sbom-npm.cdx.json
