import { type Right, rightsGained } from '@himeshima/aws-policy';
import { joined, type Phrase, say, words } from '../phrase';
import { formatRights, isBroad, whoMayTake } from './format-rights';
import { type Held, policiesIn } from './policies';
import type { Danger, Rule } from './rule';

/** A policy of IAM, AWS IoT or a resource grants more than before, by its meaning rather than its text. */
export const broaderAccess: Rule = (plan) =>
  policiesIn(plan).flatMap((held): Danger[] => {
    const [{ address }] = held.by;
    const what = moreOf(held, address);
    return what === undefined ? [] : [{ kind: 'broader access', address, what }];
  });

function moreOf(held: Held, address: string): Phrase | undefined {
  const { kind, before, after, owner, untold } = held;
  // a deleted resource has no permissions to lose
  if (owner === 'goes') return undefined;
  const rights = rightsTold(held);
  if (rights.length > 0) return [...whoOf(held, address), ...whatOf(held, rights)];
  if (owner === 'comes' || untold !== undefined) return undefined;
  return kind === 'limit' && before.length > 0 && after.length === 0
    ? say`${address} no longer limits anything`
    : undefined;
}

function waitingFor({ by }: Held): Phrase {
  const all = [...new Set(by.flatMap(({ waitsFor }) => waitsFor))];
  return all.length === 0 ? [] : say` (depends on ${joined(all.map((one) => say`${one}`))})`;
}

/** Policies that cannot be compared may grant more; they follow those that are known to. */
export const rightsUntold: Rule = (plan) =>
  policiesIn(plan).flatMap((held): Danger[] => {
    const [{ address }] = held.by;
    if (held.owner !== 'stays' || held.untold === undefined || rightsTold(held).length > 0) return [];
    const what =
      held.untold === 'after the apply'
        ? say`the permissions of ${address} are known only after apply${waitingFor(held)}`
        : say`the permissions of ${address} are unknown: its policy cannot be parsed`;
    return [{ kind: 'broader access', address, what }];
  });

/** New principals and resources are reported only for permissions that are too broad for any. */
function rightsTold({ kind, by, before, after, owner }: Held): readonly Right[] {
  // without a limit, everything was allowed
  if (kind === 'limit' && (before.length === 0 || after.length === 0)) return [];
  const gained = rightsGained(before, after, { elsewhere: kind === 'resource' || kind === 'limit' });
  if (owner === 'comes') {
    const isExpected = by.every(({ type }) => type.startsWith('aws_kms_')) ? isDefaultOfKeys(gained) : () => false;
    return gained.filter((right) => isBroad(right, kind) && !isExpected(right));
  }
  const isWiring = kind === 'resource' && by.every(({ action }) => action === 'create' || action === 'delete');
  return isWiring ? gained.filter((right) => !isBound(right)) : gained;
}

/**
 * The default policy of a key gives its account full access, so that IAM policies apply to the key. A second account is not
 * part of the default. AWS KMS developer guide, "Default key policy"
 */
function isDefaultOfKeys(gained: readonly Right[]): (right: Right) => boolean {
  const isOfAccount = ({ action, principal, conditions }: Right) =>
    action === 'kms:*' && conditions.length === 0 && accountRoot.test(principal ?? '');
  const accounts = new Set(gained.filter(isOfAccount).map(({ principal }) => principal));
  return (right) => accounts.size === 1 && isOfAccount(right);
}

// an account id is an expression if two commits are compared
const accountRoot = /^AWS (?:arn:[^:]+:iam::(?:\d{12}|\$\{[^}]+\}):root|\d{12})$/;

/** Resources are wired together by letting a service act on behalf of one resource only. */
const isBound = ({ principal, conditions }: Right) =>
  principal?.startsWith('Service ') === true && conditions.some((condition) => /aws:sourcearn/i.test(condition));

function whoOf({ kind, owner }: Held, address: string): Phrase {
  const now = owner === 'comes' ? '' : 'now ';
  switch (kind) {
    case 'device':
      return say`devices with ${address} may ${words(now)}`;
    case 'trust':
      return say`${address} may ${words(now)}`;
    case 'identity':
    case 'resource':
    case 'limit':
      return say`${address} `;
  }
}

function whatOf({ kind, owner }: Held, rights: readonly Right[]): Phrase {
  if (kind === 'device') return formatRights(rights, kind);
  if (kind === 'trust') return [...words('be assumed by '), ...whoMayTake(rights)];
  const told = (because: Right['because'], verb: string): readonly Phrase[] => {
    const those = rights.filter((right) => right.because === because);
    return those.length === 0 ? [] : [[`${verb} `, ...formatRights(those, kind)]];
  };
  return joined([
    ...told('allowed', owner === 'comes' ? 'allows' : 'now allows'),
    ...told('no longer denied', 'no longer denies'),
  ]);
}
