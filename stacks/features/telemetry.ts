import {
  type AlertTopic,
  appendTo,
  deliverBy,
  Feature,
  FunctionAccess,
  IotRule,
  NodeFunction,
  notify,
  ParkedRecords,
  putMany,
  query,
  read,
  removeMany,
  SavedQuery,
  Stream,
  StreamToFunction,
  Table,
  update,
} from '@himeshima/constructs';
import { days, seconds } from '@himeshima/constructs/units';
import type { Construct } from 'constructs';
import { measurements } from '../../contracts/archived-tables';
import { accessBindings, bindings } from '../../contracts/bindings';
import { measurementsRule } from '../../contracts/topics';
import { environmentOf } from '../environment-context';
import type { Archive } from '../services/archive';
import type { Failures } from '../services/failures';

// The thing comes from the client id, because the device policy ties the client id to the certificate; kind and room come from
// the topic.
const telemetrySql =
  'SELECT *, clientid() AS thing, topic(2) AS kind, topic(3) AS room, timestamp() AS receivedAt, traceid() AS traceId ' +
  "FROM 'Sensor/+/+'";

// This is a second rule on the same topic. Heat detectors of class A1 to A2 respond at 60 °C (EN 54-5).
const tooHotSql =
  "SELECT topic(3) AS room, value, at, clientid() AS thing, traceid() AS traceId FROM 'Sensor/temp/+' WHERE v = 1 AND value >= 60";

interface TelemetryProps {
  readonly archive: Archive;
  readonly failures: Failures;
  readonly topic: AlertTopic;
}

/** Telemetry: `Sensor/{kind}/{room}` → Kinesis stream → `telemetry-writer` → measurements and room totals; the messages also go to the archive. */
export class Telemetry extends Feature {
  constructor(scope: Construct, id: string, { failures, archive, topic }: TelemetryProps) {
    super(scope, id);
    const environment = environmentOf(this);
    const stream = new Stream(this, 'telemetry-stream', { name: 'telemetry', ...environment.telemetryStream });
    const lines = archive.deliver(this, measurements.stream);
    new IotRule(this, measurementsRule, {
      description: 'A sensor sent a measurement',
      sql: telemetrySql,
      actions: [appendTo(stream, '${clientid()}'), deliverBy(lines)],
      onError: failures.ruleErrors,
    });
    new IotRule(this, 'too_hot', {
      description: 'A room is dangerously hot and must be checked',
      sql: tooHotSql,
      actions: [notify(topic)],
      onError: failures.ruleErrors,
    });

    const readings = new Table(this, 'readings', {
      key: { name: 'sensor', type: 'string' },
      sort: { name: 'measuredAt', type: 'number' },
    });
    const rooms = new Table(this, 'rooms', { key: { name: 'room', type: 'string' } });
    const writer = new NodeFunction(this, 'telemetry-writer', {
      timeout: seconds(10),
      // Measurements are stored even while other functions use up the account's limit.
      reservedConcurrency: stream.maxConcurrentReads,
      environment: bindings.telemetryWriter.environment({ readings: readings.name, rooms: rooms.name }),
      can: [putMany(readings), read(rooms), update(rooms)],
    });
    new StreamToFunction(this, 'telemetry-records', {
      from: stream,
      to: writer,
      batchSize: 200,
      retries: 2,
      newerThan: days(1),
      failuresTo: new ParkedRecords(this, 'telemetry-failures'),
    });
    new SavedQuery(this, 'records-refused', {
      of: [writer],
      query: [
        'filter level = "ERROR"',
        'stats count() as records, latest(sequence_number) as newest by error.message',
        'sort records desc',
      ],
    });
    const tables = { readings: readings.name, rooms: rooms.name };
    new FunctionAccess(this, 'api', {
      environment: accessBindings.api.readings.environment(tables),
      can: [query(readings), read(rooms)],
    });
    new FunctionAccess(this, 'decommission-delete', {
      environment: accessBindings.decommissionDelete.readings.environment(tables),
      can: [query(readings), removeMany(readings), update(rooms)],
    });
  }
}
