import type { ArchitectureMap, MapEdge } from '../api/operations';

const edge = (from: string, to: string, values: Partial<MapEdge> = {}): MapEdge => ({
  from,
  to,
  flow: 'there',
  what: 'data',
  ...values,
});

/** Map in which a rule sends messages of devices through a stream to a function that writes a table. */
export const map: ArchitectureMap = {
  nodes: (
    [
      ['devices', 'outside'],
      ['people', 'outside'],
      ['shadow', 'shadow'],
      ['aws_iot_topic_rule.hot', 'rule'],
      ['aws_kinesis_stream.readings', 'stream'],
      ['aws_lambda_function.writer', 'function'],
      ['aws_dynamodb_table.readings', 'table'],
      ['aws_sqs_queue.failed', 'queue'],
    ] as const
  ).map(([id, kind]) => ({ id, kind, label: id, monitors: [] })),
  edges: [
    edge('devices', 'aws_iot_topic_rule.hot', { label: 'Sensor/+/+' }),
    edge('devices', 'shadow', { flow: 'both', label: 'reported, delta' }),
    edge('aws_iot_topic_rule.hot', 'aws_kinesis_stream.readings'),
    edge('aws_kinesis_stream.readings', 'aws_lambda_function.writer'),
    edge('aws_lambda_function.writer', 'aws_dynamodb_table.readings', { flow: 'both' }),
    edge('aws_lambda_function.writer', 'shadow'),
    edge('aws_lambda_function.writer', 'aws_sqs_queue.failed', { what: 'failure' }),
  ],
};
