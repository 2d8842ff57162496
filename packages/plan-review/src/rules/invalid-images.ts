import type { Value } from '@himeshima/terraform-json';
import { isMaskedText } from '../masking/mask';
import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { documentIn } from '../plan/json-documents';
import { scalarsIn } from '../plan/scalars';
import type { Danger, Rule } from './rule';

/** Ends of image names that no registry accepts. Source: distribution/reference, "Grammar" */
const faults: readonly (readonly [end: RegExp, fault: string])[] = [
  [/:$/, 'ends with an empty tag'],
  [/:[^/:@]+:[^/:@]+$/, 'has two tags'],
];

/** Reports new names of container images that no registry accepts. */
export const invalidImages: Rule = (plan) =>
  changesOf(plan, 'create', 'update', 'replace').flatMap(({ address, before, after }): Danger[] => {
    const old = new Set(imagesIn(before));
    return imagesIn(after).flatMap((image) => {
      const fault = old.has(image) || isMaskedText(image) ? undefined : faults.find(([end]) => end.test(image))?.[1];
      if (fault === undefined) return [];
      const what = say`${address} cannot start its container: the image ${{ value: image.slice(image.lastIndexOf('/') + 1) }} ${[fault]}`;
      return [{ kind: 'outage', address, attribute: 'image', what }];
    });
  });

/** Returns the names of the container images of a resource, even in JSON documents. */
const imagesIn = (values: Value): readonly string[] =>
  scalarsIn(values).flatMap(({ path, value }) => {
    if (typeof value !== 'string') return [];
    if (/^(?:container_)?image(?:_uri)?$/.test(path.at(-1) ?? '')) return value.includes('/') ? [value] : [];
    return value.includes('"image"') ? imagesIn(documentIn(value) ?? null) : [];
  });
