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

/** Merge functions for the platform files that blueprints add to. A blueprint for any other path is a new file. */
const rules: readonly (readonly [path: RegExp, merge: MergeSource])[] = [
  [/^contracts\/bindings\.ts$/, mergeObject('bindings')],
  // the fleet collects the device kinds that earlier features have declared
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

/** Returns the merge function for a file; undefined if a blueprint for this path is a new file. */
export const mergeRuleFor = (path: string): MergeSource | undefined =>
  rules.find(([pattern]) => pattern.test(path))?.[1];
