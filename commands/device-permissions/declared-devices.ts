import { iotContext, type NamedPolicy, type PolicyContext, parsePolicy } from '@himeshima/aws-policy';
import { type Block, evaluate, type Stack, stackScope } from '@himeshima/terraform-json';
import * as z from 'zod';
import { groupPolicies } from './group-policies';

/** A thing that a stack declares, with its certificate and policies. */
export interface DeclaredDevice {
  readonly thing: string;
  readonly type: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  /** Things that the certificate is attached to. */
  readonly attachedThings: readonly string[];
  readonly policies: readonly NamedPolicy[];
  /** Policies of the thing's groups. They apply if the device connects with the thing's name. */
  readonly groupPolicies: readonly NamedPolicy[];
  /** Group policies of all things that the certificate is attached to; their Deny statements apply to any client id. */
  readonly denying: readonly NamedPolicy[];
}

/** A certificate without a thing, or the devices that a provisioning template creates. */
export interface KindOfDevice {
  readonly name: string;
  readonly policies: readonly NamedPolicy[];
}

/** Devices that can connect to AWS IoT according to a stack. */
export interface Devices {
  readonly declared: readonly DeclaredDevice[];
  readonly kinds: readonly KindOfDevice[];
}

const Policy = z.object({ name: z.string(), policy: z.string() });
const Attachment = z.object({ policy: z.string(), target: z.string() });
const ThingAttachment = z.object({ thing: z.string(), principal: z.string() });
const Thing = z.object({
  name: z.string(),
  thing_type_name: z.string().optional(),
  attributes: z.record(z.string(), z.string()).default({}),
});
const Group = z.object({ name: z.string(), parent_group_name: z.string().optional() });
const Membership = z.object({ thing_name: z.string(), thing_group_name: z.string() });
const Template = z.object({ name: z.string(), template_body: z.string() });
/** Schema of a provisioning template, which references or contains a policy (developer guide, "provision-template"). */
const Body = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z
        .object({
          PolicyName: z.string().optional(),
          PolicyDocument: z.string().optional(),
          ThingGroups: z.array(z.unknown()).optional(),
        })
        .optional(),
    }),
  ),
});

/** Reads the devices of a stack. @throws Error if an AWS IoT resource in the stack is invalid */
export function readDevices(stack: Stack): Devices {
  // use the resource's address for values that AWS assigns, such as ARNs, so that references to them match
  const known = new Map(
    stack.resources.map((block) => [block.address, { ...block.attributes, ...computedAttributes(block) }]),
  );
  const scope = stackScope(stack, { block: (address) => known.get(address) });
  const read = <Parsed>(type: string, schema: z.ZodType<Parsed>, names: readonly string[]) =>
    stack.resources
      .filter((block) => block.type === type)
      .map((block) => {
        const selected = Object.fromEntries(Object.entries(block.attributes).filter(([name]) => names.includes(name)));
        return { address: block.address, ...schema.parse(evaluate(selected, scope)) };
      });

  const policies = new Map(
    read('aws_iot_policy', Policy, ['name', 'policy']).map(({ name, policy }) => [
      name,
      { name, document: parsePolicy(policy) },
    ]),
  );
  const policiesNamed = (names: readonly string[]) => names.flatMap((name) => policies.get(name) ?? []);
  const attachments = read('aws_iot_policy_attachment', Attachment, ['policy', 'target']);
  const ofThings = read('aws_iot_thing_principal_attachment', ThingAttachment, ['thing', 'principal']);
  const policiesOf = (certificate: string) =>
    policiesNamed(attachments.filter(({ target }) => target === certificate).map(({ policy }) => policy));

  const groups = groupPolicies({
    groups: read('aws_iot_thing_group', Group, ['name', 'parent_group_name']).map((group) => ({
      ...group,
      parent: group.parent_group_name,
    })),
    members: read('aws_iot_thing_group_membership', Membership, ['thing_name', 'thing_group_name']).map(
      ({ thing_name: thing, thing_group_name: group }) => ({ thing, group }),
    ),
    policiesOf,
  });

  const declared = read('aws_iot_thing', Thing, ['name', 'thing_type_name', 'attributes']).flatMap(
    ({ name: thing, thing_type_name: type, attributes }) =>
      ofThings
        .filter((attachment) => attachment.thing === thing)
        .map(({ principal }) => {
          const attachedThings = ofThings.filter((one) => one.principal === principal).map((one) => one.thing);
          return {
            thing,
            type,
            attributes,
            attachedThings,
            policies: policiesOf(principal),
            groupPolicies: groups.ofThings([thing]),
            denying: groups.ofThings(attachedThings),
          };
        }),
  );
  const certificates = [...new Set(attachments.map(({ target }) => target))]
    .filter((target) => !groups.isGroup(target))
    .filter((certificate) => ofThings.every(({ principal }) => principal !== certificate))
    .map((certificate) => ({
      name: `holders of certificate ${certificate.split('.').at(-1)}`,
      policies: policiesOf(certificate),
    }));
  const provisioned = read('aws_iot_provisioning_template', Template, ['name', 'template_body']).map(
    ({ name, template_body }) => ({
      name: `devices of template ${name}`,
      policies: [...policiesIn(template_body, policiesNamed), ...groups.of(groupsIn(template_body))],
    }),
  );
  return { declared, kinds: [...certificates, ...provisioned] };
}

const computedAttributes = ({ address }: Block) => ({ arn: address, id: address });

function policiesIn(body: string, named: (names: readonly string[]) => readonly NamedPolicy[]): readonly NamedPolicy[] {
  const { Resources } = Body.parse(JSON.parse(body));
  const of = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::IoT::Policy');
  return of.flatMap(([name, { Properties }]) => {
    const document = Properties?.PolicyDocument;
    return document === undefined ? named([Properties?.PolicyName ?? '']) : [{ name, document: parsePolicy(document) }];
  });
}

/** Returns the group names that a template assigns to its things, except names that the device chooses. */
function groupsIn(body: string): readonly string[] {
  const { Resources } = Body.parse(JSON.parse(body));
  return Object.values(Resources).flatMap(({ Properties }) =>
    (Properties?.ThingGroups ?? []).filter((group) => typeof group === 'string'),
  );
}

/** Returns the policies of a device that connects with its thing name or another client id. */
export const policiesAs = (
  { thing, policies, groupPolicies }: DeclaredDevice,
  clientId = thing,
): readonly NamedPolicy[] => (clientId === thing ? [...policies, ...groupPolicies] : policies);

/** Returns the policy context of a device that connects with its thing name or another client id. */
export const contextOf = (
  { thing, type, attributes, attachedThings }: Omit<DeclaredDevice, 'policies' | 'groupPolicies' | 'denying'>,
  clientId = thing,
): PolicyContext => iotContext({ clientId, certificateId: 'CERTIFICATE', attachedThings, thing: { type, attributes } });
