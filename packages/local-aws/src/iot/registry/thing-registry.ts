import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../clock';
import type { Collection, Store } from '../../store';
import { createPolicyVersions, type PolicyVersions } from './policy-versions';

/**
 * Certificate statuses in the local runtime. Only ACTIVE certificates may connect. Source: AWS IoT API reference,
 * "CertificateDescription".
 */
export type CertificateStatus = 'ACTIVE' | 'INACTIVE' | 'REVOKED' | 'PENDING_ACTIVATION';

export interface Certificate {
  id: string;
  arn: string;
  pem: string;
  status: CertificateStatus;
  /** ID of the registered CA certificate that signed the certificate; undefined if AWS IoT or an unregistered CA signed it. */
  authority?: string | undefined;
  /** SNI_ONLY if the certificate was registered without a CA. */
  mode?: 'DEFAULT' | 'SNI_ONLY' | undefined;
  /** Whether the certificate is a temporary provisioning claim, which lists do not contain. */
  isClaim?: boolean | undefined;
  /** Times of creation and last status change, in ms since the epoch. */
  createdAt?: number | undefined;
  modifiedAt?: number | undefined;
}

export interface Thing {
  type: string | undefined;
  attributes: Record<string, string>;
}

/** Attribute of a thing, or of its connection, that is added to messages as a user property. */
export interface PropagatingAttribute {
  userPropertyKey: string;
  thingAttribute?: string | undefined;
  connectionAttribute?: 'iot:ClientId' | 'iot:Thing.ThingName' | undefined;
}

export interface ThingType {
  description: string | undefined;
  searchableAttributes: readonly string[];
  /** Attributes that are added to the messages of the type's things. */
  propagatingAttributes?: readonly PropagatingAttribute[] | undefined;
  /** Time of the deprecation, in ms since the epoch; undefined if new things can have the type. */
  deprecatedAt?: number | undefined;
}

export interface ThingGroup {
  parent: string | undefined;
  description: string | undefined;
  attributes: Record<string, string>;
  /** Fleet index query that selects the members of a dynamic group; undefined for a static group. */
  query?: string | undefined;
}

/**
 * Identity of an object. The ID of a deleted object is not reused for a new object with the same name. The version
 * starts at 1 and increases with each change.
 */
export interface Identity {
  id: string;
  version: number;
  /** Creation time in ms since the epoch; undefined for objects that an earlier version of the runtime stored. */
  createdAt?: number | undefined;
}

type IdentifiedKind = 'thing' | 'thingtype' | 'thinggroup';

type ObjectOperation = 'CREATED' | 'UPDATED' | 'DELETED';
type RelationOperation = 'ADDED' | 'REMOVED';

/** Change to the registry. */
export type RegistryChange =
  | { subject: 'thing'; operation: ObjectOperation; name: string; thing: Thing; identity: Identity }
  | { subject: 'thing type'; operation: ObjectOperation; name: string; type: ThingType; identity: Identity }
  | { subject: 'thing group'; operation: ObjectOperation; name: string; group: ThingGroup; identity: Identity }
  | { subject: 'thing group hierarchy'; operation: RelationOperation; parent: string; child: string }
  | { subject: 'thing group membership'; operation: RelationOperation; thing: string; group: string }
  | { subject: 'thing type association'; operation: RelationOperation; thing: string; type: string };

/** Registry of things, thing types, thing groups and certificates, and their relations. */
export interface Registry extends PolicyVersions {
  /** Creates or updates a thing. The version of an unchanged thing stays the same. */
  addThing(name: string, thing: Thing): void;
  addThingType(name: string, type?: ThingType): void;
  addGroup(name: string, group?: ThingGroup): void;
  thingType(name: string): ThingType | undefined;
  thingTypes(): string[];
  removeThingType(name: string): void;
  /** Removes a thing group and its memberships. */
  removeGroup(name: string): void;
  group(name: string): ThingGroup | undefined;
  groups(): string[];
  /** Returns the names of a parent group and its ancestors, from the root group down. */
  ancestorsOf(parent: string | undefined): string[];
  addToGroup(thing: string, group: string): void;
  removeFromGroup(thing: string, group: string): void;
  /** Returns a thing's static groups. */
  groupsOf(thing: string): readonly string[];
  /** Returns the things in a static group, excluding the things in its child groups. */
  membersOf(group: string): string[];
  /** Returns a thing's groups and their ancestors, without duplicates. */
  allGroupsOf(thing: string): readonly string[];
  identityOf(kind: IdentifiedKind, name: string): Identity;
  addCertificate(certificate: Certificate): void;
  setStatus(certificateId: string, status: CertificateStatus): void;
  removeCertificate(id: string): void;
  /** @param exclusive whether the certificate must not be attached to any other thing */
  attachThing(thing: string, certificateArn: string, exclusive?: boolean): void;
  detachThing(thing: string, certificateId: string): void;
  /** Removes a thing and its group memberships. */
  removeThing(name: string): void;
  certificate(id: string): Certificate | undefined;
  /** Returns the certificates, except temporary provisioning claims. */
  certificates(): Certificate[];
  /** Returns the things that a certificate is attached to. */
  thingsOf(certificateId: string): string[];
  /** Returns the thing to which a certificate is attached exclusively, if any. */
  exclusiveThingOf(certificateId: string): string | undefined;
  /** Returns the IDs of the certificates that are attached to a thing. */
  certificatesOf(thing: string): string[];
  thing(name: string): Thing | undefined;
  things(): string[];
  /** Adds a listener for changes to things, types and groups. */
  onChange(listener: (change: RegistryChange) => void): void;
}

