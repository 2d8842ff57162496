import type { Clock } from '../../clock';
import type { Collection, Store } from '../../store';
import { maxPolicyVersions } from '../quotas';

/** Version of an IoT policy. */
export interface PolicyVersion {
  /** Sequence number, which starts at 1 and is never reused. */
  id: string;
  document: string;
  /** Creation time in ms since the epoch; undefined for versions that an earlier version of the runtime stored. */
  createdAt?: number | undefined;
}

interface Versions {
  versions: PolicyVersion[];
  /** ID of the default version. */
  standard: string;
  made: number;
  /** Times of creation and last change, in ms since the epoch. */
  createdAt?: number | undefined;
  modifiedAt?: number | undefined;
}

/** IoT policies by name, with their versions. */
export interface PolicyVersions {
  /** Declares a policy from a plan or template. A different document becomes a new default version. */
  addPolicy(name: string, document: string): void;
  /** Returns the times of a policy's creation and last change in ms since the epoch, if they are known. */
  policyDates(name: string): { createdAt: number | undefined; modifiedAt: number | undefined };
  /** Removes a policy with all its versions. */
  removePolicy(name: string): void;
  /** Returns the document of the default version. */
  policy(name: string): string | undefined;
  policies(): { name: string; policy: string }[];
  /** Returns a policy's versions from oldest to newest, or an empty list if the policy does not exist. */
  versionsOf(name: string): readonly PolicyVersion[];
  defaultVersionOf(name: string): string | undefined;
  /** Adds a version. Returns undefined if the maximum number of versions is reached. */
  addVersion(name: string, document: string): PolicyVersion | undefined;
  setDefaultVersion(name: string, id: string): void;
  removeVersion(name: string, id: string): void;
  /** Adds a listener that is called when the document of a default version changes. */
  onPolicyChange(listener: (policy: { name: string; document: string }) => void): void;
}

export function createPolicyVersions(store: Store, clock: Pick<Clock, 'now'>): PolicyVersions {
  const stored: Collection<Versions> = store.collection('iot-policy-versions');
  const listeners: Parameters<PolicyVersions['onPolicyChange']>[0][] = [];
  const missingPolicy: Versions = { versions: [], standard: '', made: 0 };
  const storedPolicy = (name: string) => stored.get(name) ?? missingPolicy;
  const documentOf = ({ versions, standard }: Versions) => versions.find(({ id }) => id === standard)?.document;
  const change = (name: string, policy: Versions) => {
    const before = documentOf(storedPolicy(name));
    const now = Math.floor(clock.now());
    const isNew = stored.get(name) === undefined;
    stored.set(name, { ...policy, createdAt: isNew ? now : policy.createdAt, modifiedAt: now });
    const document = documentOf(policy);
    if (document === undefined || document === before) return;
    for (const listener of listeners) listener({ name, document });
  };
  const withVersion = ({ versions, made, ...rest }: Versions, document: string) => {
    const version = { id: String(made + 1), document, createdAt: Math.floor(clock.now()) };
    return { version, policy: { ...rest, versions: [...versions, version], made: made + 1 } };
  };
  /**
   * Removes the oldest non-default version if a policy has the maximum number of versions,
   * as terraform-provider-aws does.
   */
  const removeOldestIfFull = (policy: Versions): Versions => {
    if (policy.versions.length < maxPolicyVersions) return policy;
    const oldest = policy.versions.find(({ id }) => id !== policy.standard);
    return { ...policy, versions: policy.versions.filter((version) => version !== oldest) };
  };

  return {
    addPolicy(name, document) {
      if (documentOf(storedPolicy(name)) === document) return;
      const { version, policy } = withVersion(removeOldestIfFull(storedPolicy(name)), document);
      change(name, { ...policy, standard: version.id });
    },
    policyDates(name) {
      const { createdAt, modifiedAt } = storedPolicy(name);
      return { createdAt, modifiedAt };
    },
    removePolicy: (name) => void stored.delete(name),
    policy: (name) => documentOf(storedPolicy(name)),
    policies: () => [...stored.entries()].map(([name, policy]) => ({ name, policy: documentOf(policy) ?? '' })),
    versionsOf: (name) => storedPolicy(name).versions,
    defaultVersionOf: (name) => stored.get(name)?.standard,
    addVersion(name, document) {
      if (storedPolicy(name).versions.length >= maxPolicyVersions) return undefined;
      const { version, policy } = withVersion(storedPolicy(name), document);
      change(name, policy);
      return version;
    },
    setDefaultVersion: (name, id) => change(name, { ...storedPolicy(name), standard: id }),
    removeVersion(name, id) {
      const policy = storedPolicy(name);
      change(name, { ...policy, versions: policy.versions.filter((version) => version.id !== id) });
    },
    onPolicyChange: (listener) => void listeners.push(listener),
  };
}
