import {
  CloudWatchClient,
  GetMetricDataCommand,
  InvalidParameterCombinationException,
  ListMetricsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { type Caller, refusal } from './caller';

/** Tests the operations that write metrics and log events. */
export function describeMetricsAndLogGroups(caller: () => Caller): void {
  describe('CloudWatch metrics', () => {
    let cloudwatch: CloudWatchClient;
    beforeAll(() => {
      cloudwatch = new CloudWatchClient(caller().signer);
    });
    afterAll(() => cloudwatch.destroy());

    const Namespace = 'Shop';
    const Dimensions = [{ Name: 'Room', Value: 'hall' }];

    test('stores metrics from a request that the SDK compresses, and lists them', async () => {
      const MetricData = Array.from({ length: 200 }, () => ({ MetricName: 'Orders', Value: 2, Dimensions }));
      await cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
      const { Metrics } = await cloudwatch.send(new ListMetricsCommand({ Namespace }));
      expect(Metrics).toEqual([{ Namespace, MetricName: 'Orders', Dimensions }]);
      const now = Date.now();
      const Metric = { Namespace, MetricName: 'Orders', Dimensions };
      const { MetricDataResults } = await cloudwatch.send(
        new GetMetricDataCommand({
          StartTime: new Date(now - 3_600_000),
          EndTime: new Date(now + 3_600_000),
          MetricDataQueries: [{ Id: 'orders', MetricStat: { Metric, Period: 86_400, Stat: 'Sum' } }],
        }),
      );
      expect(MetricDataResults?.[0]?.Values).toEqual([400]);
    });

    test('rejects a value in two forms with the error class of the SDK', async () => {
      const MetricData = [{ MetricName: 'Orders', Value: 2, Values: [2] }];
      const put = cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
      await expect(put).rejects.toBeInstanceOf(InvalidParameterCombinationException);
    });
  });

  describe('log groups', () => {
    const logGroupName = 'backend';
    const logStreamName = 'worker-1';

    test('stores log events in a new group, and reports events that are too old', async () => {
      const { logs } = caller();
      await logs.send(new CreateLogGroupCommand({ logGroupName }));
      await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
      const put = (timestamp: number, message: string) =>
        logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents: [{ timestamp, message }] }));
      const now = Date.now();
      await put(now, 'ERROR 1');
      expect((await put(now - 15 * 86_400_000, 'ERROR 0')).rejectedLogEventsInfo).toEqual({
        tooOldLogEventEndIndex: 1,
      });
      const filter = new FilterLogEventsCommand({ logGroupName, logStreamNames: [logStreamName] });
      expect((await logs.send(filter)).events?.map(({ message }) => message)).toEqual(['ERROR 1']);
      await logs.send(new DeleteLogGroupCommand({ logGroupName }));
      expect(await refusal(logs.send(filter))).toMatchObject({ name: 'ResourceNotFoundException', status: 400 });
    });
  });
}
