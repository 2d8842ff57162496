/** A column of a table over the archive, in Hive's types. */
interface Column {
  readonly name: string;
  /** The key of the line that it reads. */
  readonly key: string;
  readonly type: string;
  readonly means: string;
}

/** Lines of the archive as a table. */
export interface ArchivedTable {
  readonly name: string;
  /** The delivery stream that writes the lines, whose folder it has. */
  readonly stream: string;
  readonly means: string;
  readonly columns: readonly Column[];
}

/** The folder of a day is a column of each table: the day of the delivery, in UTC. */
export const dayColumn = 'day';

// What devices say of themselves is text: one that says something odd spoils its own line and no question.
const shadow = 'struct<state:struct<reported:struct<power:string>>,metadata:struct<reported:string>>';

/** What the rule `shadow_documents` keeps. */
export const shadowDocuments: ArchivedTable = {
  name: 'shadow_documents',
  stream: 'shadow-archive',
  means: 'Every change of a shadow, before and after',
  columns: [
    { name: 'thing', key: 'thing', type: 'string', means: 'From the topic' },
    { name: 'version', key: 'version', type: 'bigint', means: 'Of the shadow after the change' },
    { name: 'changed_at', key: 'timestamp', type: 'bigint', means: 'Seconds since the epoch' },
    { name: 'before', key: 'previous', type: shadow, means: 'Null where there was no shadow' },
    { name: 'after', key: 'current', type: shadow, means: 'The metadata says when each value was reported' },
  ],
};

/** What the rule `telemetry` keeps, whether or not telemetry-writer took it. */
export const measurements: ArchivedTable = {
  name: 'measurements',
  stream: 'measurement-archive',
  means: 'Every message of a sensor',
  columns: [
    {
      name: 'thing',
      key: 'thing',
      type: 'string',
      means: 'The client id, which the device policy ties to the certificate',
    },
    { name: 'kind', key: 'kind', type: 'string', means: 'What is measured, from the topic' },
    { name: 'room', key: 'room', type: 'string', means: 'From the topic' },
    { name: 'v', key: 'v', type: 'string', means: 'Version of the schema' },
    { name: 'value', key: 'value', type: 'string', means: 'As the device wrote it' },
    { name: 'measured_at', key: 'at', type: 'string', means: "Ms since the epoch, by the device's clock" },
    { name: 'received_at', key: 'receivedAt', type: 'bigint', means: 'Ms since the epoch, when AWS IoT took it' },
    { name: 'trace_id', key: 'traceId', type: 'string', means: 'Of the message: a line that came twice has the same' },
  ],
};

export const archivedTables: readonly ArchivedTable[] = [shadowDocuments, measurements];
