import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { z } from 'zod';
import type { CreatedBlock } from '../apply';
import type { RunningPlatform } from '../running-platform';
import { parseJson } from './parse-json';

/** Attribute that contains a resource's name in events, if it is not `name`. */
const nameAttributes: Readonly<Record<string, string>> = {
  aws_cloudwatch_metric_alarm: 'alarm_name',
  aws_lambda_function: 'function_name',
  aws_s3_bucket: 'bucket',
};

/** Source location of a resource, as synthesis records it with --places. */
const Places = z.record(z.string(), z.object({ path: z.string(), line: z.int() }));

/** Words in the name of an attribute that contains a secret. Words in camel case are separated first. */
const sensitive = /(^|_)(secret|password|private_?key|token|key_?pem|api_?key|app_?key)/;

/** Attributes that contain a secret although their names do not indicate it, by resource type. */
const sensitiveAttributes: Readonly<Record<string, readonly string[]>> = {
  aws_api_gateway_api_key: ['value'],
  aws_ssm_parameter: ['value'],
  random_password: ['result', 'bcrypt_hash'],
};

const withUnderscores = (name: string) => name.replace(/([a-z\d])(?=[A-Z])/g, '$1_').toLowerCase();

const isSensitive = (type: string, name: string) =>
  sensitive.test(withUnderscores(name)) || sensitiveAttributes[type]?.includes(name) === true;

/** Running resources of all stacks. */
export interface PlatformResources {
  /** Returns the address of a resource by its Terraform type and name; undefined if it is not declared. */
  addressOf(type: string, name: string): string | undefined;
  /** Returns the Terraform type and name of a resource, separated by a dot. */
  nameOf(address: string): string | undefined;
  /** Returns a resource, without the values of attributes that contain secrets. */
  find(address: string): CreatedBlock | undefined;
  all(): readonly CreatedBlock[];
  /** Returns the blocks of all resources and data sources. */
  blocks(): readonly Block[];
  /** Returns the source file and line of a resource, if synthesis has recorded it. */
  placeOf(address: string): string | undefined;
  /** Returns the policies of the resource's roles. */
  policiesOf(resource: CreatedBlock): readonly { name: string; document: unknown }[];
}

const text = (value: Value | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

const nameOf = ({ block, attributes }: CreatedBlock): string =>
  text(attributes[nameAttributes[block.type] ?? 'name']) ?? block.name;

/** Returns a resource's type and its name in events. Monitors are named by their ID. */
const keyOf = (resource: CreatedBlock): string => {
  const { type, name } = resource.block;
  return `${type}.${type.startsWith('datadog_') ? name : nameOf(resource)}`;
};

/** Reads the source locations of the resources of stacks. */
const placesIn = (directories: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    directories.flatMap((directory) => {
      const file = join(directory, 'places.json');
      const recorded = existsSync(file) ? Places.safeParse(parseJson(readFileSync(file, 'utf8'))) : undefined;
      const places = Object.entries(recorded?.data ?? {});
      return places.map(([address, { path, line }]) => [address, `${path}:${line}`] as const);
    }),
  );

/** Creates the index of the running resources, which follows updates of the stacks. */
export function createPlatformResources(
  running: Pick<RunningPlatform, 'blocks' | 'directories' | 'revision'>,
): PlatformResources {
  const created = () => [...running.blocks.values()].flatMap((stack) => [...stack.values()]);
  const all = () => created().filter(({ block }) => block.kind !== 'data');
  /** Caches a value that depends on the stacks until the next update. The value is read for each event, so this must be cheap. */
  const untilUpdate = <Read>(read: () => Read): (() => Read) => {
    let kept: { readonly revision: number; readonly value: Read } | undefined;
    return () => {
      if (kept?.revision !== running.revision) kept = { revision: running.revision, value: read() };
      return kept.value;
    };
  };
  const addresses = untilUpdate(() => new Map(all().map((one) => [keyOf(one), one.address])));
  const places = untilUpdate(() => placesIn(running.directories));
  const find = (address: string) => all().find((one) => one.address === address);
  const managedPolicy = (arn: string): unknown => {
    if (arn.startsWith('arn:aws:iam::aws:policy/')) return 'AWS-managed policy';
    const policy = all().find(({ block, attributes }) => block.type === 'aws_iam_policy' && attributes['arn'] === arn);
    return parseJson(text(policy?.attributes['policy']) ?? '');
  };
  return {
    addressOf: (type, name) => addresses().get(`${type}.${name}`),
    nameOf(address) {
      const found = find(address);
      return found && keyOf(found);
    },
    find(address) {
      const found = find(address);
      return found && { ...found, attributes: withoutSecrets(found.attributes, found.block.type) };
    },
    all,
    blocks: () => created().map(({ block }) => block),
    placeOf: (address) => places().get(address),
    policiesOf({ attributes }) {
      const roles = rolesIn(attributes);
      return all().flatMap(({ block, attributes: attached }) => {
        const role = text(attached['role']) ?? '';
        if (!roles.has(role)) return [];
        const named = (name: string) => (roles.size > 1 ? `${name} of ${role}` : name);
        if (block.type === 'aws_iam_role_policy') {
          const document = parseJson(text(attached['policy']) ?? '');
          return [{ name: named(text(attached['name']) ?? block.name), document }];
        }
        if (block.type !== 'aws_iam_role_policy_attachment') return [];
        const arn = text(attached['policy_arn']) ?? '';
        return [{ name: named(arn.split('/').at(-1) ?? arn), document: managedPolicy(arn) }];
      });
    },
  };
}

/** Returns the names of the roles whose ARNs a value refers to. A top-level attribute `role` can contain the name. */
function rolesIn(attributes: ValueObject): ReadonlySet<string> {
  const collect = (value: Value): readonly string[] => {
    if (isList(value)) return value.flatMap(collect);
    if (isObject(value)) return Object.values(value).flatMap(collect);
    const role = text(value)?.match(/^arn:aws:iam::\d*:role\/(?:.*\/)?([^/]+)$/)?.[1];
    return role === undefined ? [] : [role];
  };
  const named = text(attributes['role']) ?? '';
  return new Set([...collect(attributes), ...(/^[\w+=,.@-]+$/.test(named) ? [named] : [])]);
}

/** Replaces the values of attributes that contain a secret, according to the resource's type or the attribute's name. */
export const withoutSecrets = (attributes: ValueObject, type = ''): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      isSensitive(type, name) && typeof value === 'string' ? '(sensitive value)' : withoutInnerSecrets(value),
    ]),
  );

function withoutInnerSecrets(value: Value): Value {
  if (isList(value)) return value.map(withoutInnerSecrets);
  return isObject(value) ? withoutSecrets(value) : value;
}
