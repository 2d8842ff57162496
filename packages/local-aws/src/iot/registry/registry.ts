import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Collection, Store } from '../../store';
import { createPolicyVersions, type PolicyVersions } from './policy-versions';

/** AWS IoT API reference, "CertificateDescription": those that this runtime makes. Only ACTIVE ones may connect. */
export type CertificateStatus = 'ACTIVE' | 'INACTIVE' | 'REVOKED' | 'PENDING_ACTIVATION';

export interface Certificate {
  id: string;
  arn: string;
  pem: string;
  status: CertificateStatus;
}

export interface Thing {
  type: string | undefined;
  attributes: Record<string, string>;
}

export interface ThingType {
  description: string | undefined;
  searchableAttributes: readonly string[];
}

export interface ThingGroup {
  parent: string | undefined;
  description: string | undefined;
  attributes: Record<string, string>;
}

/** What tells one thing from another that had its name before, and how often it was changed: the first version is 1. */
export interface Identity {
  id: string;
  version: number;
}

type Kept = 'thing' | 'thingtype' | 'thinggroup';

/** What became of the registry. */
export type RegistryChange =
  | { of: 'thing'; operation: 'CREATED' | 'UPDATED' | 'DELETED'; name: string; thing: Thing; identity: Identity }
  | { of: 'thing type'; operation: 'CREATED' | 'UPDATED'; name: string; type: ThingType; identity: Identity }
  | { of: 'thing group'; operation: 'CREATED' | 'UPDATED'; name: string; group: ThingGroup; identity: Identity }
  | { of: 'thing group hierarchy'; operation: 'ADDED'; parent: string; child: string }
  | { of: 'thing group membership'; operation: 'ADDED'; thing: string; group: string }
  | { of: 'thing type association'; operation: 'ADDED' | 'REMOVED'; thing: string; type: string };

/** What AWS IoT knows of devices: things, their types and groups, certificates, and which belongs to which. */
export interface Registry extends PolicyVersions {
  /** What is there already and is the same stays as it is. */
  addThing(name: string, thing: Thing): void;
  addThingType(name: string, type?: ThingType): void;
  addGroup(name: string, group?: ThingGroup): void;
  hasThingType(name: string): boolean;
  group(name: string): ThingGroup | undefined;
  groups(): string[];
  /** From the root to a parent, which is the last. */
  ancestorsOf(parent: string | undefined): string[];
  addToGroup(thing: string, group: string): void;
  groupsOf(thing: string): readonly string[];
  /** With their ancestors, each once. */
  allGroupsOf(thing: string): readonly string[];
  identityOf(kind: Kept, name: string): Identity;
  addCertificate(certificate: Certificate): void;
  setStatus(certificateId: string, status: CertificateStatus): void;
  removeCertificate(id: string): void;
  attachThing(thing: string, certificateArn: string): void;
  detachThing(thing: string, certificateId: string): void;
  /** A thing, and that it was in groups. */
  removeThing(name: string): void;
  certificate(id: string): Certificate | undefined;
  certificates(): Certificate[];
  /** Things to which a certificate is attached. */
  thingsOf(certificateId: string): string[];
  /** IDs of the certificates that are attached to a thing. */
  certificatesOf(thing: string): string[];
  thing(name: string): Thing | undefined;
  things(): string[];
  /** Hears of each change of things, types and groups. */
  onChange(listener: (change: RegistryChange) => void): void;
}

const idOf = (certificateArn: string) => certificateArn.split('/').at(-1) ?? certificateArn;

const namesIn = (collection: Collection<unknown>): string[] => [...collection.entries()].map(([name]) => name);

/** Adds to the list under a key what is not there yet. @returns whether it was not */
function addTo(lists: Collection<string[]>, key: string, value: string): boolean {
  const known = lists.get(key) ?? [];
  if (known.includes(value)) return false;
  lists.set(key, [...known, value]);
  return true;
}

const plainType: ThingType = { description: undefined, searchableAttributes: [] };
const plainGroup: ThingGroup = { parent: undefined, description: undefined, attributes: {} };

/** Identities, which outlive the process with what they belong to. */
function createIdentities(store: Store) {
  const kept: Collection<Identity> = store.collection('registry-identities');
  const of = (key: string): Identity => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = { id: randomUUID(), version: 1 };
    kept.set(key, made);
    return made;
  };
  return {
    of,
    countUp(key: string): void {
      const { id, version } = of(key);
      kept.set(key, { id, version: version + 1 });
    },
    forget: (key: string) => void kept.delete(key),
  };
}

