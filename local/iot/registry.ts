import type { Collection, Store } from '../store';

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

/** What AWS IoT knows of devices: things, their types and groups, certificates, and which belongs to which. */
export interface Registry {
  addThing(name: string, thing: Thing): void;
  addThingType(name: string): void;
  addGroup(name: string): void;
  hasThingType(name: string): boolean;
  hasGroup(name: string): boolean;
  addToGroup(thing: string, group: string): void;
  groupsOf(thing: string): readonly string[];
  addCertificate(certificate: Certificate): void;
  setStatus(certificateId: string, status: CertificateStatus): void;
  removeCertificate(id: string): void;
  attachThing(thing: string, certificateArn: string): void;
  detachThing(thing: string, certificateId: string): void;
  /** A thing, and that it was in groups. */
  removeThing(name: string): void;
  /** A policy by its name, as text. */
  addPolicy(name: string, policy: string): void;
  policy(name: string): string | undefined;
  certificate(id: string): Certificate | undefined;
  /** Things to which a certificate is attached. */
  thingsOf(certificateId: string): string[];
  /** IDs of the certificates that are attached to a thing. */
  certificatesOf(thing: string): string[];
  thing(name: string): Thing | undefined;
  things(): string[];
}

const idOf = (certificateArn: string) => certificateArn.split('/').at(-1) ?? certificateArn;

/** Adds to the list under a key what is not there yet. */
function addTo(lists: Collection<string[]>, key: string, value: string): void {
  const known = lists.get(key) ?? [];
  if (!known.includes(value)) lists.set(key, [...known, value]);
}

export function createRegistry(store: Store): Registry {
  const things: Collection<Thing> = store.collection('things');
  const types: Collection<true> = store.collection('thing-types');
  const groups: Collection<true> = store.collection('thing-groups');
  const memberships: Collection<string[]> = store.collection('thing-group-memberships');
  const certificates: Collection<Certificate> = store.collection('certificates');
  const attachments: Collection<string[]> = store.collection('thing-principals');
  const policies: Collection<string> = store.collection('iot-policies');
  return {
    addPolicy: (name, policy) => policies.set(name, policy),
    policy: (name) => policies.get(name),
    addThing: (name, thing) => things.set(name, thing),
    thing: (name) => things.get(name),
    addThingType: (name) => types.set(name, true),
    hasThingType: (name) => types.get(name) ?? false,
    addGroup: (name) => groups.set(name, true),
    hasGroup: (name) => groups.get(name) ?? false,
    addToGroup: (thing, group) => addTo(memberships, thing, group),
    groupsOf: (thing) => memberships.get(thing) ?? [],
    addCertificate: (certificate) => certificates.set(certificate.id, certificate),
    setStatus(id, status) {
      const certificate = certificates.get(id);
      if (certificate !== undefined) certificates.set(id, { ...certificate, status });
    },
    removeCertificate: (id) => void certificates.delete(id),
    attachThing: (thing, certificateArn) => addTo(attachments, idOf(certificateArn), thing),
    detachThing(thing, id) {
      const left = (attachments.get(id) ?? []).filter((name) => name !== thing);
      if (left.length > 0) attachments.set(id, left);
      else attachments.delete(id);
    },
    removeThing(name) {
      things.delete(name);
      memberships.delete(name);
    },
    certificatesOf: (thing) =>
      [...attachments.entries()].filter(([, names]) => names.includes(thing)).map(([id]) => id),
    certificate: (id) => certificates.get(id),
    thingsOf: (certificateId) => attachments.get(certificateId) ?? [],
    things: () => [...things.entries()].map(([name]) => name),
  };
}
