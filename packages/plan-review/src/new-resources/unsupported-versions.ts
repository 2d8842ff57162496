import type { Phrase } from '../phrase';
import type { Change } from '../plan/plan';
import { matchingValues } from './matching-values';

/** Versions whose support ended before November 2026, and the attributes that name them. */
const unsupported: readonly { readonly attribute: RegExp; readonly version: RegExp }[] = [
  // Source: AWS Lambda Developer Guide, "Lambda runtimes"
  {
    attribute: /^(?:runtime|compatible_runtimes)$/,
    version:
      /^(?:nodejs(?:|\d+\.\d+|(?:\d|1\d|20)\.x)|python(?:2\.7|3\.[6-9])|java8|dotnetcore[\d.]+|dotnet[67]|ruby(?:2\.\d|3\.2)|go1\.x|provided)$/,
  },
  // Source: Amazon EKS User Guide, "Amazon EKS AMIs with Amazon Linux 2"
  { attribute: /^ami_type$/, version: /^AL2_/ },
  // Source: Ubuntu, "Release cycle"; Debian, "LTS"; CentOS, "End dates"; Microsoft Lifecycle, "Windows Server"
  {
    attribute: /image|ami|sku|offer|family|template|os_/,
    version:
      /(?:^|ubuntu\D{0,20})(?:1[0-8]|20)[._]?04(?!\d)|ubuntu.{0,30}(?:trusty|xenial|bionic|focal)|centos[\w-]{0,10}[678](?!\d)|debian[-_/]?(?:[5-9]|10)(?!\d)|(?:^|windows.{0,20})20(?:08|12)(?!\d)/i,
  },
];

/** Names the versions of runtimes and operating systems that new resources use although their support has ended. */
export function unsupportedVersions(created: readonly Change[]): readonly Phrase[] {
  const found = matchingValues(created, (value, path) =>
    unsupported.some(({ attribute, version }) => attribute.test(path.at(-1) ?? '') && version.test(value)),
  );
  return found.length === 0 ? [] : [['no longer supported: ', ...found]];
}
