import {
  type AlertTopic,
  Feature,
  FunctionAccess,
  type Grant,
  NodeFunction,
  newest,
  PrivateBucket,
  SavedQuery,
  Schedule,
  type Workflow,
} from '@himeshima/constructs';
import { seconds } from '@himeshima/constructs/units';
import type { Construct } from 'constructs';
import { archiveFolder } from '../../contracts/archive';
import { measurements, shadowDocuments } from '../../contracts/archived-tables';
import { accessBindings, bindings } from '../../contracts/bindings';
import { digestFolder } from '../../contracts/digest';
import { environmentOf } from '../environment-context';
import type { Archive } from '../services/archive';
import type { Failures } from '../services/failures';

interface TimerEventProps {
  readonly failures: Failures;
  readonly topic: AlertTopic;
  readonly archive: Archive;
  readonly workflows: readonly Workflow[];
}

/** Daily digest: at 2:00 in Japan, `timer-event` writes a summary of the previous day as JSON and Markdown. */
export class TimerEvent extends Feature {
  constructor(scope: Construct, id: string, { failures, topic, archive, workflows }: TimerEventProps) {
    super(scope, id);
    const { bucket } = archive;
    const [shadows, measured] = [shadowDocuments.stream, measurements.stream];
    const digests = new PrivateBucket(this, 'digests', { keeps: environmentOf(this).retention.archive });
    const timerEvent = new NodeFunction(this, 'timer-event', {
      timeout: seconds(120),
      environment: bindings.timerEvent.environment({
        archive: { bucket: bucket.name, shadows, measurements: measured },
        digests: digests.name,
        topicName: topic.name,
        workflows: workflows.map(({ arn }) => arn),
      }),
      can: [
        bucket.reading(archiveFolder(shadows)),
        bucket.reading(archiveFolder(measured)),
        digests.writing(digestFolder),
        readFigures,
      ],
      onFailure: failures.events,
    });
    new Schedule(this, 'timer-event-schedule', {
      description: 'Writes the daily digest, at 2:00 in Japan',
      at: 'cron(0 17 * * ? *)',
      invokes: timerEvent,
    });
    new SavedQuery(this, 'digests-written', { of: [timerEvent], query: newest('devices') });
    new FunctionAccess(this, 'api', {
      environment: accessBindings.api.digests.environment({ bucket: digests.name }),
      can: [digests.reading(digestFolder)],
    });
  }
}

// this action has no resource-level permissions (Service Authorization Reference, "Amazon CloudWatch")
const readFigures: Grant = [{ Effect: 'Allow', Action: ['cloudwatch:GetMetricData'], Resource: '*' }];
