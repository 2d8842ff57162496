import type { Collection, Store } from '../store';

export interface Certificate {
  id: string;
  arn: string;
  pem: string;
  active: boolean;
}

export interface Thing {
  type: string | undefined;
  attributes: Record<string, string>;
}

/** What AWS IoT knows of devices: things, certificates, and which belongs to which. */
export interface Registry {
  addThing(name: string, thing: Thing): void;
  addCertificate(certificate: Certificate): void;
  attachThing(thing: string, certificateArn: string): void;
  /** A policy by its name, as text. */
  addPolicy(name: string, policy: string): void;
  policy(name: string): string | undefined;
  certificate(id: string): Certificate | undefined;
  /** Things to which a certificate is attached. */
  thingsOf(certificateId: string): string[];
  thing(name: string): Thing | undefined;
  things(): string[];
}

const idOf = (certificateArn: string) => certificateArn.split('/').at(-1) ?? certificateArn;

export function createRegistry(store: Store): Registry {
  const things: Collection<Thing> = store.collection('things');
  const certificates: Collection<Certificate> = store.collection('certificates');
  const attachments: Collection<string[]> = store.collection('thing-principals');
  const policies: Collection<string> = store.collection('iot-policies');
  return {
    addPolicy: (name, policy) => policies.set(name, policy),
    policy: (name) => policies.get(name),
    addThing: (name, thing) => things.set(name, thing),
    thing: (name) => things.get(name),
    addCertificate: (certificate) => certificates.set(certificate.id, certificate),
    attachThing(thing, certificateArn) {
      const id = idOf(certificateArn);
      attachments.set(id, [...(attachments.get(id) ?? []), thing]);
    },
    certificate: (id) => certificates.get(id),
    thingsOf: (certificateId) => attachments.get(certificateId) ?? [],
    things: () => [...things.entries()].map(([name]) => name),
  };
}
