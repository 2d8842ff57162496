import { covers, overlap } from './cover';
import type { PolicyDocument, PolicyStatement } from './document';

/** Permission that a changed policy newly grants, or no longer denies. */
export interface Right {
  /** Action in the policy's spelling, such as `iot:Publish` or `s3:*`; `everything but iam:*` for a NotAction. */
  readonly action: string;
  /** Resource; undefined if a resource policy omits it. */
  readonly resource: string | undefined;
  /** Principal in a resource policy: `Service iot.amazonaws.com`. */
  readonly principal: string | undefined;
  /** Conditions, for example `StringEquals aws:SourceAccount 111122223333`. */
  readonly conditions: readonly string[];
  /** Conditions that were removed from an existing permission. */
  readonly without: readonly string[];
  /** Whether the permission results from a new Allow, or from a Deny that was removed or narrowed. */
  readonly because: 'allowed' | 'no longer denied';
}

/**
 * Returns the permissions that an owner's policies grant after a change but not before it. The comparison is by
 * meaning: it ignores the order of statements, Sids, the splitting of statements, and actions that a wildcard already
 * covers. Permissions that cannot be compared are returned as gained.
 * @param elsewhere whether other policies may allow the same calls. If so, every removed Deny is returned as gained
 */
export function rightsGained(
  before: readonly PolicyDocument[],
  after: readonly PolicyDocument[],
  { elsewhere = false } = {},
): readonly Right[] {
  const [had, has] = [before.flatMap(claimsOf), after.flatMap(claimsOf)];
  const allows = (claims: readonly Claim[]) => claims.filter(({ effect }) => effect === 'Allow');
  const denies = (claims: readonly Claim[]) => claims.filter(({ effect }) => effect === 'Deny');
  const allowed = notIn(denies(has), notIn(allows(had), allows(has)));
  const bound = allows(had).filter(({ conditions }) => conditions.length > 0);
  const conditional = bound.length * allowed.length > pairsAtMost ? [] : bound;
  const lifted = notIn(denies(has), denies(had));
  const shouldReturnAll = elsewhere || lifted.length * has.length > pairsAtMost;
  const given = lifted.filter((claim) => shouldReturnAll || allows(has).some((allow) => touches(allow, claim)));
  return [
    ...allowed.map((claim) => rightOf(claim, 'allowed', conditionsGone(conditional, claim))),
    ...given.map((claim) => rightOf(claim, 'no longer denied', [])),
  ];
}

/**
 * Maximum number of pairs to compare. The largest policies that AWS accepts have a few thousand claims. In much larger policies,
 * only identical claims are matched.
 */
const pairsAtMost = 1_000_000;

/** Returns the claims that no claim in `wide` covers. */
function notIn(wide: readonly Claim[], claims: readonly Claim[]): readonly Claim[] {
  const same = new Set(wide.map(({ key }) => key));
  const others = claims.filter(({ key }) => !same.has(key));
  if (others.length * wide.length > pairsAtMost) return others;
  return others.filter((claim) => !wide.some((one) => includes(one, claim)));
}

const keyOf = ({ action, resource, principal, conditions }: Omit<Claim, 'key'>) =>
  JSON.stringify([
    ...[action, resource, principal].map((named) => named && patternsOf(named)),
    conditions.map(({ operator, key, values }) => [operator, key, values]),
  ]);
const patternsOf = (named: ValuePattern) => ('pattern' in named ? named.pattern : [named.except]);

/** Part of a statement: one action, one resource and one principal, with the statement's conditions. */
interface Claim {
  /** Text that is equal for equal claims, whatever their effect. */
  readonly key: string;
  readonly effect: PolicyStatement['Effect'];
  readonly action: ValuePattern;
  readonly resource: ValuePattern | undefined;
  readonly principal: ValuePattern | undefined;
  readonly conditions: readonly Condition[];
}

/** Pattern, or everything except the given patterns. */
type ValuePattern = { readonly pattern: string; readonly written: string } | { readonly except: readonly string[] };

interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly written: string;
  readonly values: readonly string[];
}

const remembered = new WeakMap<PolicyDocument, readonly Claim[]>();

/** Returns the claims of a policy, and remembers them, because a policy is compared several times. */
function claimsOf(policy: PolicyDocument): readonly Claim[] {
  const earlier = remembered.get(policy);
  if (earlier !== undefined) return earlier;
  const claims = claimsIn(policy);
  remembered.set(policy, claims);
  return claims;
}

function claimsIn({ Statement }: PolicyDocument): readonly Claim[] {
  return Statement.flatMap((statement) => {
    // actions are case-insensitive (IAM user guide, "reference_policies_elements_action")
    const actions = namedBy(statement.Action, statement.NotAction, (action) => action.toLowerCase());
    const resources = namedBy(statement.Resource, statement.NotResource);
    const principals = namedBy(
      statement.Principal && principalsIn(statement.Principal),
      statement.NotPrincipal && principalsIn(statement.NotPrincipal),
    );
    const conditions = Object.entries(statement.Condition).flatMap(([operator, keys]) =>
      // condition keys are case-insensitive (IAM user guide, "reference_policies_elements_condition")
      Object.entries(keys).map(([key, values]) => ({ operator, key: key.toLowerCase(), written: key, values })),
    );
    const places = resources.length === 0 ? [undefined] : resources;
    const whoms = principals.length === 0 ? [undefined] : principals;
    return actions.flatMap((action) =>
      places.flatMap((resource) =>
        whoms.map((principal) => {
          const claim = { effect: statement.Effect, action, resource, principal, conditions };
          return { ...claim, key: keyOf(claim) };
        }),
      ),
    );
  });
}

