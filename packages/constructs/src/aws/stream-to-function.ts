import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from '../stack/declared-construct';
import { platformOf } from '../stack/platform';
import type { Duration } from '../units';
import type { NodeFunction } from './node-function';
import { policyJson, type Statement } from './policy-document';
import type { PrivateBucket } from './private-bucket';
import type { Stream } from './stream';

interface StreamToFunctionProps {
  readonly from: Stream;
  readonly to: NodeFunction;
  readonly batchSize: number;
  readonly retries: number;
  readonly newerThan: Duration;
  /** Bucket that receives complete failed records. A queue or topic would receive only metadata. */
  readonly failuresTo: PrivateBucket;
}

/** Event source mapping that passes a stream's records to a function in batches, oldest first. Splits batches that fail. */
export class StreamToFunction extends DeclaredConstruct {
  constructor(scope: Construct, id: string, props: StreamToFunctionProps) {
    super(scope, id);
    const { from, to, failuresTo } = props;
    const reading = new IamRolePolicy(this, 'policy', {
      name: 'reads-the-stream',
      role: to.role.name,
      policy: policyJson([...this.reading(from), ...failuresTo.putting]),
    });
    new LambdaEventSourceMapping(this, 'Default', {
      eventSourceArn: from.arn,
      functionName: to.arn,
      startingPosition: 'TRIM_HORIZON',
      batchSize: props.batchSize,
      functionResponseTypes: ['ReportBatchItemFailures'],
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: props.retries,
      maximumRecordAgeInSeconds: props.newerThan.seconds,
      destinationConfig: { onFailure: { destinationArn: failuresTo.arn } },
      dependsOn: [reading],
    });
  }

  // Returns the permissions that the execution role needs (Lambda developer guide, "Configuring a Kinesis event source").
  private reading(stream: Stream): readonly Statement[] {
    const calls = ['DescribeStream', 'DescribeStreamSummary', 'GetRecords', 'GetShardIterator', 'ListShards'];
    return [
      { Effect: 'Allow', Action: calls.map((call) => `kinesis:${call}`), Resource: stream.arn },
      platformOf(this).key.useThrough('kinesis'),
    ];
  }
}
