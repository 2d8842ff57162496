import { z } from 'zod';
import { templateBytes } from '../quotas';
import { tooManyAttributes } from '../registry/account-limits';
import { evaluateNode, TemplateError, type TemplateScope } from './intrinsics';

/** What a template makes of a device, its functions carried out. */
export interface Provisioned {
  thing: ProvisionedThing | undefined;
  certificate: { id: string; status: 'ACTIVE' | 'INACTIVE' } | undefined;
  policies: ({ name: string } | { document: string })[];
  deviceConfiguration: Record<string, unknown>;
}

export interface ProvisionedThing {
  name: string;
  type: string | undefined;
  groups: string[];
  attributes: Record<string, string>;
  /** What becomes of a thing that is there. */
  overrides: { attributes: Override; type: Override; groups: Override };
}

export type Override = 'DO_NOTHING' | 'REPLACE' | 'FAIL' | 'MERGE';

export interface ProvisioningTemplate {
  /**
   * @param parameters those of the device and the hook; `AWS::IoT::Certificate::Id` is one of them
   * @throws TemplateError where a parameter has no value, or what comes of it is no thing, certificate or policy
   */
  evaluate(parameters: Readonly<Record<string, string>>): Provisioned;
}

/** A map, since a device may choose the key: an object would know `constructor`. */
const mapOf = <Schema extends z.ZodType>(value: Schema) =>
  z.record(z.string(), value).transform((record) => new Map(Object.entries(record)));

/** AWS IoT developer guide, "Provisioning templates". What is not simulated is refused, by name. */
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

/** CreateThing, API reference. */
const thingName = /^[a-zA-Z0-9:_-]{1,128}$/;
const attribute = /^[a-zA-Z0-9_.,@/:#=[\]-]*$/;

const ThingProperties = z.strictObject({
  ThingName: z.string().regex(thingName, 'is no name of a thing'),
  ThingTypeName: z.string().optional(),
  ThingGroups: z.array(z.string()).default([]),
  AttributePayload: z
    .record(z.string(), z.string().max(800).regex(attribute, 'is no value of an attribute'))
    .default({}),
});
const Setting = z.enum(['DO_NOTHING', 'REPLACE', 'FAIL']);
const Mergeable = z.enum(['DO_NOTHING', 'REPLACE', 'FAIL', 'MERGE']);
// What AWS does without settings is not written; to leave a thing as it is harms nobody.
const ThingOverrides = z
  .strictObject({
    AttributePayload: Mergeable.default('DO_NOTHING'),
    ThingTypeName: Setting.default('DO_NOTHING'),
    ThingGroups: Mergeable.default('DO_NOTHING'),
  })
  .prefault({});

const CertificateProperties = z.strictObject({
  CertificateId: z.string('only a CertificateId is taken by a fleet provisioning template'),
  // the guide writes both `ACTIVE` and `Active`
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

/** Reads a value that the template has made. @throws TemplateError that names the first fault */
function read<Schema extends z.ZodType>(schema: Schema, value: unknown, where: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new TemplateError(`${[where, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'cannot be read'}`);
}

type Resource = z.infer<typeof Template>['Resources'][string];

function thingOf(name: string, { Properties, OverrideSettings }: Resource, scope: TemplateScope): ProvisionedThing {
  const properties = read(ThingProperties, evaluateNode(Properties, scope), name);
  const overrides = read(ThingOverrides, OverrideSettings, `${name}.OverrideSettings`);
  // UpdateThing, API reference: an attribute without a value is one that is not there
  const attributes = Object.fromEntries(
    Object.entries(properties.AttributePayload).filter(([, value]) => value !== ''),
  );
  const fault = tooManyAttributes({ type: properties.ThingTypeName, attributes });
  if (fault !== undefined) throw new TemplateError(`${name}.AttributePayload: ${fault}`);
  return {
    name: properties.ThingName,
    type: properties.ThingTypeName,
    groups: properties.ThingGroups,
    attributes,
    overrides: {
      attributes: overrides.AttributePayload,
      type: overrides.ThingTypeName,
      groups: overrides.ThingGroups,
    },
  };
}

function certificateOf(name: string, { Properties }: Resource, scope: TemplateScope) {
  const { CertificateId, Status } = read(CertificateProperties, evaluateNode(Properties, scope), name);
  return { id: CertificateId, status: Status };
}

function policyOf(name: string, { Properties }: Resource, scope: TemplateScope) {
  const policy = read(PolicyProperties, evaluateNode(Properties, scope), name);
  if ('PolicyName' in policy) return { name: policy.PolicyName };
  const { PolicyDocument: document } = policy;
  return { document: typeof document === 'string' ? document : JSON.stringify(document) };
}

/** Reads the body of a template. @throws Error where it is no JSON, or none that runs here */
export function parseTemplate(body: string): ProvisioningTemplate {
  const bytes = Buffer.byteLength(body);
  if (bytes > templateBytes) throw new Error(`template_body has ${bytes} bytes, AWS IoT takes ${templateBytes}`);
  const template = read(Template, JSON.parse(body), 'template_body');
  const ofType = (type: Resource['Type']) =>
    Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);

  return {
    evaluate(parameters) {
      const scope: TemplateScope = {
        mappings: template.Mappings,
        parameter(name) {
          const value = parameters[name] ?? template.Parameters[name]?.Default;
          if (value === undefined) throw new TemplateError(`Parameter ${name} must have a value provided.`);
          return value;
        },
      };
      const [thing] = ofType('AWS::IoT::Thing').map(([name, resource]) => thingOf(name, resource, scope));
      const [certificate] = ofType('AWS::IoT::Certificate').map(([name, resource]) =>
        certificateOf(name, resource, scope),
      );
      return {
        thing,
        certificate,
        policies: ofType('AWS::IoT::Policy').map(([name, resource]) => policyOf(name, resource, scope)),
        deviceConfiguration: read(
          z.record(z.string(), z.unknown()),
          evaluateNode(template.DeviceConfiguration, scope),
          'DeviceConfiguration',
        ),
      };
    },
  };
}