const idOf = (certificateArn: string) => certificateArn.split('/').at(-1) ?? certificateArn;

const namesIn = (collection: Collection<unknown>): string[] => [...collection.entries()].map(([name]) => name);

/** Adds a value to the list that is stored under a key. Returns false if the list already contains the value. */
function addTo(lists: Collection<string[]>, key: string, value: string): boolean {
  const known = lists.get(key) ?? [];
  if (known.includes(value)) return false;
  lists.set(key, [...known, value]);
  return true;
}

const defaultType: ThingType = { description: undefined, searchableAttributes: [] };
const defaultGroup: ThingGroup = { parent: undefined, description: undefined, attributes: {} };

/** Creates the identity store. Identities survive restarts, like the objects they belong to. */
function createIdentities(store: Store, clock: Pick<Clock, 'now'>) {
  const stored: Collection<Identity> = store.collection('registry-identities');
  const ensure = (key: string): Identity => {
    const known = stored.get(key);
    if (known !== undefined) return known;
    const created = { id: randomUUID(), version: 1, createdAt: Math.floor(clock.now()) };
    stored.set(key, created);
    return created;
  };
  return {
    ensure,
    incrementVersion(key: string): void {
      const identity = ensure(key);
      stored.set(key, { ...identity, version: identity.version + 1 });
    },
    forget: (key: string) => void stored.delete(key),
  };
}

/** Removes undefined properties, because they would also be missing after a restart. */
const normalized = (value: object): unknown => JSON.parse(JSON.stringify(value));

