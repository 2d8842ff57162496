import { z } from 'zod';
import { maxTemplateBytes } from '../quotas';
import { attributeLimitFault, policySizeFault } from '../registry/account-limits';
import { evaluateNode, TemplateError, type TemplateScope } from './intrinsic-functions';

/** A device's resources and configuration, as evaluated from a template. */
export interface ProvisionedDevice {
  thing: ProvisionedThing | undefined;
  certificate: ProvisionedCertificate | undefined;
  policies: ({ name: string } | { document: string })[];
  /** Logical names of the resources, by the kind of resource. */
  logicalNames: { thing: string | undefined; certificate: string | undefined; policies: readonly string[] };
  deviceConfiguration: Record<string, unknown>;
}

export interface ProvisionedCertificate {
  source: CertificateSource;
  status: 'ACTIVE' | 'INACTIVE';
  /** Whether the certificate must not be attached to any other thing. */
  isExclusive: boolean;
}

/** Certificate as an ID, as a signing request, or as PEM with the PEM of its CA. */
export type CertificateSource = { id: string } | { csr: string } | { pem: string; authorityPem: string | undefined };

export interface ProvisionedThing {
  name: string;
  type: string | undefined;
  groups: string[];
  billingGroup: string | undefined;
  attributes: Record<string, string>;
  /** Override settings for an existing thing. */
  overrides: { attributes: Override; type: Override; groups: Override };
}

export type Override = 'DO_NOTHING' | 'REPLACE' | 'FAIL' | 'MERGE';

export interface ProvisioningTemplate {
  /** Names of the parameters without a default. */
  readonly required: readonly string[];
  /**
   * Evaluates the template for a device.
   * @param parameters parameters from the device and the hook, including `AWS::IoT::Certificate::Id`
   * @throws TemplateError if a parameter has no value, or a resulting thing, certificate or policy is invalid
   */
  evaluate(parameters: Readonly<Record<string, string>>): ProvisionedDevice;
}

/**
 * Returns the schema of a map. The parsed map is not a plain object, because a device could request an inherited key such
 * as `constructor`.
 */
const mapOf = <Schema extends z.ZodType>(value: Schema) =>
  z.record(z.string(), value).transform((record) => new Map(Object.entries(record)));

/**
 * Schema for a template body, which rejects unsupported keys. Source: AWS IoT developer guide, "Provisioning templates".
 */
const Template = z.strictObject({
  Parameters: z.record(z.string(), z.strictObject({ Type: z.literal('String'), Default: z.string().optional() })),
  Mappings: mapOf(mapOf(mapOf(z.string()))).prefault({}),
  Resources: z.record(
    z.string(),
    z.strictObject({
      Type: z.enum(['AWS::IoT::Thing', 'AWS::IoT::Certificate', 'AWS::IoT::Policy']),
      Properties: z.unknown(),
      OverrideSettings: z.unknown().optional(),
    }),
  ),
  DeviceConfiguration: z.record(z.string(), z.unknown()).default({}),
});

