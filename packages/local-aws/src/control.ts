import { z } from 'zod';
import type { Clock } from './clock';
import { describeError } from './error-message';
import type { EventBus } from './events';
import { json, parseBody } from './gateway/json-api';
import { AwsError, type AwsResponse } from './gateway/service-api';
import { validationMessage } from './gateway/validation-message';
import type { HttpCall } from './http/http-call';
import type { MetricStore } from './metrics';

const ClockChange = z.strictObject({
  speed: z.number().min(0).max(10_000).optional(),
  advanceSeconds: z.number().min(0).max(86_400).optional(),
});

/**
 * Maximum amount of time that the clock may run ahead of real time. Device certificates are valid for ten years, so no test
 * needs a later date.
 */
const maxLeadMs = 10 * 365 * 86_400_000;

const Firing = z.strictObject({ schedule: z.string(), time: z.iso.datetime().optional() });

interface ControlOptions {
  clock: Clock;
  metrics: MetricStore;
  bus: EventBus;
  /** Fires a schedule. @throws Error if the schedule does not exist */
  fire(schedule: string, time: number | undefined): void;
}

/**
 * Handles the platform's own paths on the AWS API port: `POST /_local/clock {"speed": 60}` or `{"advanceSeconds":
 * 180}`, `POST /_local/fire {"schedule": "timer-event"}`, and `GET /_local/metrics`. POST requires the content type
 * application/json, which a web page cannot send cross-origin without permission.
 * @returns undefined for all other paths
 */
export function createControlApi({ clock, metrics, bus, fire }: ControlOptions) {
  return async (call: HttpCall): Promise<AwsResponse | undefined> => {
    if (!call.path.startsWith('/_local/')) return undefined;
    if (call.path === '/_local/metrics' && call.method === 'GET') return json(metrics.save(), 200, 'application/json');
    if (!['/_local/clock', '/_local/fire'].includes(call.path) || call.method !== 'POST') {
      throw new AwsError('UnknownOperationException', `unknown path: ${call.method} ${call.path}`, 404);
    }
    if (!(call.headers['content-type'] ?? '').startsWith('application/json')) {
      throw new AwsError('UnsupportedMediaType', 'unsupported content type: expected application/json', 415);
    }
    if (call.path === '/_local/fire') return fireSchedule(call, fire);
    const change = ClockChange.safeParse(parseBody(call.body));
    if (!change.success)
      throw new AwsError('ValidationException', validationMessage(change.error, parseBody(call.body)));
    const { speed, advanceSeconds } = change.data;
    if (speed !== undefined) {
      clock.setSpeed(speed);
      bus.emit({
        kind: 'clock',
        text: speed === 1 ? 'the clock runs at normal speed' : `the clock runs at ${speed}x speed`,
      });
    }
    if (advanceSeconds !== undefined) {
      if (clock.now() + advanceSeconds * 1000 > clock.real.now() + maxLeadMs)
        throw new AwsError('ValidationException', 'the clock may run ahead of real time by at most ten years');
      bus.emit({ kind: 'clock', text: `the clock advances by ${advanceSeconds} s` });
      await clock.advance(advanceSeconds * 1000);
    }
    return json({ now: new Date(clock.now()).toISOString(), speed: clock.speed }, 200, 'application/json');
  };
}

/**
 * Fires the schedule that the request names.
 * @throws AwsError if the request is invalid, or the schedule does not exist
 */
function fireSchedule({ body }: HttpCall, fire: ControlOptions['fire']): AwsResponse {
  const firing = Firing.safeParse(parseBody(body));
  if (!firing.success) throw new AwsError('ValidationException', validationMessage(firing.error, parseBody(body)));
  const { schedule, time } = firing.data;
  try {
    fire(schedule, time === undefined ? undefined : Date.parse(time));
  } catch (error) {
    throw new AwsError('ResourceNotFoundException', describeError(error), 404);
  }
  return json({ fired: schedule }, 200, 'application/json');
}
