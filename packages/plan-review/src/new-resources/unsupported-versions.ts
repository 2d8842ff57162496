import type { Phrase } from '../phrase';
import type { Change } from '../plan/plan';
import { matchingValues } from './matching-values';

/** Versions whose standard support ended before November 2026, and the resource types and attributes that name them. */
const unsupported: readonly { readonly type: RegExp; readonly attribute: RegExp; readonly version: RegExp }[] = [
  // Source: AWS Lambda Developer Guide, "Lambda runtimes"
  {
    type: /^aws_lambda_/,
    attribute: /^(?:runtime|compatible_runtimes)$/,
    version:
      /^(?:nodejs(?:|\d+\.\d+|(?:\d|1\d|20)\.x)|python(?:2\.7|3\.[6-9])|java8|dotnetcore[\d.]+|dotnet[67]|ruby(?:2\.\d|3\.2)|go1\.x|provided)$/,
  },
  // Source: Amazon EKS User Guide, "Amazon EKS AMIs with Amazon Linux 2"
  { type: /^aws_eks_/, attribute: /^ami_type$/, version: /^AL2_/ },
  // Source: Ubuntu, "Release cycle"; Debian, "LTS"; CentOS, "End dates"; Microsoft Lifecycle, "Windows Server"
  {
    type: /^/,
    attribute: /^(?:image|image_name|image_family|source_image|ami|sku|offer|family|os_type)$/,
    version:
      /^(?!.*\bpro\b)(?:(?:.*ubuntu\D{0,20})(?:1[0-8]|20)[._]?04(?!\d)|.*ubuntu.{0,30}(?:trusty|xenial|bionic|focal)(?![a-z])|(?:1[0-8]|20)[._]04[._\d]*[-_]lts|(?:.*[/-])?centos[-_ ]?[678](?!\d)|(?:.*[/-])?debian[-_]?(?:[5-9]|10)(?!\d)|(?:windows-server-)?20(?:08|12)-(?:r2-|datacenter))/i,
  },
];

/** Names the versions of runtimes and operating systems that new resources use although their support has ended. */
export function unsupportedVersions(created: readonly Change[]): readonly Phrase[] {
  const found = matchingValues(created, (value, name, of) =>
    unsupported.some(({ type, attribute, version }) => type.test(of) && attribute.test(name) && version.test(value)),
  );
  return found.length === 0 ? [] : [['no longer supported: ', ...found]];
}
