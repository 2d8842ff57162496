import * as z from 'zod';

/**
 * The oracle decides which actions a policy allows, with the simplest possible code. It replaces the policy's variables and
 * converts each resource to a regular expression.
 * Because it is compared with `packages/aws-policy`, it shares no code with that package.
 */

const oneOrMore = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value));

/** Schema of a policy. It supports only the elements in declared policies; add new elements to the schema first. */
const Policy = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(
    z.strictObject({
      Effect: z.enum(['Allow', 'Deny']),
      Action: oneOrMore,
      Resource: oneOrMore,
      Condition: z.strictObject({ Bool: z.strictObject({ 'iot:Connection.Thing.IsAttached': oneOrMore }) }).optional(),
    }),
  ),
});
export type Policy = z.infer<typeof Policy>;

/** Parses a policy. @param text policy as in Terraform, which escapes `${` as `$${` */
export const policyOf = (text: string): Policy => Policy.parse(JSON.parse(text.replaceAll('$${', '${')));

/** Device that sends a request. Its certificate is attached to the thing, unless the thing is undefined. */
export interface Requester {
  /** Policies of the certificate or of the custom authorizer. */
  readonly policies: readonly Policy[];
  /** Policies of the thing's groups and of their parents. */
  readonly groupPolicies?: readonly Policy[];
  /** Client ID; undefined over HTTPS. */
  readonly clientId: string | undefined;
  readonly thing: { readonly name: string; readonly attributes: Readonly<Record<string, string>> } | undefined;
}

/**
 * Returns the value of a policy variable.
 * Thing policy variables exist only if the client ID is the thing name (AWS IoT developer guide, "Thing policy variables").
 */
function variable(name: string, { clientId, thing }: Requester): string | undefined {
  if (name === 'iot:ClientId') return clientId;
  if (thing === undefined || clientId !== thing.name) return undefined;
  if (name === 'iot:Connection.Thing.ThingName') return thing.name;
  const attribute = /^iot:Connection\.Thing\.Attributes\[(\w+)\]$/.exec(name)?.[1];
  if (attribute === undefined) throw new Error(`unknown policy variable ${name}: add it to the oracle`);
  return thing.attributes[attribute];
}

function matches(pattern: string, resource: string, requester: Requester): boolean {
  let isKnown = true;
  const replaced = pattern.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    const value = variable(name, requester);
    isKnown &&= value !== undefined;
    return value ?? '';
  });
  const expression = replaced
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return isKnown && new RegExp(`^${expression}$`, 's').test(resource);
}

/**
 * Decides a request. Group policies allow actions only if the client ID is the name of the thing, but they always deny actions, so a
 * device cannot evade a denial with another client ID or HTTPS.
 * @param resource `topic/Sensor/temp/room1`, without account and region
 */
export function mayDo(requester: Requester, action: string, resource: string): boolean {
  const { policies, groupPolicies = [], clientId, thing } = requester;
  const isAttached = thing !== undefined && clientId === thing.name;
  const hasStatement = (effect: 'Allow' | 'Deny', given: readonly Policy[]) =>
    given
      .flatMap(({ Statement }) => Statement)
      .some(({ Effect, Action, Resource, Condition }) => {
        const expected = Condition?.Bool['iot:Connection.Thing.IsAttached'] ?? [String(isAttached)];
        return (
          Effect === effect &&
          Action.includes(action) &&
          expected.includes(String(isAttached)) &&
          Resource.some((arn) => matches(arn.split(':').slice(5).join(':'), resource, requester))
        );
      });
  const allowing = isAttached ? [...policies, ...groupPolicies] : policies;
  return hasStatement('Allow', allowing) && !hasStatement('Deny', [...policies, ...groupPolicies]);
}
