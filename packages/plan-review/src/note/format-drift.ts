import type { Drift } from '../drift';
import { counted, joined, type Phrase, say, words } from '../phrase';

export const driftTitle = 'Drift';

const namedAtMost = 5;

/** Formats drift: `timeout of 2 aws_lambda_function resources differs from the configuration: a and b`. */
export function formatDrift({ types, isDeleted, attributes, addresses }: Drift): Phrase {
  const named = joined([
    ...addresses.slice(0, namedAtMost).map((address) => say`${address}`),
    ...(addresses.length > namedAtMost ? [words(`${addresses.length - namedAtMost} more`)] : []),
  ]);
  const type = joined(types.map((one) => say`${one}`));
  const resources = say`${addresses.length} ${type} ${words(counted(addresses.length, 'resource').replace(/^\d+ /, ''))}`;
  if (isDeleted)
    return say`${resources} ${words(addresses.length === 1 ? 'was' : 'were')} deleted outside Terraform: ${named}`;
  const verb = words(attributes.length === 1 ? 'differs' : 'differ');
  return say`${joined(attributes.map((one) => say`${one}`))} of ${resources} ${verb} from the configuration: ${named}`;
}

/** Formats the number of drifted resources for the headline: `1 resource was deleted outside Terraform`. */
export function driftCounted(drift: readonly Drift[]): readonly string[] {
  const count = (isDeleted: boolean) =>
    drift.filter((one) => one.isDeleted === isDeleted).flatMap(({ addresses }) => addresses).length;
  const [deleted, changed] = [count(true), count(false)];
  return [
    ...(deleted === 0
      ? []
      : [`${counted(deleted, 'resource')} ${deleted === 1 ? 'was' : 'were'} deleted outside Terraform`]),
    ...(changed === 0
      ? []
      : [`${counted(changed, 'resource')} ${changed === 1 ? 'differs' : 'differ'} from the configuration`]),
  ];
}