function namedBy(
  patterns: readonly string[] | undefined,
  except: readonly string[] | undefined,
  compared = (pattern: string) => pattern,
): readonly ValuePattern[] {
  if (patterns !== undefined) return patterns.map((written) => ({ pattern: compared(written), written }));
  return except === undefined ? [] : [{ except: except.map(compared) }];
}

function principalsIn(block: NonNullable<PolicyStatement['Principal']>): readonly string[] {
  if (block === '*') return ['*'];
  return Object.entries(block).flatMap(([kind, ids = []]) =>
    ids.map((id) => (kind === 'AWS' && id === '*' ? '*' : `${kind} ${kind === 'AWS' ? accountOf(id) : id}`)),
  );
}

/** Returns the id of an account for the ARN of its root, which means the same. Source: IAM user guide, "reference_policies_elements_principal" */
const accountOf = (id: string): string => /^arn:[\w-]+:iam::(\d{12}):root$/.exec(id)?.[1] ?? id;

/** Returns whether the wide claim covers everything that the narrow claim covers. */
const includes = (wide: Claim, narrow: Claim): boolean =>
  namesAllOf(wide, narrow) && conditionsBeyond(narrow, wide).length === 0;

/** Returns whether the wide claim covers the narrow claim, ignoring conditions. */
const namesAllOf = (wide: Claim, narrow: Claim): boolean =>
  namesAll(wide.action, narrow.action) &&
  namesAllIfPresent(wide.resource, narrow.resource) &&
  namesAllIfPresent(wide.principal, narrow.principal);

/** Returns the conditions of a claim that the conditions of another claim do not imply. */
const conditionsBeyond = (other: Claim, { conditions }: Claim): readonly Condition[] =>
  conditions.filter((condition) => !other.conditions.some((one) => isStricter(one, condition)));

/** Returns the smallest set of conditions that a claim has lost. Excludes conditions whose values changed. */
function conditionsGone(had: readonly Claim[], claim: Claim): readonly Condition[] {
  const isStillPresent = ({ operator, key }: Condition) =>
    claim.conditions.some((one) => one.operator === operator && one.key === key);
  const gone = had
    .filter((one) => namesAllOf(one, claim))
    .map((one) => conditionsBeyond(claim, one).filter((condition) => !isStillPresent(condition)));
  return gone.sort((a, b) => a.length - b.length)[0] ?? [];
}

const namesAllIfPresent = (wide: ValuePattern | undefined, narrow: ValuePattern | undefined) =>
  wide === undefined || (narrow === undefined ? isEverything(wide) : namesAll(wide, narrow));

const isEverything = (named: ValuePattern) => 'pattern' in named && named.pattern === '*';

function namesAll(wide: ValuePattern, narrow: ValuePattern): boolean {
  if (isEverything(wide)) return true;
  if ('pattern' in wide) return 'pattern' in narrow && covers(wide.pattern, narrow.pattern);
  if ('pattern' in narrow) return wide.except.every((pattern) => !overlap(pattern, narrow.pattern));
  return wide.except.every((pattern) => narrow.except.some((other) => covers(other, pattern)));
}

/** Returns whether a condition is at least as strict as another. Values are alternatives unless the operator is negated. */
function isStricter(condition: Condition, than: Condition): boolean {
  if (condition.operator !== than.operator || condition.key !== than.key) return false;
  const [few, many] = /Not/.test(than.operator) ? [than, condition] : [condition, than];
  return few.values.every((value) => many.values.includes(value));
}

/** Returns whether an Allow and a Deny may apply to the same request. */
function touches(allow: Claim, deny: Claim): boolean {
  const canOverlap = (one: ValuePattern | undefined, other: ValuePattern | undefined) =>
    one === undefined ||
    other === undefined ||
    !('pattern' in one) ||
    !('pattern' in other) ||
    overlap(one.pattern, other.pattern);
  return (
    canOverlap(allow.action, deny.action) &&
    canOverlap(allow.resource, deny.resource) &&
    canOverlap(allow.principal, deny.principal)
  );
}

function rightOf(
  { action, resource, principal, conditions }: Claim,
  because: Right['because'],
  without: readonly Condition[],
): Right {
  return {
    action: inWords(action),
    resource: resource && inWords(resource),
    principal: principal && inWords(principal),
    conditions: conditions.map(conditionInWords),
    without: without.map(conditionInWords),
    because,
  };
}

const conditionInWords = ({ operator, written, values }: Condition) => `${operator} ${written} ${values.join(', ')}`;

const inWords = (named: ValuePattern) =>
  'pattern' in named ? named.written : `everything but ${named.except.join(', ')}`;
