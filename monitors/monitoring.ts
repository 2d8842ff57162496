import type { Monitoring } from '@himeshima/constructs/monitors';
import type { Environment } from '../config/environment';
import { names, owner, tagsOf } from '../config/names';
import { knownMetrics } from './catalogue';
import { flow } from './monitors';
import { severities, workingHours } from './severities';
import { slos } from './slos';

/** Returns the monitoring configuration of an environment. */
export const monitoringOf = (environment: Environment): Monitoring => ({
  project: names.project,
  environment,
  tags: tagsOf(environment),
  owner,
  severities,
  workingHours,
  catalogue: knownMetrics(Object.keys(tagsOf(environment))),
  flow,
  slos,
});
