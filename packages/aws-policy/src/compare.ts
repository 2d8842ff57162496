import { covers, overlap } from './cover';
import type { PolicyDocument, PolicyStatement } from './document';

/** Something that a policy allows, or that it no longer denies. */
export interface Right {
  /** As the policy has it: `iot:Publish`, `s3:*`; of a NotAction: `everything but iam:*`. */
  readonly action: string;
  /** Undefined where the policy lies at its resource and does not say it again. */
  readonly resource: string | undefined;
  /** Who, in a policy that lies at its resource: `Service iot.amazonaws.com`. */
  readonly principal: string | undefined;
  /** Under which conditions, as `StringEquals aws:SourceAccount 111122223333`. */
  readonly conditions: readonly string[];
  /** Where it was allowed before, but under conditions: those that need not hold any more. */
  readonly without: readonly string[];
  /** `allowed`: an Allow that was not there before. `no longer denied`: a Deny that is gone or has become narrower. */
  readonly because: 'allowed' | 'no longer denied';
}

/**
 * What the policies of one owner allow after a change and did not before, by meaning: another order, another Sid, a
 * statement split in two and an action under a wildcard that was there already are no difference. What cannot be told is
 * taken for a right more.
 * @param elsewhere whether policies that are not among these allow, too: then every Deny that is gone gives something back
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
  const isTold = elsewhere || lifted.length * has.length > pairsAtMost;
  const given = lifted.filter((claim) => isTold || allows(has).some((allow) => touches(allow, claim)));
  return [
    ...allowed.map((claim) => rightOf(claim, 'allowed', conditionsGone(conditional, claim))),
    ...given.map((claim) => rightOf(claim, 'no longer denied', [])),
  ];
}

/**
 * So many pairs are looked at: the largest policies that AWS takes have a few thousand claims, and of what is larger by far
 * only what is the same to the letter is known again.
 */
const pairsAtMost = 1_000_000;

/** Those of the claims that no wide one includes. */
function notIn(wide: readonly Claim[], claims: readonly Claim[]): readonly Claim[] {
  const same = new Set(wide.map(keyOf));
  const others = claims.filter((claim) => !same.has(keyOf(claim)));
  if (others.length * wide.length > pairsAtMost) return others;
  return others.filter((claim) => !wide.some((one) => includes(one, claim)));
}

const keyOf = ({ action, resource, principal, conditions }: Claim) =>
  JSON.stringify([
    ...[action, resource, principal].map((named) => named && patternsOf(named)),
    conditions.map(({ operator, key, values }) => [operator, key, values]),
  ]);
const patternsOf = (named: Named) => ('pattern' in named ? named.pattern : [named.except]);

/** One action, resource and principal of a statement, with its conditions. */
interface Claim {
  readonly effect: PolicyStatement['Effect'];
  readonly action: Named;
  readonly resource: Named | undefined;
  readonly principal: Named | undefined;
  readonly conditions: readonly Condition[];
}

/** A pattern, or all that fits none of several. */
type Named = { readonly pattern: string; readonly written: string } | { readonly except: readonly string[] };

interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly written: string;
  readonly values: readonly string[];
}

function claimsOf({ Statement }: PolicyDocument): Claim[] {
  return Statement.flatMap((statement) => {
    // actions have no case. IAM user guide, "reference_policies_elements_action"
    const actions = namedBy(statement.Action, statement.NotAction, (action) => action.toLowerCase());
    const resources = namedBy(statement.Resource, statement.NotResource);
    const principals = namedBy(
      statement.Principal && principalsIn(statement.Principal),
      statement.NotPrincipal && principalsIn(statement.NotPrincipal),
    );
    const conditions = Object.entries(statement.Condition).flatMap(([operator, keys]) =>
      // condition keys have no case. IAM user guide, "reference_policies_elements_condition"
      Object.entries(keys).map(([key, values]) => ({ operator, key: key.toLowerCase(), written: key, values })),
    );
    const places = resources.length === 0 ? [undefined] : resources;
    const whoms = principals.length === 0 ? [undefined] : principals;
    return actions.flatMap((action) =>
      places.flatMap((resource) =>
        whoms.map((principal) => ({ effect: statement.Effect, action, resource, principal, conditions })),
      ),
    );
  });
}

