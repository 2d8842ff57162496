import { defaultSeverities, type Monitoring, type Step } from '@himeshima/constructs/monitors';
import { catalogue, cloudWatchDelayMinutes, type Metric } from '@himeshima/datadog-monitors';
import type { Environment } from '../config/environment';
import { names, owner, tagsOf } from '../config/names';
import { ownMetrics } from '../contracts/metrics';
import * as dynamodb from './dynamodb';
import * as failures from './failures';
import * as iot from './iot';
import * as lambda from './lambda';
import * as meters from './meters';

/** All monitors, in the order of the data flow. The dashboard has a group for each step. */
const flow: readonly Step[] = [
  { title: 'Devices and rules', monitors: Object.values(iot) },
  { title: 'Functions', monitors: Object.values(lambda) },
  { title: 'Tables', monitors: Object.values(dynamodb) },
  { title: 'Meters', monitors: Object.values(meters) },
  { title: 'Failures', monitors: Object.values(failures) },
];

/** Metrics of the functions. They reach Datadog through CloudWatch, like AWS metrics. */
const functionMetrics: readonly Metric[] = Object.values(ownMetrics).map(({ datadog, kind, tags }) => ({
  name: datadog,
  type: kind,
  tags,
  unit: undefined,
  delayMinutes: cloudWatchDelayMinutes,
  source: 'contracts/metrics.ts',
}));

/** Returns the monitoring of an environment. */
export const monitoringOf = (environment: Environment): Monitoring => ({
  project: names.project,
  environment,
  tags: tagsOf(environment),
  owner,
  severities: defaultSeverities,
  workingHours: { from: 9, to: 18, timezone: 'Europe/Berlin' },
  catalogue: catalogue.with(functionMetrics, Object.keys(tagsOf(environment))),
  flow,
  slos: [],
});
