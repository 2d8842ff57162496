import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { bindings } from '../../contracts/bindings';
import { LiveNews } from '../../contracts/live-messages';
import { metricNamespace, ownMetrics } from '../../contracts/metrics';
import { belongingsTable } from '../shared/belongings-table';
import { clientSettings } from '../shared/client-settings';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { subscriptionsTable } from '../shared/subscriptions-table';
import { audienceOf } from './audience';
import { connections } from './connections';
import { buildLiveMessage } from './live-message';
import { push } from './push';
import { roomLookup } from './room-lookup';

const to = bindings.livePush.from(process.env);
const dynamodb = new DynamoDBClient(clientSettings);
const subscriptions = subscriptionsTable(dynamodb, to.subscriptions);
const sources = { subscriptions, belongings: belongingsTable(dynamodb, to.belongings) };
const roomOf = roomLookup(new IoTClient(clientSettings), Date.now);
const pages = connections({ url: to.connections, region: to.region, withinMs: 2_000 });
const metrics = new Metrics({ namespace: metricNamespace });

/** Invoked by the `live_shadows` and `live_commands` rules. Pushes the change to the subscribed web pages. */
export const handler = withLogContext(async (event) => {
  const news = parse(LiveNews, event, 'live news');
  const { kind, thing } = news;
  const room = await roomOf(thing);
  const audience = await audienceOf({ thing, room, now: Date.now() }, sources);
  const { sent, gone, failed, reasons } = await push(JSON.stringify(buildLiveMessage(news, room)), audience, {
    ...pages,
    forget: subscriptions.forget,
  });
  logger.info('pushed', { kind, thing, sent, gone, failed, ...(failed > 0 && { reasons }) });
  // zeros are reported too, so that the metrics have no gaps
  metrics.addMetric(ownMetrics.livePushed.cloudwatch, MetricUnit.Count, sent);
  metrics.addMetric(ownMetrics.livePushFailed.cloudwatch, MetricUnit.Count, failed);
  metrics.publishStoredMetrics();
});
