import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock';
import { perPlatform } from '../../per-platform';
import type { Collection, Store } from '../../store';
import type { Registry } from './thing-registry';

/** Billing group, which serves only to allocate costs. */
export interface BillingGroup {
  id: string;
  description: string | undefined;
  version: number;
  /** Time of creation in ms since the epoch. */
  createdAt: number;
}

/** Billing groups by name. A thing belongs to at most one billing group. */
export interface BillingGroups {
  find(name: string): BillingGroup | undefined;
  names(): string[];
  /** Creates a billing group, or changes its description and increments its version. */
  set(name: string, description: string | undefined): BillingGroup;
  remove(name: string): void;
  groupOf(thing: string): string | undefined;
  membersOf(name: string): string[];
  /** Adds a thing to a billing group, and removes it from any other billing group. */
  add(thing: string, name: string): void;
  removeThing(thing: string): void;
}

interface Parts {
  store: Store;
  clock: Pick<Clock, 'now'>;
  registry: Pick<Registry, 'onChange'>;
}

export const billingGroupsOf = perPlatform(({ store, clock, registry }: Parts): BillingGroups => {
  const groups: Collection<BillingGroup> = store.collection('iot-billing-groups');
  const memberships: Collection<string> = store.collection('iot-billing-group-members');
  const membersOf = (name: string) =>
    [...memberships.entries()].filter(([, group]) => group === name).map(([thing]) => thing);
  registry.onChange((change) => {
    if (change.subject === 'thing' && change.operation === 'DELETED') memberships.delete(change.name);
  });
  return {
    find: (name) => groups.get(name),
    names: () => [...groups.entries()].map(([name]) => name),
    set(name, description) {
      const known = groups.get(name);
      const { id = randomUUID(), version = 0, createdAt = Math.floor(clock.now()) } = known ?? {};
      const group = { id, description, version: version + 1, createdAt };
      groups.set(name, group);
      return group;
    },
    remove(name) {
      groups.delete(name);
      for (const thing of membersOf(name)) memberships.delete(thing);
    },
    groupOf: (thing) => memberships.get(thing),
    membersOf,
    add: (thing, name) => memberships.set(thing, name),
    removeThing: (thing) => void memberships.delete(thing),
  };
});
