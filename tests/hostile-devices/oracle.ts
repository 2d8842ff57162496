import * as z from 'zod';

/**
 * What a device may do, found out in the slowest and plainest way: by the text of its policy, its variables replaced, and
 * each resource made a regular expression. It shares no line with `lib/policy`, which it is held against.
 */

const oneOrMore = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value));

/** No more of the language than the declared policies use: what is new here has to be judged anew. */
const Policy = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(
    z.strictObject({
      Effect: z.literal('Allow'),
      Action: oneOrMore,
      Resource: oneOrMore,
      Condition: z.strictObject({ Bool: z.strictObject({ 'iot:Connection.Thing.IsAttached': oneOrMore }) }).optional(),
    }),
  ),
});
export type Policy = z.infer<typeof Policy>;

/** @param text as it stands in a file of Terraform, where `$${` is what a policy reads as `${` */
export const policyOf = (text: string): Policy => Policy.parse(JSON.parse(text.replaceAll('$${', '${')));

/** Who asks: the certificate is attached to the thing, if there is one. */
export interface Asking {
  readonly policy: Policy;
  /** Undefined by HTTPS, which has none. */
  readonly clientId: string | undefined;
  readonly thing: { readonly name: string; readonly attributes: Readonly<Record<string, string>> } | undefined;
}

/** AWS IoT developer guide, "Thing policy variables": they are there where the client connects as its thing. */
function variable(name: string, { clientId, thing }: Asking): string | undefined {
  if (thing === undefined || clientId !== thing.name) return undefined;
  if (name === 'iot:Connection.Thing.ThingName') return thing.name;
  const attribute = /^iot:Connection\.Thing\.Attributes\[(\w+)\]$/.exec(name)?.[1];
  if (attribute === undefined) throw new Error(`the oracle does not know the variable ${name}`);
  return thing.attributes[attribute];
}

function matches(pattern: string, resource: string, asking: Asking): boolean {
  let isKnown = true;
  const replaced = pattern.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    const value = variable(name, asking);
    isKnown &&= value !== undefined;
    return value ?? '';
  });
  const expression = replaced
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return isKnown && new RegExp(`^${expression}$`, 's').test(resource);
}

/** @param resource `topic/Sensor/temp/room1`, whatever the account and the region */
export function mayDo(asking: Asking, action: string, resource: string): boolean {
  return asking.policy.Statement.some(({ Action, Resource, Condition }) => {
    const isAttached = asking.thing !== undefined && asking.clientId === asking.thing.name;
    const wanted = Condition?.Bool['iot:Connection.Thing.IsAttached'] ?? [String(isAttached)];
    return (
      Action.includes(action) &&
      wanted.includes(String(isAttached)) &&
      Resource.some((arn) => matches(arn.split(':').slice(5).join(':'), resource, asking))
    );
  });
}
