#!/usr/bin/env bash
# publish.sh: publishes the tarballs in build/packages to the project's npm registry, except versions that the registry already contains.
set -euo pipefail
registry=$CI_API_V4_URL/projects/$CI_PROJECT_ID/packages/npm/
umask 077
npm_config_userconfig=$(mktemp)
export npm_config_userconfig
trap 'rm -f "$npm_config_userconfig"' EXIT
{
  echo "@himeshima:registry=$registry"
  # npm reads the token from the environment, so it is not written to this file
  echo "${registry#*:}:_authToken=\${CI_JOB_TOKEN}"
} > "$npm_config_userconfig"
shopt -s nullglob
tarballs=(build/packages/*.tgz)
if [ ${#tarballs[@]} = 0 ]; then
  echo '✗ build/packages contains no tarballs; run npm run packages' >&2
  exit 1
fi
for tarball in "${tarballs[@]}"; do
  # name and version from the package.json in the tarball
  id=$(tar xzOf "$tarball" package/package.json | node -p 'const { name, version } = JSON.parse(fs.readFileSync(0)); `${name}@${version}`')
  if [ "$(npm view "$id" version 2> /dev/null)" ]; then
    echo "$id is already published"
  else
    npm publish --silent "./$tarball"
    echo "$id published"
  fi
done
