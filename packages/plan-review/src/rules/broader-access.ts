import { type PolicyDocument, type Right, rightsGained } from '@himeshima/aws-policy';
import { statementsIn } from '../changes/statements';
import { memoizeByObject } from '../memoize';
import { joined, joinedBySemicolons, type Phrase, say, words } from '../phrase';
import { later } from '../plan/policy-documents';
import { isAlwaysBroad } from './always-broad';
import { formatAssumers, formatRights } from './format-rights';
import { type OwnedPolicies, policiesIn } from './policies';
import type { Danger, Rule } from './rule';

/**
 * Reports IAM, AWS IoT and resource policies that grant more than before. Compares the meaning of policies, not their text. Other principals come first, and
 * permissions that connect a service to a resource last.
 */
export const broaderAccess: Rule = (plan) => {
  const reported = policiesIn(plan).flatMap((held) => {
    const sources = sourcesOf(held);
    const [address] = sources;
    const what = gainOf(held, sources);
    if (what === undefined) return [];
    const isConnection = held.kind === 'resource' && reportedRights(held).every(isServiceConnection);
    const effect = isConnection ? [': the service can act for another resource'] : [];
    const place = isConnection ? 2 : held.kind === 'trust' ? 0 : 1;
    return [{ danger: { kind: 'broader access', address, what: [...what, ...effect] } as const, place }];
  });
  return reported.toSorted((a, b) => a.place - b.place).map(({ danger }) => danger);
};

/** Returns the addresses of the resources whose policies grant more, or of the first that contained a lost denial. */
function sourcesOf(held: OwnedPolicies): readonly [string, ...string[]] {
  const [{ address }] = held.by;
  if (held.parts.length === 1) return [address];
  const rights = reportedRights(held);
  // comparing a policy with all others takes long if a role has many
  const changed = held.parts.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
  if (!rights.some(({ because }) => because === 'allowed')) {
    const lost = changed.find(({ before, after }) =>
      denialsIn(before).some((denial) => !denialsIn(after).includes(denial)),
    );
    return [lost?.address ?? address];
  }
  const [first, ...others] = changed.filter(({ after }) =>
    reportedRights({ ...held, after }).some(({ because }) => because === 'allowed'),
  );
  return first === undefined ? [address] : [first.address, ...others.map((part) => part.address)];
}

/** Returns the statements that deny requests, as text. */
const denialsIn = (documents: readonly PolicyDocument[]): readonly string[] =>
  documents.flatMap(({ Statement }) =>
    Statement.flatMap((statement) => (statement.Effect === 'Deny' ? [JSON.stringify(statement)] : [])),
  );

function gainOf(held: OwnedPolicies, sources: readonly [string, ...string[]]): Phrase | undefined {
  const [address] = sources;
  const { kind, before, after, owner, unknownBecause } = held;
  // no one can gain permissions through a deleted owner
  if (owner === 'deleted') return undefined;
  const rights = reportedRights(held);
  if (rights.length > 0) return [...subjectOf(held, sources), ...predicateOf(held, rights, sources.length > 1)];
  if (owner === 'created' || unknownBecause !== undefined) return undefined;
  return kind === 'limit' && before.length > 0 && after.length === 0
    ? say`${address} no longer has a policy that restricts access`
    : undefined;
}

/** Formats the values on which unknown permissions depend: `depends on aws_s3_bucket.logs.arn`. */
function waitingFor({ by }: OwnedPolicies): Phrase {
  const all = [...new Set(by.flatMap(({ waitsFor }) => waitsFor))];
  return all.length === 0 ? [] : say`depends on ${joined(all.map((one) => say`${one}`))}`;
}

/** Formats the current permissions: `until now: allow s3:* on *`. Empty for a new policy, and for many statements. */
function untilNow({ before }: OwnedPolicies): Phrase {
  const texts = before.flatMap((document) => statementsIn(JSON.parse(JSON.stringify(document))));
  return texts.length === 0 || texts.length > statementsAtMost
    ? []
    : ['until now: ', ...joined(texts.map((text): Phrase => [{ value: text }]))];
}

/** Maximum number of statements to show. */
const statementsAtMost = 3;

/** Reports policies that cannot be compared, because they may grant more than before. */
export const rightsUnknown: Rule = (plan) =>
  policiesIn(plan).flatMap((held): Danger[] => {
    const [{ address }] = held.by;
    if (held.owner !== 'kept' || reportedRights(held).length > 0) return [];
    const unknown = gainedRights(held).filter(isUnknownRight);
    if (unknown.length > 0) {
      const what = [...subjectOf(held, [address]), ...predicateOf(held, unknown)];
      return [{ kind: 'cannot be judged', address, what, context: untilNow(held) }];
    }
    if (held.unknownBecause === undefined) return [];
    const subject =
      held.kind === 'trust'
        ? say`it is not known yet who can assume ${address}`
        : say`the permissions of ${address} are unknown`;
    const what =
      held.unknownBecause !== 'known after apply'
        ? [
            ...subject,
            held.unknownBecause === 'sensitive'
              ? ': its policy changes, but is sensitive'
              : ': its policy changes, but cannot be parsed',
          ]
        : held.kind === 'trust'
          ? say`who can assume ${address} is known only after apply`
          : say`the permissions of ${address} are known only after apply`;
    const context = joinedBySemicolons([waitingFor(held), untilNow(held)].filter(({ length }) => length > 0));
    return [{ kind: 'cannot be judged', address, what, context }];
  });

