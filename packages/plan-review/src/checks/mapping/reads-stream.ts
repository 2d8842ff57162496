import { isUnknown, lacks, type Resource } from '../resource';

/** Whether it reads a stream of Kinesis or DynamoDB: a queue has no position to start from, and Kafka is asked otherwise. */
export const readsStream = (mapping: Resource): boolean =>
  !lacks(mapping, 'starting_position') &&
  !isUnknown(mapping, 'starting_position') &&
  lacks(mapping, 'topics') &&
  !isUnknown(mapping, 'topics');
