import { joined, type Phrase, say } from '../phrase';
import type { Change } from '../plan/plan';
import { byType } from '../plan/type-table';
import { isUnknownAt, textsIn } from '../plan/value-at';
import { operationsOf, requirementsOf } from './api-operations';
import type { Requirement } from './requirement';

/** Function that describes changed requirements: `can now be called without app`. */
type Describe = (was: readonly Requirement[], is: readonly Requirement[]) => Phrase | undefined;

/** Describes the changed requirements of API operations, declared in an OpenAPI document or as resources. */
export const requirementsChanged = (change: Change, describe: Describe): readonly Phrase[] => [
  ...ofOperations(change, describe),
  ...ofMethod(change, describe),
];

/** Describes the changed requirements of operations in an OpenAPI document. Operations with identical changes share a sentence. */
function ofOperations(change: Change, describe: Describe): readonly Phrase[] {
  const operations = operationsOf(change);
  if (operations === undefined) return [];
  const byChange = new Map<string, { readonly change: Phrase; readonly names: string[] }>();
  const { was, is } = operations;
  for (const name of new Set([...was.keys(), ...is.keys()])) {
    const [earlier, now] = [requirementsOf(was, name), requirementsOf(is, name)];
    const described = earlier && now && describe(earlier, now);
    if (described === undefined) continue;
    const group = byChange.get(JSON.stringify(described)) ?? { change: described, names: [] };
    group.names.push(name);
    byChange.set(JSON.stringify(described), group);
  }
  return [...byChange.values()].map(
    (group) => say`${change.address}: ${joined(group.names.map((name) => say`${name}`))} ${group.change}`,
  );
}

/** Attributes that determine the authorization of an individual operation. Source: Terraform Registry, hashicorp/aws 6.25 */
export const authorizationOf = byType<string>({
  aws_api_gateway_method: 'authorization',
  aws_apigatewayv2_route: 'authorization_type',
});

/** Describes the changed requirements of an operation declared as a resource. `publicAccess` reports missing credentials. */
function ofMethod(change: Change, describe: Describe): readonly Phrase[] {
  const { type, address, before, after } = change;
  const how = authorizationOf(type);
  if (how === undefined || before[how] !== after[how] || isUnknownAt(change, ['authorization_scopes'])) return [];
  // scopes have no effect without an authorizer
  if ((before[how] ?? 'NONE') === 'NONE') return [];
  const [was, is] = [before, after].map((values) => [new Map([[how, textsIn(values['authorization_scopes'])]])]);
  const described = was && is && describe(was, is);
  return described === undefined ? [] : [say`${address} ${described}`];
}
