import { joined, type Phrase, say } from '../phrase';
import type { Change } from '../plan/plan';
import { isUnknownAt, textsIn } from '../plan/value-at';
import { changedIn } from '../renames';
import { askedFor, operationsOf } from './operations';
import { gainOf } from './requirement';
import type { Danger, Rule } from './rule';

/** An API answers somebody whom it sent away: by another scope, without a key, or without a name. */
export const apiWidened: Rule = (plan) =>
  changedIn(plan).flatMap((change): Danger[] =>
    [...ofOperations(change), ...ofMethod(change)].map((what) => ({
      kind: 'more rights',
      address: change.address,
      what,
    })),
  );

/** Operations that are opened alike are told at once. */
function ofOperations(change: Change): readonly Phrase[] {
  const operations = operationsOf(change);
  if (operations === undefined) return [];
  const alike = new Map<string, { readonly gain: Phrase; readonly names: string[] }>();
  const { was, is } = operations;
  for (const name of new Set([...was.keys(), ...is.keys()])) {
    const [earlier, now] = [askedFor(was, name), askedFor(is, name)];
    const gain = earlier && now && gainOf(earlier, now);
    if (gain === undefined) continue;
    const those = alike.get(JSON.stringify(gain)) ?? { gain, names: [] };
    those.names.push(name);
    alike.set(JSON.stringify(gain), those);
  }
  return [...alike.values()].map(
    ({ gain, names }) => say`${change.address}: ${joined(names.map((name) => say`${name}`))} ${gain}`,
  );
}

/** By which attribute one that is declared by itself says how it asks. Terraform Registry, hashicorp/aws 6.25 */
const authorizations = new Map([
  ['aws_api_gateway_method', 'authorization'],
  ['aws_apigatewayv2_route', 'authorization_type'],
]);

/** That it asks nobody any more, or for no key, `doorsOpened` tells. */
function ofMethod(change: Change): readonly Phrase[] {
  const { type, address, before, after } = change;
  const how = authorizations.get(type);
  if (how === undefined || before[how] !== after[how] || isUnknownAt(change, ['authorization_scopes'])) return [];
  // without an authorizer its scopes ask nobody
  if ((before[how] ?? 'NONE') === 'NONE') return [];
  const [was, is] = [before, after].map((values) => [new Map([[how, textsIn(values['authorization_scopes'])]])]);
  const gain = was && is && gainOf(was, is);
  return gain === undefined ? [] : [say`${address} ${gain}`];
}
