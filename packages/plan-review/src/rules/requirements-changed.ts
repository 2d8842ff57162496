import { joined, type Phrase, say } from '../phrase';
import type { Change } from '../plan/plan';
import { isUnknownAt, textsIn } from '../plan/value-at';
import { askedFor, operationsOf } from './operations';
import type { Requirement } from './requirement';

/** Describes changed requirements: `can now be called without app`. */
type Tell = (was: readonly Requirement[], is: readonly Requirement[]) => Phrase | undefined;

/** Changed requirements of the operations of an API, declared in OpenAPI or as resources. */
export const requirementsChanged = (change: Change, tell: Tell): readonly Phrase[] => [
  ...ofOperations(change, tell),
  ...ofMethod(change, tell),
];

/** Operations with the same change share a sentence. */
function ofOperations(change: Change, tell: Tell): readonly Phrase[] {
  const operations = operationsOf(change);
  if (operations === undefined) return [];
  const alike = new Map<string, { readonly told: Phrase; readonly names: string[] }>();
  const { was, is } = operations;
  for (const name of new Set([...was.keys(), ...is.keys()])) {
    const [earlier, now] = [askedFor(was, name), askedFor(is, name)];
    const told = earlier && now && tell(earlier, now);
    if (told === undefined) continue;
    const those = alike.get(JSON.stringify(told)) ?? { told, names: [] };
    those.names.push(name);
    alike.set(JSON.stringify(told), those);
  }
  return [...alike.values()].map(
    ({ told, names }) => say`${change.address}: ${joined(names.map((name) => say`${name}`))} ${told}`,
  );
}

/** Attributes that choose the authorization of a single operation. Terraform Registry, hashicorp/aws 6.25 */
const authorizations = new Map([
  ['aws_api_gateway_method', 'authorization'],
  ['aws_apigatewayv2_route', 'authorization_type'],
]);

/** `publicAccess` reports operations without authentication or key. */
function ofMethod(change: Change, tell: Tell): readonly Phrase[] {
  const { type, address, before, after } = change;
  const how = authorizations.get(type);
  if (how === undefined || before[how] !== after[how] || isUnknownAt(change, ['authorization_scopes'])) return [];
  // without an authorizer, scopes have no effect
  if ((before[how] ?? 'NONE') === 'NONE') return [];
  const [was, is] = [before, after].map((values) => [new Map([[how, textsIn(values['authorization_scopes'])]])]);
  const told = was && is && tell(was, is);
  return told === undefined ? [] : [say`${address} ${told}`];
}
