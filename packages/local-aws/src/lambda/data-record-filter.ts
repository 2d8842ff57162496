import { compilePattern } from '../event-pattern/event-pattern';
import { fieldsOf, isFields } from '../gateway/json-api';
import { parsedJson, payloadMatcher } from './payload-matcher';

/** Properties of a record that a pattern can contain, besides its data. */
const metadata = ['partitionKey', 'sequenceNumber', 'kinesisSchemaVersion', 'approximateArrivalTimestamp'];

type RecordFilter = (record: object) => boolean;

function compile(pattern: string): RecordFilter {
  const path = 'filter_criteria.filter.pattern';
  const json = parsedJson(pattern);
  if (!isFields(json)) throw new Error(`${path}: must be a JSON object`);
  const { data, ...others } = json;
  const other = Object.keys(others).find((name) => !metadata.includes(name));
  if (other !== undefined)
    throw new Error(`${path}: only data, ${metadata.join(', ')} can be filtered for a Kinesis stream, found ${other}`);
  const matchesData = data === undefined ? undefined : payloadMatcher(data, `${path}.data`);
  const matchesOthers = Object.keys(others).length === 0 ? undefined : compilePattern(others, path);
  return (record) => {
    const own = fieldsOf(fieldsOf(record)['kinesis']);
    // Lambda decodes the data before it compares the data
    const text = Buffer.from(String(own['data']), 'base64').toString('utf8');
    return matchesData?.(text) !== false && matchesOthers?.(own) !== false;
  };
}

/**
 * Compiles filter patterns for the records of a Kinesis stream, at least one of which must match. Source: Lambda developer
 * guide, "with-kinesis-filtering".
 * @param patterns JSON texts of the patterns; an empty list matches every record
 * @throws Error for a pattern that Lambda rejects
 */
export function dataRecordFilter(patterns: readonly string[]): RecordFilter {
  const filters = patterns.map(compile);
  return (record) => filters.length === 0 || filters.some((matches) => matches(record));
}
