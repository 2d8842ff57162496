import type { Construct } from 'constructs';
import { days, minutes, seconds } from '../../config/units';
import { measurements } from '../../contracts/archived-tables';
import { bindings } from '../../contracts/bindings';
import { measurementsRule } from '../../contracts/topics';
import type { AlertTopic } from '../constructs/alert-topic';
import { DeliveryStream } from '../constructs/delivery-stream';
import { Feature } from '../constructs/feature';
import { appendTo, deliverBy, IotRule, notify } from '../constructs/iot-rule';
import { NodeFunction } from '../constructs/node-function';
import { ParkedRecords } from '../constructs/parked-records';
import { platformOf } from '../constructs/platform';
import { SavedQuery } from '../constructs/saved-query';
import { Stream } from '../constructs/stream';
import { StreamToFunction } from '../constructs/stream-to-function';
import { putMany, read, Table, update } from '../constructs/table';
import type { Archive } from './archive';
import type { Failures } from './failures';

// The thing comes from the client id, which the device policy ties to the certificate; kind and room come from the topic.
const telemetrySql =
  'SELECT *, clientid() AS thing, topic(2) AS kind, topic(3) AS room, timestamp() AS receivedAt, traceid() AS traceId ' +
  "FROM 'Sensor/+/+'";

// A second rule on the same topic. Heat detectors of class A1 to A2 respond at 60 °C (EN 54-5).
const tooHotSql =
  "SELECT topic(3) AS room, value, at, clientid() AS thing, traceid() AS traceId FROM 'Sensor/temp/+' WHERE v = 1 AND value >= 60";

interface TelemetryProps {
  readonly archive: Archive;
  readonly failures: Failures;
  readonly topic: AlertTopic;
}

/** Telemetry: `Sensor/{kind}/{room}` → Kinesis stream → `telemetry-writer` → measurements and room totals; and to the archive. */
export class Telemetry extends Feature {
  readonly readings: Table;
  readonly rooms: Table;

  constructor(scope: Construct, id: string, { failures, archive, topic }: TelemetryProps) {
    super(scope, id);
    const { environment } = platformOf(this);
    const stream = new Stream(this, 'telemetry-stream', { name: 'telemetry', ...environment.telemetryStream });
    const lines = new DeliveryStream(this, measurements.stream, { to: archive.bucket, within: minutes(5) });
    new IotRule(this, measurementsRule, {
      description: 'A sensor measured something',
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
    this.readings = readings;
    const rooms = new Table(this, 'rooms', { key: { name: 'room', type: 'string' } });
    this.rooms = rooms;
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
  }
}
