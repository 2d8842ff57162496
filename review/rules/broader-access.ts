import { type Right, rightsGained } from '../../lib/policy';
import { joined, type Phrase, say, words } from '../phrase';
import { formatRights, isBroad, whoMayTake } from './format-rights';
import { type Held, policiesIn } from './policies';
import type { Danger, Rule } from './rule';

/** Somebody may do more than before, by the meaning of the policies: IAM, AWS IoT, and those that lie at resources. */
export const broaderAccess: Rule = (plan) =>
  policiesIn(plan).flatMap((held): Danger[] => {
    const [{ address }] = held.by;
    const what = moreOf(held, address);
    return what === undefined ? [] : [{ kind: 'broader access', address, what }];
  });

function moreOf(held: Held, address: string): Phrase | undefined {
  const { kind, before, after, owner, untold } = held;
  // nobody can do anything to what is gone
  if (owner === 'goes') return undefined;
  const rights = rightsTold(held);
  if (rights.length > 0) return [...whoOf(held, address), ...whatOf(held, rights)];
  if (owner === 'comes' || untold !== undefined) return undefined;
  return kind === 'limit' && before.length > 0 && after.length === 0
    ? say`nothing limits any more what ${address} limited`
    : undefined;
}

function waitingFor({ by }: Held): Phrase {
  const all = [...new Set(by.flatMap(({ waitsFor }) => waitsFor))];
  return all.length === 0 ? [] : say`: it waits for ${joined(all.map((one) => say`${one}`))}`;
}

/** What nobody can tell is taken for more; it stands behind what is known. */
export const rightsUntold: Rule = (plan) =>
  policiesIn(plan).flatMap((held): Danger[] => {
    const [{ address }] = held.by;
    if (held.owner !== 'stays' || held.untold === undefined || rightsTold(held).length > 0) return [];
    const what =
      held.untold === 'after the apply'
        ? say`what ${address} allows is only known after the apply${waitingFor(held)}`
        : say`what ${address} allows cannot be told from its policy`;
    return [{ kind: 'broader access', address, what }];
  });

/** Of somebody who comes with the plan only what not even he should have. */
function rightsTold({ kind, by, before, after, owner }: Held): readonly Right[] {
  // to be limited is to have had everything
  if (kind === 'limit' && (before.length === 0 || after.length === 0)) return [];
  const gained = rightsGained(before, after, { elsewhere: kind === 'resource' || kind === 'limit' });
  if (owner === 'comes') return gained.filter((right) => isBroad(right, kind));
  const isWiring = kind === 'resource' && by.every(({ action }) => action === 'create' || action === 'delete');
  return isWiring ? gained.filter((right) => !isBound(right)) : gained;
}

/** A service that may do something on behalf of one resource alone is how resources are put together. */
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
  if (kind === 'trust') return [...words('be taken by '), ...whoMayTake(rights)];
  const told = (because: Right['because'], verb: string): readonly Phrase[] => {
    const those = rights.filter((right) => right.because === because);
    return those.length === 0 ? [] : [[`${verb} `, ...formatRights(those, kind)]];
  };
  return joined([
    ...told('allowed', owner === 'comes' ? 'allows' : 'now allows'),
    ...told('no longer denied', 'no longer denies'),
  ]);
}
