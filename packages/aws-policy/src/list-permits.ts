import { conditionOf } from './condition';
import { covers, overlap } from './cover';
import type { PolicyStatement } from './document';
import type { DecidingStatement, NamedPolicy } from './evaluate';
import { contextValue, type PolicyContext, readVariable } from './variables';
import { fitsWildcard } from './wildcard';

/** Principal with its policies. Without a context, variables may have any value, and conditions may be satisfied. */
export interface Carrier {
  readonly name: string;
  readonly policies: readonly NamedPolicy[];
  readonly context?: PolicyContext;
}

/** Statement that permits an action. */
export interface Permit {
  readonly carrier: string;
  readonly statement: DecidingStatement;
  /** Resource in the policy's spelling. In `filledResource`, this principal's values replace the known variables. */
  readonly resource: string;
  readonly filledResource: string;
  readonly conditions: readonly string[];
}

/**
 * Returns the principals that may perform an action on at least one resource that matches a pattern. Unknown variables may have
 * any value, so the list may contain too many entries, but never too few.
 * A Deny removes only resources that it covers completely.
 * @param action action such as `iot:Publish`
 * @param pattern ARN in which `*` and `?` are wildcards, as in policies
 */
export function listPermits(carriers: readonly Carrier[], action: string, pattern: string): readonly Permit[] {
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
        filledResource: carrier.context === undefined ? resource : unescapePattern(matched),
        conditions,
      }));
  });
}

interface Claim {
  readonly effect: PolicyStatement['Effect'];
  readonly statement: DecidingStatement;
  readonly resource: string;
  /** Resource with variables replaced by their values, or by `*` if the values are unknown. */
  readonly matched: string;
  readonly conditions: readonly string[];
  /** Whether the statement applies regardless of unknown values. */
  readonly isSure: boolean;
}

function claimsOf({ name, document }: NamedPolicy, { context }: Carrier, action: string): readonly Claim[] {
  const variables = document.Version === '2012-10-17';
  return document.Statement.flatMap((statement, index) => {
    if (!namesAction(statement, action)) return [];
    const conditions = Object.entries(statement.Condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => `${operator} ${key} ${values.join(', ')}`),
    );
    if (context !== undefined && !conditionOf(statement, { variables })(context)) return [];
    const isSure = conditions.length === 0 || context !== undefined;
    // Treat an Allow with NotResource as if it allowed every resource, and skip a Deny with NotResource: the result may
    // then contain too many identities, but never too few.
    const resources = statement.Resource ?? (statement.Effect === 'Allow' ? ['*'] : []);
    return resources.flatMap((resource) => {
      const filled = variables ? fill(resource, context) : resource;
      if (filled === undefined) return [];
      const decidingStatement = { policy: name, sid: statement.Sid ?? `statement ${index + 1}` };
      const isWhole = context !== undefined || !resource.includes('${');
      return [
        {
          effect: statement.Effect,
          statement: decidingStatement,
          resource,
          matched: filled,
          conditions,
          isSure: isSure && isWhole,
        },
      ];
    });
  });
}

function namesAction({ Action, NotAction }: PolicyStatement, action: string): boolean {
  const named = (Action ?? NotAction ?? []).some((one) => fitsWildcard(one.toLowerCase(), action.toLowerCase()));
  return named === (Action !== undefined);
}

/** Replaces the variables in a resource. Returns undefined if a variable has no value; the resource then matches nothing. */
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

/** Escapes text for use in a pattern, so a client named `*` gains no permissions. */
export const literal = (text: string) => text.replace(/[*?]|\$(?=\{)/g, (character) => `\${${character}}`);

const unescapePattern = (pattern: string) => pattern.replace(/\$\{([*?$])\}/g, '$1');
