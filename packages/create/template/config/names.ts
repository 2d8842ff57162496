import { type PhysicalNames, physicalNames } from '@himeshima/constructs/names';
import type { Environment } from './environment';

/** Physical names of the resources. */
export const names: PhysicalNames = physicalNames('starter');

/** Tags of every AWS resource; Datadog's AWS integration adds them to the metrics. */
export const tagsOf = ({ name }: Pick<Environment, 'name'>) => ({
  project: names.project,
  environment: name,
  'managed-by': 'terraform',
});

/** Team that owns the platform: value of the tag `team` in Datadog, and owner in every message. */
export const owner = 'starter';
