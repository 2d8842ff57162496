import type { Clock } from '../../clock';
import { AwsError, type ServiceApi, serviceApi } from '../../gateway/service-api';
import { apiCallsPerSecond } from '../quotas';
import { createRate, type Rate } from './rates';
import type { RateFactor } from './throttle';

/**
 * Returns the error for a throttled call. Source: AWS IoT API reference, ThrottlingException, "The
 * rate exceeds the limit."
 */
const throttlingError = () => new AwsError('ThrottlingException', 'The rate exceeds the limit.', 429);

/** Returns AWS IoT's control plane with the account's rate limit for each operation, in platform time. */
export function withApiRates(
  api: ServiceApi,
  { factor, clock }: { factor: RateFactor; clock: Pick<Clock, 'now'> },
): ServiceApi {
  if (factor === 'off') return api;
  const rates = new Map<string, Rate>();
  for (const [operation, perSecond] of apiCallsPerSecond) rates.set(operation, createRate(perSecond * factor));
  const rated = serviceApi(api.operations, async (request) => {
    const rate = rates.get(api.route?.(request)?.name ?? '');
    if (rate?.isUsedUp(clock.now())) throw throttlingError();
    rate?.count(clock.now());
    return api(request);
  });
  return api.route === undefined ? rated : Object.assign(rated, { route: api.route });
}
