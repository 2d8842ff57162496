import { dataStream } from './mapped-data-stream';
import type { MappedStream, StreamParts } from './mapped-stream';
import { tableStream } from './mapped-table-stream';

/**
 * Opens the stream of an event source mapping.
 * @throws AwsError ResourceNotFoundException if the stream does not exist
 */
export const openStream = (mapping: { streamArn: string; role: string }, parts: StreamParts): MappedStream =>
  mapping.streamArn.startsWith('arn:aws:dynamodb:') ? tableStream(mapping, parts) : dataStream(mapping, parts);
