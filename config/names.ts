import { type PhysicalNames, physicalNames } from '@himeshima/constructs/names';
import type { Environment } from './environment';

/** Physical names of resources (docs/adr/0002, docs/adr/0018). */
export const names: PhysicalNames = physicalNames('himeshima');

/** Returns the stacks of an environment in deployment order. */
export const stacksOf = (environment: Environment): readonly string[] => [
  names.foundation(environment),
  environment.stack,
];

/** Tags of every AWS resource; Datadog's AWS integration adds them to the metrics. */
export const tagsOf = (environment: Environment) => ({
  project: names.project,
  environment: environment.name,
  'managed-by': 'terraform',
});

/** Team that owns the platform: the `team` tag in Datadog, and the owner in every message. */
export const owner = 'iot-platform';
