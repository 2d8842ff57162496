import type { Collection, Store } from '../../store';
import { versionsOfPolicy } from '../quotas';

/** One version of a policy of AWS IoT. */
export interface PolicyVersion {
  /** Counts up from 1, and none has that of another before it. */
  id: string;
  document: string;
}

interface Versions {
  versions: PolicyVersion[];
  /** By its ID: the one that decides. */
  standard: string;
  made: number;
}

/** Policies of AWS IoT by their names, each in versions of which one is the default. */
export interface PolicyVersions {
  /** A policy as a plan or a template has it: where it is there and says another thing, that is a new version. */
  addPolicy(name: string, document: string): void;
  /** The text of the default version. */
  policy(name: string): string | undefined;
  policies(): { name: string; policy: string }[];
  /** The oldest first; none of a policy that is not there. */
  versionsOf(name: string): readonly PolicyVersion[];
  defaultVersionOf(name: string): string | undefined;
  /** @returns undefined where there are as many as there may be */
  addVersion(name: string, document: string): PolicyVersion | undefined;
  setDefaultVersion(name: string, id: string): void;
  removeVersion(name: string, id: string): void;
  /** Hears of each policy whose default version says another thing than before. */
  onPolicyChange(listener: (policy: { name: string; document: string }) => void): void;
}

export function createPolicyVersions(store: Store): PolicyVersions {
  const kept: Collection<Versions> = store.collection('iot-policy-versions');
  const listeners: Parameters<PolicyVersions['onPolicyChange']>[0][] = [];
  const none: Versions = { versions: [], standard: '', made: 0 };
  const of = (name: string) => kept.get(name) ?? none;
  const documentOf = ({ versions, standard }: Versions) => versions.find(({ id }) => id === standard)?.document;
  const change = (name: string, policy: Versions) => {
    const before = documentOf(of(name));
    kept.set(name, policy);
    const document = documentOf(policy);
    if (document === undefined || document === before) return;
    for (const listener of listeners) listener({ name, document });
  };
  const withVersion = ({ versions, standard, made }: Versions, document: string) => {
    const version = { id: String(made + 1), document };
    return { version, policy: { versions: [...versions, version], standard, made: made + 1 } };
  };
  /** terraform-provider-aws makes room for what a plan changes: the oldest that is not the default goes. */
  const withRoom = (policy: Versions): Versions => {
    if (policy.versions.length < versionsOfPolicy) return policy;
    const oldest = policy.versions.find(({ id }) => id !== policy.standard);
    return { ...policy, versions: policy.versions.filter((one) => one !== oldest) };
  };

  return {
    addPolicy(name, document) {
      if (documentOf(of(name)) === document) return;
      const { version, policy } = withVersion(withRoom(of(name)), document);
      change(name, { ...policy, standard: version.id });
    },
    policy: (name) => documentOf(of(name)),
    policies: () => [...kept.entries()].map(([name, policy]) => ({ name, policy: documentOf(policy) ?? '' })),
    versionsOf: (name) => of(name).versions,
    defaultVersionOf: (name) => kept.get(name)?.standard,
    addVersion(name, document) {
      if (of(name).versions.length >= versionsOfPolicy) return undefined;
      const { version, policy } = withVersion(of(name), document);
      change(name, policy);
      return version;
    },
    setDefaultVersion: (name, id) => change(name, { ...of(name), standard: id }),
    removeVersion(name, id) {
      const policy = of(name);
      change(name, { ...policy, versions: policy.versions.filter((one) => one.id !== id) });
    },
    onPolicyChange: (listener) => void listeners.push(listener),
  };
}