export function createRegistry(store: Store, clock: Pick<Clock, 'now'>): Registry {
  const things: Collection<Thing> = store.collection('things');
  const types: Collection<ThingType> = store.collection('thing-types');
  const groups: Collection<ThingGroup> = store.collection('thing-groups');
  const memberships: Collection<string[]> = store.collection('thing-group-memberships');
  const certificates: Collection<Certificate> = store.collection('certificates');
  const attachments: Collection<string[]> = store.collection('thing-principals');
  const exclusive: Collection<string> = store.collection('exclusive-thing-principals');
  const identities = createIdentities(store, clock);
  const listeners: ((change: RegistryChange) => void)[] = [];
  const notify = (change: RegistryChange) => {
    for (const listener of listeners) listener(change);
  };

  /** Stores a value. Returns the operation and identity, or undefined if the value is unchanged. */
  const storeChange = <Value extends object>(
    collection: Collection<Value>,
    kind: IdentifiedKind,
    name: string,
    value: Value,
  ) => {
    const known = collection.get(name);
    if (known !== undefined && isDeepStrictEqual(normalized(known), normalized(value))) return undefined;
    collection.set(name, value);
    const key = `${kind}/${name}`;
    if (known !== undefined) identities.incrementVersion(key);
    const operation = known === undefined ? ('CREATED' as const) : ('UPDATED' as const);
    return { operation, name, identity: identities.ensure(key) };
  };

  const notifyTypeChange = (thing: string, before: string | undefined, after: string | undefined) => {
    if (before === after) return;
    if (before !== undefined) notify({ subject: 'thing type association', operation: 'REMOVED', thing, type: before });
    if (after !== undefined) notify({ subject: 'thing type association', operation: 'ADDED', thing, type: after });
  };

  const ancestorsOf = (parent: string | undefined): string[] =>
    parent === undefined ? [] : [...ancestorsOf(groups.get(parent)?.parent), parent];

  const membersOf = (group: string): string[] =>
    [...memberships.entries()].filter(([, names]) => names.includes(group)).map(([thing]) => thing);

  const removeFromGroup = (thing: string, group: string) => {
    const before = memberships.get(thing) ?? [];
    if (!before.includes(group)) return;
    notify({ subject: 'thing group membership', operation: 'REMOVED', thing, group });
    memberships.set(
      thing,
      before.filter((name) => name !== group),
    );
  };

  return {
    ...createPolicyVersions(store, clock),
    onChange: (listener) => void listeners.push(listener),
    identityOf: (kind, name) => identities.ensure(`${kind}/${name}`),
    addThing(name, { type, attributes }) {
      const before = things.get(name)?.type;
      const thing = { type, attributes };
      const stored = storeChange(things, 'thing', name, thing);
      if (stored === undefined) return;
      notify({ subject: 'thing', ...stored, thing });
      notifyTypeChange(name, before, type);
    },
    thing: (name) => things.get(name),
    addThingType(name, type = defaultType) {
      const stored = storeChange(types, 'thingtype', name, type);
      if (stored !== undefined) notify({ subject: 'thing type', ...stored, type });
    },
    thingType: (name) => types.get(name),
    thingTypes: () => namesIn(types),
    removeThingType(name) {
      const type = types.get(name);
      if (type === undefined) return;
      notify({
        subject: 'thing type',
        operation: 'DELETED',
        name,
        type,
        identity: identities.ensure(`thingtype/${name}`),
      });
      types.delete(name);
      identities.forget(`thingtype/${name}`);
    },
    removeGroup(name) {
      const group = groups.get(name);
      if (group === undefined) return;
      for (const thing of membersOf(name)) removeFromGroup(thing, name);
      const { parent } = group;
      if (parent !== undefined) notify({ subject: 'thing group hierarchy', operation: 'REMOVED', parent, child: name });
      const identity = identities.ensure(`thinggroup/${name}`);
      notify({ subject: 'thing group', operation: 'DELETED', name, group, identity });
      groups.delete(name);
      identities.forget(`thinggroup/${name}`);
    },
    addGroup(name, group = defaultGroup) {
      const stored = storeChange(groups, 'thinggroup', name, group);
      if (stored === undefined) return;
      notify({ subject: 'thing group', ...stored, group });
      if (stored.operation === 'CREATED' && group.parent !== undefined)
        notify({ subject: 'thing group hierarchy', operation: 'ADDED', parent: group.parent, child: name });
    },
    group: (name) => groups.get(name),
    groups: () => namesIn(groups),
    ancestorsOf,
    addToGroup(thing, group) {
      if (addTo(memberships, thing, group))
        notify({ subject: 'thing group membership', operation: 'ADDED', thing, group });
    },
    removeFromGroup,
    membersOf,
    groupsOf: (thing) => memberships.get(thing) ?? [],
    allGroupsOf: (thing) => [...new Set((memberships.get(thing) ?? []).flatMap(ancestorsOf))],
    addCertificate(certificate) {
      const now = Math.floor(clock.now());
      const known = certificates.get(certificate.id);
      const { createdAt = now, modifiedAt = createdAt } = known ?? {};
      const isChanged = known !== undefined && known.status !== certificate.status;
      certificates.set(certificate.id, { ...certificate, createdAt, modifiedAt: isChanged ? now : modifiedAt });
    },
    setStatus(id, status) {
      const certificate = certificates.get(id);
      if (certificate !== undefined)
        certificates.set(id, { ...certificate, status, modifiedAt: Math.floor(clock.now()) });
    },
    removeCertificate: (id) => void certificates.delete(id),
    attachThing(thing, certificateArn, isExclusive = false) {
      const id = idOf(certificateArn);
      addTo(attachments, id, thing);
      if (isExclusive) exclusive.set(id, thing);
    },
    detachThing(thing, id) {
      if (exclusive.get(id) === thing) exclusive.delete(id);
      const remaining = (attachments.get(id) ?? []).filter((name) => name !== thing);
      if (remaining.length > 0) attachments.set(id, remaining);
      else attachments.delete(id);
    },
    removeThing(name) {
      const thing = things.get(name);
      if (thing === undefined) return;
      const key = `thing/${name}`;
      const identity = identities.ensure(key);
      things.delete(name);
      memberships.delete(name);
      identities.forget(key);
      notify({ subject: 'thing', operation: 'DELETED', name, thing, identity });
    },
    certificatesOf: (thing) =>
      [...attachments.entries()].filter(([, names]) => names.includes(thing)).map(([id]) => id),
    certificate: (id) => certificates.get(id),
    certificates: () =>
      [...certificates.entries()].map(([, certificate]) => certificate).filter(({ isClaim }) => isClaim !== true),
    exclusiveThingOf: (certificateId) => exclusive.get(certificateId),
    thingsOf: (certificateId) => attachments.get(certificateId) ?? [],
    things: () => namesIn(things),
  };
}
