import { mergeManifest } from './merge-manifest';
import {
  type MergeSource,
  mergeArray,
  mergeConstructor,
  mergeInterface,
  mergeObject,
  mergeObjectsOf,
  mergeStatements,
} from './merge-source';
import { mergeOpenApi } from './merge-yaml';

/** Files of a platform to which blueprints add, and how. A blueprint for any other path is a new file. */
const rules: readonly (readonly [path: RegExp, merge: MergeSource])[] = [
  [/^contracts\/bindings\.ts$/, mergeObject('bindings')],
  // the fleet collects the kinds of devices that the features before it declare
  [/^stacks\/platform-stack\.ts$/, mergeConstructor({ className: 'PlatformStack', before: 'Fleet' })],
  [/^stacks\/foundation-stack\.ts$/, mergeConstructor({ className: 'FoundationStack', before: 'Registry' })],
  [/^config\/environment\.ts$/, mergeInterface('Environment')],
  [/^config\/environments\.ts$/, mergeObjectsOf({ type: 'Environment', name: 'environment' })],
  [/^package\.json$/, mergeManifest],
  [/^functions\/api\/handler\.ts$/, mergeObject('operations')],
  [/^api\/openapi\.yaml$/, mergeOpenApi],
  [/^monitors\/monitor(?:ing|s)\.ts$/, mergeArray('flow')],
  [/^tests\/message-path\.test\.ts$/, mergeArray('paths')],
  [/^monitors\/[^/]+\.ts$/, mergeStatements],
];

/** Returns how to add to a file; undefined if a blueprint for this path is a new file. */
export const mergeRuleFor = (path: string): MergeSource | undefined =>
  rules.find(([pattern]) => pattern.test(path))?.[1];
