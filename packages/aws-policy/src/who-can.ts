import { conditionOf } from './condition';
import { covers, overlap } from './cover';
import type { PolicyStatement } from './document';
import type { DecidingStatement, NamedPolicy } from './evaluate';
import { contextValue, type PolicyContext, readVariable } from './variables';
import { fitsWildcard } from './wildcard';

/** Whoever carries policies. Without a context its variables may be anything, and its conditions may hold. */
export interface Carrier {
  readonly name: string;
  readonly policies: readonly NamedPolicy[];
  readonly context?: PolicyContext;
}

/** One statement by which somebody may do something. */
export interface Permit {
  readonly carrier: string;
  readonly statement: DecidingStatement;
  /** As the policy has it, and as it is for this carrier where its variables are known. */
  readonly resource: string;
  readonly forThisOne: string;
  readonly conditions: readonly string[];
}

/**
 * Who may do something to at least one of the resources that fit a pattern. Where a variable is not known it may stand
 * for anything, so that the list may name too many, never too few; a Deny takes out what it names wholly.
 * @param action `iot:Publish`
 * @param pattern of an ARN, with `*` and `?` as policies have them
 */
export function whoCan(carriers: readonly Carrier[], action: string, pattern: string): readonly Permit[] {
  return carriers.flatMap((carrier) => {
    const claims = carrier.policies.flatMap((policy) => claimsOf(policy, carrier, action));
    const denied = claims.filter(({ effect, isSure }) => effect === 'Deny' && isSure);
    return claims
      .filter(({ effect, matched }) => effect === 'Allow' && overlap(matched, pattern))
      .filter(({ matched }) => !denied.some((deny) => covers(deny.matched, matched) || covers(deny.matched, pattern)))
      .map(({ statement, resource, matched, conditions }) => ({
        carrier: carrier.name,
        statement,
        resource,
        forThisOne: carrier.context === undefined ? resource : written(matched),
        conditions,
      }));
  });
}

interface Claim {
  readonly effect: PolicyStatement['Effect'];
  readonly statement: DecidingStatement;
  readonly resource: string;
  /** With its variables filled in: with `*` where they may be anything. */
  readonly matched: string;
  readonly conditions: readonly string[];
  /** Whether it holds whatever is not known. */
  readonly isSure: boolean;
}

function claimsOf({ name, document }: NamedPolicy, { context }: Carrier, action: string): readonly Claim[] {
  const variables = document.Version === '2012-10-17';
  return document.Statement.flatMap((statement, index) => {
    if (!speaksOf(statement, action)) return [];
    const conditions = Object.entries(statement.Condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => `${operator} ${key} ${values.join(', ')}`),
    );
    if (context !== undefined && !conditionOf(statement, { variables })(context)) return [];
    const isSure = conditions.length === 0 || context !== undefined;
    // what is excepted by NotResource is not looked at: it may name one too many
    const resources = statement.Resource ?? (statement.Effect === 'Allow' ? ['*'] : []);
    return resources.flatMap((resource) => {
      const filled = variables ? fill(resource, context) : resource;
      if (filled === undefined) return [];
      const said = { policy: name, sid: statement.Sid ?? `statement ${index + 1}` };
      const isWhole = context !== undefined || !resource.includes('${');
      return [
        { effect: statement.Effect, statement: said, resource, matched: filled, conditions, isSure: isSure && isWhole },
      ];
    });
  });
}

function speaksOf({ Action, NotAction }: PolicyStatement, action: string): boolean {
  const named = (Action ?? NotAction ?? []).some((one) => fitsWildcard(one.toLowerCase(), action.toLowerCase()));
  return named === (Action !== undefined);
}

/** @returns undefined where a variable has no value: nothing fits then */
function fill(resource: string, context: PolicyContext | undefined): string | undefined {
  let isKnown = true;
  const filled = resource.replace(/\$\{([^}]*)\}/g, (whole, inside: string) => {
    const read = readVariable(inside);
    if (!('variable' in read)) return whole;
    if (context === undefined) return '*';
    const values = contextValue(context, read.variable) ?? [];
    const value = values.length === 0 ? read.fallback : values[0];
    if (value === undefined || values.length > 1) isKnown = false;
    return literal(value ?? '');
  });
  return isKnown ? filled : undefined;
}

/** A text that stands for itself in a pattern: a client that is called `*` gains nothing by it. */
export const literal = (text: string) => text.replace(/[*?]|\$(?=\{)/g, (character) => `\${${character}}`);

const written = (pattern: string) => pattern.replace(/\$\{([*?$])\}/g, '$1');
