/**
 * Resource types against which AWS IoT checks each policy action. The list is empty if the resource is `*`. Source: AWS
 * IoT developer guide, "iot-policy-actions" and "iot-action-resources".
 */
export const iotActions: ReadonlyMap<string, readonly string[]> = new Map([
  ['iot:Connect', ['client']],
  ['iot:Publish', ['topic']],
  ['iot:RetainPublish', ['topic']],
  ['iot:Receive', ['topic']],
  ['iot:Subscribe', ['topicfilter']],
  ['iot:GetRetainedMessage', ['topic']],
  ['iot:ListRetainedMessages', []],
  ['iot:GetThingShadow', ['thing']],
  ['iot:UpdateThingShadow', ['thing']],
  ['iot:DeleteThingShadow', ['thing']],
  ['iot:ListNamedShadowsForThing', ['thing']],
  ['iot:DescribeJobExecution', ['thing']],
  ['iot:GetPendingJobExecutions', ['thing']],
  ['iot:UpdateJobExecution', ['thing']],
  ['iot:StartNextPendingJobExecution', ['thing']],
  ['iot:AssumeRoleWithCertificate', ['rolealias']],
  ['greengrass:Discover', ['thing']],
]);

const plainNames = [
  'iot:ClientId',
  'iot:CertificateId',
  'iot:ConnectAttributes',
  'iot:DomainName',
  'iot:Connection.Thing.ThingName',
  'iot:Connection.Thing.ThingTypeName',
  'iot:Connection.Thing.IsAttached',
  'iot:Certificate.SerialNumber',
  'iot:Certificate.AvailableKeys',
];

const distinguishedNames = [
  ...['DistinguishedNameQualifier', 'Country', 'Organization', 'OrganizationalUnit', 'State', 'CommonName'],
  ...['SerialNumber', 'Title', 'Surname', 'GivenName', 'Initials', 'Pseudonym', 'GenerationQualifier'],
  ...['RFC822Name', 'DNSName', 'DirectoryName', 'UniformResourceIdentifier', 'IPAddress'].map(
    (name) => `AlternativeName.${name}`,
  ),
];

/**
 * Policy variables and condition keys that start with `iot:`, except names that contain an index, `.List` or an attribute name.
 * Source: AWS IoT developer guide, "basic-policy-variables", "thing-policy-variables", "cert-policy-variables".
 */
export const iotVariables: readonly string[] = [
  ...plainNames,
  ...['Issuer', 'Subject'].flatMap((side) => distinguishedNames.map((name) => `iot:Certificate.${side}.${name}`)),
];

const known = new Set(iotVariables.map((name) => name.toLowerCase()));

/** Returns whether AWS IoT defines a variable. Names are case-insensitive. */
export function isIotVariable(name: string): boolean {
  if (/^iot:Connection\.Thing\.Attributes\[[^\]]+\]$/i.test(name)) return true;
  // A certificate attribute can have several values: `.List` refers to all of them, an index to one of the first five.
  return known.has(name.replace(/^(iot:Certificate\.(?:Issuer|Subject)\..+)\.(?:[0-4]|List)$/i, '$1').toLowerCase());
}
