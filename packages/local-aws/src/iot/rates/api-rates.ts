import type { Clock } from '../../clock';
import { AwsError, type ServiceApi, serviceApi } from '../../gateway/request';
import { apiCallsPerSecond } from '../quotas';
import { createRate, type Rate } from './rates';
import type { RateFactor } from './throttle';

/** API reference of AWS IoT, ThrottlingException: "The rate exceeds the limit." */
const tooMany = () => new AwsError('ThrottlingException', 'The rate exceeds the limit.', 429);

/** AWS IoT's control plane with its rates, by the platform's clock: each operation has one for the whole account. */
export function withApiRates(
  api: ServiceApi,
  { factor, clock }: { factor: RateFactor; clock: Pick<Clock, 'now'> },
): ServiceApi {
  if (factor === 'off') return api;
  const rates = new Map<string, Rate>();
  for (const [operation, perSecond] of apiCallsPerSecond) rates.set(operation, createRate(perSecond * factor));
  const rated = serviceApi(api.operations, async (request) => {
    const rate = rates.get(api.route?.(request)?.name ?? '');
    if (rate?.isUsedUp(clock.now())) throw tooMany();
    rate?.count(clock.now());
    return api(request);
  });
  return api.route === undefined ? rated : Object.assign(rated, { route: api.route });
}
