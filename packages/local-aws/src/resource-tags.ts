import { perPlatform } from './per-platform';
import type { Collection, Store } from './store';

export interface ResourceTag {
  Key: string;
  Value: string;
}

/** Tags of AWS IoT and EventBridge resources, keyed by the resource's ARN. */
export interface ResourceTags {
  of(arn: string): readonly ResourceTag[];
  /** Adds tags. A tag with an existing key replaces the value. */
  add(arn: string, tags: readonly ResourceTag[]): void;
  remove(arn: string, keys: readonly string[]): void;
  /** Removes all tags of a deleted resource. */
  forget(arn: string): void;
}

export const tagsOf = perPlatform(({ store }: { store: Store }): ResourceTags => {
  const stored: Collection<ResourceTag[]> = store.collection('iot-tags');
  const without = (arn: string, keys: readonly string[]) =>
    (stored.get(arn) ?? []).filter(({ Key }) => !keys.includes(Key));
  return {
    of: (arn) => stored.get(arn) ?? [],
    add(arn, tags) {
      if (tags.length === 0) return;
      const keys = tags.map(({ Key }) => Key);
      stored.set(arn, [...without(arn, keys), ...tags]);
    },
    remove: (arn, keys) => stored.set(arn, without(arn, keys)),
    forget: (arn) => void stored.delete(arn),
  };
});
