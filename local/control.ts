import { z } from 'zod';
import type { Clock } from './clock';
import type { EventBus } from './events';
import { json, parseBody } from './gateway/json-api';
import { AwsError, type AwsResponse } from './gateway/request';
import type { HttpCall } from './gateway/server';
import type { MetricStore } from './metrics';

const ClockChange = z.strictObject({
  speed: z.number().min(0).max(10_000).optional(),
  advanceSeconds: z.number().min(0).max(86_400).optional(),
});

/**
 * The platform's own paths beside AWS's: `POST /_local/clock {"speed": 60}` or `{"advanceSeconds": 180}`, and
 * `GET /_local/metrics`. They want the content type application/json, which no web page can send here unasked.
 * @returns undefined for every other path
 */
export function controlOf({ clock, metrics, bus }: { clock: Clock; metrics: MetricStore; bus: EventBus }) {
  return async (call: HttpCall): Promise<AwsResponse | undefined> => {
    if (!call.path.startsWith('/_local/')) return undefined;
    if (call.path === '/_local/metrics' && call.method === 'GET') return json(metrics.save(), 200, 'application/json');
    if (call.path !== '/_local/clock' || call.method !== 'POST') {
      throw new AwsError('UnknownOperationException', `${call.method} ${call.path} is not known`, 404);
    }
    if (!(call.headers['content-type'] ?? '').startsWith('application/json')) {
      throw new AwsError('UnsupportedMediaType', 'the content type is application/json', 415);
    }
    const change = ClockChange.safeParse(parseBody(call.body));
    if (!change.success) throw new AwsError('ValidationException', z.prettifyError(change.error));
    const { speed, advanceSeconds } = change.data;
    if (speed !== undefined) {
      clock.setSpeed(speed);
      bus.tell({
        kind: 'clock',
        text: speed === 1 ? 'the clock runs at its own pace' : `the clock runs ${speed} times as fast`,
      });
    }
    if (advanceSeconds !== undefined) {
      bus.tell({ kind: 'clock', text: `the clock jumps ${advanceSeconds} s ahead` });
      await clock.advance(advanceSeconds * 1000);
    }
    return json({ now: new Date(clock.now()).toISOString(), speed: clock.speed }, 200, 'application/json');
  };
}