/** As it comes back from a disk: what is undefined is not there. */
const written = (value: object): unknown => JSON.parse(JSON.stringify(value));

export function createRegistry(store: Store): Registry {
  const things: Collection<Thing> = store.collection('things');
  const types: Collection<ThingType> = store.collection('thing-types');
  const groups: Collection<ThingGroup> = store.collection('thing-groups');
  const memberships: Collection<string[]> = store.collection('thing-group-memberships');
  const certificates: Collection<Certificate> = store.collection('certificates');
  const attachments: Collection<string[]> = store.collection('thing-principals');
  const identities = createIdentities(store);
  const listeners: ((change: RegistryChange) => void)[] = [];
  const tell = (change: RegistryChange) => {
    for (const listener of listeners) listener(change);
  };

  /** @returns what happened to it; undefined where it is as it was */
  const keep = <Value extends object>(collection: Collection<Value>, kind: Kept, name: string, value: Value) => {
    const known = collection.get(name);
    if (known !== undefined && isDeepStrictEqual(written(known), written(value))) return undefined;
    collection.set(name, value);
    const key = `${kind}/${name}`;
    if (known !== undefined) identities.countUp(key);
    const operation = known === undefined ? ('CREATED' as const) : ('UPDATED' as const);
    return { operation, name, identity: identities.of(key) };
  };

  const tellType = (thing: string, before: string | undefined, after: string | undefined) => {
    if (before === after) return;
    if (before !== undefined) tell({ of: 'thing type association', operation: 'REMOVED', thing, type: before });
    if (after !== undefined) tell({ of: 'thing type association', operation: 'ADDED', thing, type: after });
  };

  const ancestorsOf = (parent: string | undefined): string[] =>
    parent === undefined ? [] : [...ancestorsOf(groups.get(parent)?.parent), parent];

  return {
    ...createPolicyVersions(store),
    onChange: (listener) => void listeners.push(listener),
    identityOf: (kind, name) => identities.of(`${kind}/${name}`),
    addThing(name, { type, attributes }) {
      const before = things.get(name)?.type;
      const thing = { type, attributes };
      const kept = keep(things, 'thing', name, thing);
      if (kept === undefined) return;
      tell({ of: 'thing', ...kept, thing });
      tellType(name, before, type);
    },
    thing: (name) => things.get(name),
    addThingType(name, type = plainType) {
      const kept = keep(types, 'thingtype', name, type);
      if (kept !== undefined) tell({ of: 'thing type', ...kept, type });
    },
    hasThingType: (name) => types.get(name) !== undefined,
    addGroup(name, group = plainGroup) {
      const kept = keep(groups, 'thinggroup', name, group);
      if (kept === undefined) return;
      tell({ of: 'thing group', ...kept, group });
      if (kept.operation === 'CREATED' && group.parent !== undefined)
        tell({ of: 'thing group hierarchy', operation: 'ADDED', parent: group.parent, child: name });
    },
    group: (name) => groups.get(name),
    groups: () => namesIn(groups),
    ancestorsOf,
    addToGroup(thing, group) {
      if (addTo(memberships, thing, group)) tell({ of: 'thing group membership', operation: 'ADDED', thing, group });
    },
    groupsOf: (thing) => memberships.get(thing) ?? [],
    allGroupsOf: (thing) => [...new Set((memberships.get(thing) ?? []).flatMap(ancestorsOf))],
    addCertificate: (certificate) => certificates.set(certificate.id, certificate),
    setStatus(id, status) {
      const certificate = certificates.get(id);
      if (certificate !== undefined) certificates.set(id, { ...certificate, status });
    },
    removeCertificate: (id) => void certificates.delete(id),
    attachThing: (thing, certificateArn) => void addTo(attachments, idOf(certificateArn), thing),
    detachThing(thing, id) {
      const left = (attachments.get(id) ?? []).filter((name) => name !== thing);
      if (left.length > 0) attachments.set(id, left);
      else attachments.delete(id);
    },
    removeThing(name) {
      const thing = things.get(name);
      if (thing === undefined) return;
      const key = `thing/${name}`;
      const identity = identities.of(key);
      things.delete(name);
      memberships.delete(name);
      identities.forget(key);
      tell({ of: 'thing', operation: 'DELETED', name, thing, identity });
    },
    certificatesOf: (thing) =>
      [...attachments.entries()].filter(([, names]) => names.includes(thing)).map(([id]) => id),
    certificate: (id) => certificates.get(id),
    certificates: () => [...certificates.entries()].map(([, certificate]) => certificate),
    thingsOf: (certificateId) => attachments.get(certificateId) ?? [],
    things: () => namesIn(things),
  };
}
