/** Column of a table over the archive, with its Hive type. */
interface Column {
  readonly name: string;
  /** JSON key of the column. */
  readonly key: string;
  readonly type: string;
  readonly means: string;
}

/** Table over the JSON lines of a delivery stream. */
export interface ArchivedTable {
  readonly name: string;
  /** Delivery stream that writes the lines; also the name of its folder. */
  readonly stream: string;
  readonly means: string;
  readonly columns: readonly Column[];
}

/** Partition column of every table: the delivery date in UTC. */
export const dayColumn = 'day';

// values from devices are strings, so that an unexpected value affects only its own row and does not make the whole query fail
const shadow = 'struct<state:struct<reported:struct<power:string>>,metadata:struct<reported:string>>';

/** Shadow changes, archived by the `shadow_documents` rule. */
export const shadowDocuments: ArchivedTable = {
  name: 'shadow_documents',
  stream: 'shadow-archive',
  means: 'Shadow changes, before and after',
  columns: [
    { name: 'thing', key: 'thing', type: 'string', means: 'From the topic' },
    { name: 'version', key: 'version', type: 'bigint', means: 'Version of the shadow after the change' },
    { name: 'changed_at', key: 'timestamp', type: 'bigint', means: 'Seconds since the epoch' },
    { name: 'before', key: 'previous', type: shadow, means: 'Null if there was no shadow' },
    { name: 'after', key: 'current', type: shadow, means: 'The metadata says when each value was reported' },
  ],
};

/** Measurements, archived by the `telemetry` rule independently of telemetry-writer. */
export const measurements: ArchivedTable = {
  name: 'measurements',
  stream: 'measurement-archive',
  means: 'Messages of sensors',
  columns: [
    {
      name: 'thing',
      key: 'thing',
      type: 'string',
      means: 'Client ID, which the device policy ties to the certificate',
    },
    { name: 'kind', key: 'kind', type: 'string', means: 'Kind of measurement, from the topic' },
    { name: 'room', key: 'room', type: 'string', means: 'From the topic' },
    { name: 'v', key: 'v', type: 'string', means: 'Version of the schema' },
    { name: 'value', key: 'value', type: 'string', means: 'As the device sent it' },
    { name: 'measured_at', key: 'at', type: 'string', means: "Time by the device's clock, in ms since the epoch" },
    {
      name: 'received_at',
      key: 'receivedAt',
      type: 'bigint',
      means: 'Time when AWS IoT received it, in ms since the epoch',
    },
    {
      name: 'trace_id',
      key: 'traceId',
      type: 'string',
      means: 'Trace ID of the message; duplicates share it',
    },
  ],
};

export const archivedTables: readonly ArchivedTable[] = [shadowDocuments, measurements];