/** Format of thing names. Source: API reference, "CreateThing". */
const thingName = /^[a-zA-Z0-9:_-]{1,128}$/;
const attribute = /^[a-zA-Z0-9_.,@/:#=[\]-]*$/;

const ThingProperties = z.strictObject({
  ThingName: z.string().regex(thingName, 'invalid thing name'),
  ThingTypeName: z.string().optional(),
  ThingGroups: z.array(z.string()).default([]),
  BillingGroup: z.string().optional(),
  AttributePayload: z.record(z.string(), z.string().max(800).regex(attribute, 'invalid attribute value')).default({}),
});
const Setting = z.enum(['DO_NOTHING', 'REPLACE', 'FAIL']);
const Mergeable = z.enum(['DO_NOTHING', 'REPLACE', 'FAIL', 'MERGE']);
// AWS does not document the defaults; leaving the thing unchanged is the safest choice.
const ThingOverrides = z
  .strictObject({
    AttributePayload: Mergeable.default('DO_NOTHING'),
    ThingTypeName: Setting.default('DO_NOTHING'),
    ThingGroups: Mergeable.default('DO_NOTHING'),
  })
  .prefault({});

const CertificateProperties = z.strictObject({
  CertificateId: z.string().optional(),
  CertificateSigningRequest: z.string().optional(),
  CertificatePem: z.string().optional(),
  CACertificatePem: z.string().optional(),
  ThingPrincipalType: z.enum(['EXCLUSIVE_THING', 'NON_EXCLUSIVE_THING']).default('NON_EXCLUSIVE_THING'),
  // Upper and lower case are accepted, because the developer guide uses both `ACTIVE` and `Active`.
  Status: z
    .string()
    .toUpperCase()
    .pipe(z.enum(['ACTIVE', 'INACTIVE']))
    .default('ACTIVE'),
});
const PolicyProperties = z.union(
  [
    z.strictObject({ PolicyName: z.string() }),
    z.strictObject({ PolicyDocument: z.union([z.string(), z.record(z.string(), z.unknown())]) }),
  ],
  'PolicyName or PolicyDocument, but not both, must be specified',
);

/** Parses an evaluated value. Throws a TemplateError that describes the first fault. */
function read<Schema extends z.ZodType>(schema: Schema, value: unknown, path: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new TemplateError(`${[path, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'invalid'}`);
}

type Resource = z.infer<typeof Template>['Resources'][string];

function thingOf(name: string, { Properties, OverrideSettings }: Resource, scope: TemplateScope): ProvisionedThing {
  const properties = read(ThingProperties, evaluateNode(Properties, scope), name);
  const overrides = read(ThingOverrides, OverrideSettings, `${name}.OverrideSettings`);
  // An empty value removes the attribute (API reference, "UpdateThing").
  const attributes = Object.fromEntries(
    Object.entries(properties.AttributePayload).filter(([, value]) => value !== ''),
  );
  const fault = attributeLimitFault({ type: properties.ThingTypeName, attributes });
  if (fault !== undefined) throw new TemplateError(`${name}.AttributePayload: ${fault}`);
  return {
    name: properties.ThingName,
    type: properties.ThingTypeName,
    groups: properties.ThingGroups,
    billingGroup: properties.BillingGroup,
    attributes,
    overrides: {
      attributes: overrides.AttributePayload,
      type: overrides.ThingTypeName,
      groups: overrides.ThingGroups,
    },
  };
}

function certificateOf(name: string, { Properties }: Resource, scope: TemplateScope): ProvisionedCertificate {
  const properties = read(CertificateProperties, evaluateNode(Properties, scope), name);
  const { CertificateId: id, CertificateSigningRequest: csr, CertificatePem: pem, CACertificatePem } = properties;
  const [source, other] = [
    ...(id === undefined ? [] : [{ id }]),
    ...(csr === undefined ? [] : [{ csr }]),
    ...(pem === undefined ? [] : [{ pem, authorityPem: CACertificatePem }]),
  ];
  if (source === undefined || other !== undefined)
    throw new TemplateError(
      `${name}: exactly one of CertificateId, CertificateSigningRequest and CertificatePem must be specified`,
    );
  return { source, status: properties.Status, isExclusive: properties.ThingPrincipalType === 'EXCLUSIVE_THING' };
}

function policyOf(name: string, { Properties }: Resource, scope: TemplateScope) {
  const policy = read(PolicyProperties, evaluateNode(Properties, scope), name);
  if ('PolicyName' in policy) return { name: policy.PolicyName };
  const { PolicyDocument: document } = policy;
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  const fault = policySizeFault(text);
  if (fault !== undefined) throw new TemplateError(`${name}.PolicyDocument: ${fault}`);
  return { document: text };
}

/** Parses a template's body. Throws an Error if it is invalid, or not supported by the local runtime. */
export function parseTemplate(body: string): ProvisioningTemplate {
  const bytes = Buffer.byteLength(body);
  if (bytes > maxTemplateBytes)
    throw new Error(`template_body has ${bytes} bytes; at most ${maxTemplateBytes} are allowed`);
  const template = read(Template, JSON.parse(body), 'template_body');
  const resourcesOfType = (type: Resource['Type']) =>
    Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);

  return {
    required: Object.entries(template.Parameters).flatMap(([name, { Default }]) =>
      Default === undefined ? [name] : [],
    ),
    evaluate(parameters) {
      const scope: TemplateScope = {
        mappings: template.Mappings,
        parameter(name) {
          const value = parameters[name] ?? template.Parameters[name]?.Default;
          if (value === undefined) throw new TemplateError(`Parameter ${name} must have a value provided.`);
          return value;
        },
      };
      const things = resourcesOfType('AWS::IoT::Thing');
      const certificates = resourcesOfType('AWS::IoT::Certificate');
      const policies = resourcesOfType('AWS::IoT::Policy');
      const [thing] = things.map(([name, resource]) => thingOf(name, resource, scope));
      const [certificate] = certificates.map(([name, resource]) => certificateOf(name, resource, scope));
      return {
        thing,
        certificate,
        policies: policies.map(([name, resource]) => policyOf(name, resource, scope)),
        logicalNames: {
          thing: things[0]?.[0],
          certificate: certificates[0]?.[0],
          policies: policies.map(([name]) => name),
        },
        deviceConfiguration: read(
          z.record(z.string(), z.unknown()),
          evaluateNode(template.DeviceConfiguration, scope),
          'DeviceConfiguration',
        ),
      };
    },
  };
}