/** Returns the permissions that the policies of an owner grant after the plan but not before. */
const gainedRights = memoizeByObject(({ kind, before, after, unknownBecause }: OwnedPolicies): readonly Right[] => {
  // without a limit, everything is allowed, so individual permissions cannot be compared
  if (kind === 'limit' && (before.length === 0 || after.length === 0)) return [];
  const all = rightsGained(before, after, { elsewhere: kind === 'resource' || kind === 'limit' });
  // a policy that is not known yet may contain the same denials
  return unknownBecause === undefined ? all : all.filter(({ because }) => because === 'allowed');
});

/** Returns whether a part of a permission is known only after apply, so that the permission may have existed before. */
export const isUnknownRight = ({ action, resource = '', principal = '', conditions }: Right): boolean =>
  [action, resource, principal, ...conditions].some((text) => text.includes(later));

/** Returns the gained permissions to report. For new principals and resources, returns only permissions that are always too broad. */
function reportedRights(held: OwnedPolicies): readonly Right[] {
  const { kind, by, owner } = held;
  const gained = owner === 'kept' ? gainedRights(held).filter((right) => !isUnknownRight(right)) : gainedRights(held);
  if (owner === 'created') {
    const isExpected = by.every(({ type }) => type.startsWith('aws_kms_')) ? isDefaultKeyPolicy(gained) : () => false;
    return gained.filter((right) => isAlwaysBroad(right, kind) && !isExpected(right));
  }
  const isWiring = kind === 'resource' && by.every(({ action }) => action === 'create' || action === 'delete');
  return gained.filter((right) => !(isServiceConnection(right) && (isWiring || isReconnected(right, held))));
}

/** Returns whether a service could do the same before for another resource of the same account, and under the same other conditions. */
function isReconnected({ principal = '', action, conditions }: Right, { before }: OwnedPolicies): boolean {
  const service = principal.replace(/^Service /, '');
  const now = withoutIds(conditions);
  return before.some(({ Statement }) =>
    Statement.some(({ Effect, Principal, Action, Condition }) => {
      const [services, actions] = [Principal, Action].map((part) => JSON.stringify(part ?? null));
      const had = Object.entries(Condition).flatMap(([operator, keys]) =>
        Object.entries(keys).map(([key, values]) => `${operator} ${key} ${[values].flat().join(', ')}`),
      );
      return (
        Effect === 'Allow' &&
        services?.includes(`"${service}"`) === true &&
        actions?.includes(`"${action}"`) === true &&
        withoutIds(had) === now
      );
    }),
  );
}

/** Returns conditions without the resources in ARNs of an account. Keeps patterns, which match other resources, too. */
const withoutIds = (conditions: readonly string[]): string =>
  conditions
    .map((condition) => condition.replace(/\b(arn:[\w-]+:[\w-]+:[\w-]*:\d{12}:)[^\s,*/]+(?=[\s,/]|$)/g, '$1'))
    .toSorted()
    .join('\n');

/**
 * Returns a predicate for permissions of the default key policy, which gives only the key's own account full access.
 * IAM policies of the account then apply to the key. Source: AWS KMS developer guide, "Default key policy"
 */
function isDefaultKeyPolicy(gained: readonly Right[]): (right: Right) => boolean {
  const isOfAccount = ({ action, principal, conditions }: Right) =>
    action === 'kms:*' && conditions.length === 0 && accountRoot.test(principal ?? '');
  const accounts = new Set(gained.filter(isOfAccount).map(({ principal }) => principal));
  return (right) => accounts.size === 1 && isOfAccount(right);
}

// the account id is a Terraform expression if two commits are compared
const accountRoot = /^AWS (?:arn:[^:]+:iam::(?:\d{12}|\$\{[^}]+\}):root|\d{12})$/;

/** Returns whether a permission lets a service act only on behalf of one resource, as connections between resources require. */
export const isServiceConnection = ({ principal, conditions }: Right) =>
  principal?.startsWith('Service ') === true && conditions.some((condition) => /aws:sourcearn/i.test(condition));

function subjectOf({ kind, owner }: OwnedPolicies, sources: readonly string[]): Phrase {
  const address = joined(sources.map((one) => say`${one}`));
  const now = owner === 'created' ? '' : 'now ';
  switch (kind) {
    case 'device':
      return say`devices with ${address} can ${words(now)}`;
    case 'trust':
      return say`${address} can ${words(now)}`;
    case 'identity':
    case 'resource':
    case 'limit':
      return say`${address} `;
  }
}

function predicateOf({ kind, owner }: OwnedPolicies, rights: readonly Right[], isPlural = false): Phrase {
  if (kind === 'device') return formatRights(rights, kind);
  if (kind === 'trust') return [...words('be assumed by '), ...formatAssumers(rights)];
  const rightsBecause = (because: Right['because'], verb: string): readonly Phrase[] => {
    const those = rights.filter((right) => right.because === because);
    return those.length === 0 ? [] : [[`${verb} `, ...formatRights(those, kind)]];
  };
  return joined([
    ...rightsBecause('allowed', `${owner === 'created' ? '' : 'now '}${isPlural ? 'allow' : 'allows'}`),
    ...rightsBecause('no longer denied', isPlural ? 'no longer deny' : 'no longer denies'),
  ]);
}
