import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { z } from 'zod';
import type { Created, CreatedStacks } from '../apply';
import { parseJson } from './parse-json';

/** Attribute that contains a resource's name in events, if it is not `name`. */
const nameAttributes: Readonly<Record<string, string>> = {
  aws_lambda_function: 'function_name',
  aws_s3_bucket: 'bucket',
};

/** Source location of a resource, as synthesis records it with --places. */
const Places = z.record(z.string(), z.string());

const sensitive = /(^|_)(secret|password|private_key|token|key_pem|api_key|app_key)/i;

/** Running resources of all stacks. */
export interface PlatformResources {
  /** Returns the address of a resource by its Terraform type and name; undefined if it is not declared. */
  addressOf(type: string, name: string): string | undefined;
  /** Returns the Terraform type and name of a resource, separated by a dot. */
  nameOf(address: string): string | undefined;
  find(address: string): Created | undefined;
  all(): readonly Created[];
  /** Returns the source file and line of a resource, if synthesis has recorded it. */
  placeOf(address: string): string | undefined;
  /** Returns the policies of the resource's role. */
  policiesOf(resource: Created): readonly { name: string; document: unknown }[];
}

const text = (value: Value | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

const nameOf = ({ block, attributes }: Created): string =>
  text(attributes[nameAttributes[block.type] ?? 'name']) ?? block.name;

/** Returns a resource's type and its name in events. Monitors are named by their ID. */
const keyOf = (resource: Created): string => {
  const { type, name } = resource.block;
  return `${type}.${type.startsWith('datadog_') ? name : nameOf(resource)}`;
};

/** Creates the index of the running resources. @param directories folders of the stacks */
export function createPlatformResources(blocks: CreatedStacks, directories: readonly string[]): PlatformResources {
  const all = () =>
    [...blocks.values()].flatMap((stack) => [...stack.values()]).filter(({ block }) => block.kind !== 'data');
  let addresses = new Map<string, string>();
  let size = -1;
  /** Rebuilds the addresses after resources were added or removed. */
  const refresh = () => {
    const count = [...blocks.values()].reduce((sum, stack) => sum + stack.size, 0);
    if (count === size) return;
    size = count;
    addresses = new Map(all().map((one) => [keyOf(one), one.address]));
  };
  const find = (address: string) => all().find((one) => one.address === address);
  const places = new Map(
    directories.flatMap((directory) => {
      const file = join(directory, 'places.json');
      const recorded = existsSync(file) ? Places.safeParse(parseJson(readFileSync(file, 'utf8'))) : undefined;
      return recorded?.success === true ? Object.entries(recorded.data) : [];
    }),
  );
  return {
    addressOf(type, name) {
      refresh();
      return addresses.get(`${type}.${name}`);
    },
    nameOf(address) {
      const found = find(address);
      return found && keyOf(found);
    },
    find,
    all,
    placeOf: (address) => places.get(address),
    policiesOf({ attributes }) {
      const role = text(attributes['role'] ?? attributes['role_arn'])
        ?.split('/')
        .at(-1);
      if (role === undefined) return [];
      return all().flatMap(({ block, attributes: other }) => {
        if (block.type === 'aws_iam_role_policy' && other['role'] === role)
          return [{ name: text(other['name']) ?? block.name, document: parseJson(text(other['policy']) ?? '') }];
        if (block.type !== 'aws_iam_role_policy_attachment' || other['role'] !== role) return [];
        const arn = text(other['policy_arn']) ?? '';
        const policy = all().find((one) => one.block.type === 'aws_iam_policy' && one.attributes['arn'] === arn);
        return [{ name: arn.split('/').at(-1) ?? arn, document: parseJson(text(policy?.attributes['policy']) ?? '') }];
      });
    },
  };
}

/** Replaces the values of attributes whose name suggests a secret. */
export const withoutSecrets = (attributes: ValueObject): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      sensitive.test(name) && typeof value === 'string' ? '(sensitive value)' : withoutInnerSecrets(value),
    ]),
  );

function withoutInnerSecrets(value: Value): Value {
  if (isList(value)) return value.map(withoutInnerSecrets);
  return isObject(value) ? withoutSecrets(value) : value;
}