function namedBy(
  patterns: readonly string[] | undefined,
  except: readonly string[] | undefined,
  compared = (pattern: string) => pattern,
): readonly Named[] {
  if (patterns !== undefined) return patterns.map((written) => ({ pattern: compared(written), written }));
  return except === undefined ? [] : [{ except: except.map(compared) }];
}

function principalsIn(block: NonNullable<PolicyStatement['Principal']>): readonly string[] {
  if (block === '*') return ['*'];
  return Object.entries(block).flatMap(([kind, ids = []]) =>
    ids.map((id) => (kind === 'AWS' && id === '*' ? '*' : `${kind} ${id}`)),
  );
}

/** Whether all that the narrow claim speaks of is spoken of by the wide one. */
const includes = (wide: Claim, narrow: Claim): boolean =>
  namesAllOf(wide, narrow) && conditionsBeyond(narrow, wide).length === 0;

/** Whatever their conditions are. */
const namesAllOf = (wide: Claim, narrow: Claim): boolean =>
  namesAll(wide.action, narrow.action) &&
  namesAllIfSaid(wide.resource, narrow.resource) &&
  namesAllIfSaid(wide.principal, narrow.principal);

/** Conditions of a claim that need not hold where those of another do. */
const conditionsBeyond = (other: Claim, { conditions }: Claim): readonly Condition[] =>
  conditions.filter((condition) => !other.conditions.some((one) => isStricter(one, condition)));

/** Of what was allowed under conditions, the fewest that are gone; one that has other values now is not. */
function conditionsGone(had: readonly Claim[], claim: Claim): readonly Condition[] {
  const isAsked = ({ operator, key }: Condition) =>
    claim.conditions.some((one) => one.operator === operator && one.key === key);
  const gone = had
    .filter((one) => namesAllOf(one, claim))
    .map((one) => conditionsBeyond(claim, one).filter((condition) => !isAsked(condition)));
  return gone.sort((a, b) => a.length - b.length)[0] ?? [];
}

const namesAllIfSaid = (wide: Named | undefined, narrow: Named | undefined) =>
  wide === undefined || (narrow === undefined ? isEverything(wide) : namesAll(wide, narrow));

const isEverything = (named: Named) => 'pattern' in named && named.pattern === '*';

function namesAll(wide: Named, narrow: Named): boolean {
  if (isEverything(wide)) return true;
  if ('pattern' in wide) return 'pattern' in narrow && covers(wide.pattern, narrow.pattern);
  if ('pattern' in narrow) return wide.except.every((pattern) => !overlap(pattern, narrow.pattern));
  return wide.except.every((pattern) => narrow.except.some((other) => covers(other, pattern)));
}

/** Whether a condition lets through no more than another does: several values are alternatives, unless it says Not. */
function isStricter(condition: Condition, than: Condition): boolean {
  if (condition.operator !== than.operator || condition.key !== than.key) return false;
  const [few, many] = /Not/.test(than.operator) ? [than, condition] : [condition, than];
  return few.values.every((value) => many.values.includes(value));
}

/** Whether an Allow and a Deny may speak of the same request. */
function touches(allow: Claim, deny: Claim): boolean {
  const meet = (one: Named | undefined, other: Named | undefined) =>
    one === undefined ||
    other === undefined ||
    !('pattern' in one) ||
    !('pattern' in other) ||
    overlap(one.pattern, other.pattern);
  return (
    meet(allow.action, deny.action) && meet(allow.resource, deny.resource) && meet(allow.principal, deny.principal)
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

const inWords = (named: Named) => ('pattern' in named ? named.written : `everything but ${named.except.join(', ')}`);
