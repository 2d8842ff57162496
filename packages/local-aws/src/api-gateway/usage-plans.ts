import type { Clock } from '../clock';
import { GatewayResponseError } from './gateway-response';
import { type Rate, tokenBucket } from './token-bucket';

export interface UsagePlan {
  readonly id: string;
  /** Stages that the plan covers, each as `API/STAGE`. */
  readonly stages: readonly string[];
  readonly rate: Rate | undefined;
  readonly quota: { readonly limit: number; readonly days: number } | undefined;
}

/** API key that identifies a calling program. */
export interface ApiKey {
  readonly keyId: string;
  readonly name: string;
  readonly value: string;
  readonly enabled: boolean;
}

interface UsageCounter {
  /**
   * Takes a token from the rate-limit bucket.
   * @returns false if the request must be throttled
   */
  takeToken(): boolean;
  /** Index of the quota period in which `requests` were counted. */
  period: number;
  requests: number;
}

const dayMs = 86_400_000;

/** Creates the registry of the account's API keys and usage plans. */
export function createUsagePlans(clock: Pick<Clock, 'now'>) {
  const values = new Map<string, ApiKey>();
  const plans = new Map<string, UsagePlan>();
  const members = new Map<string, Set<string>>();
  const counted = new Map<string, UsageCounter>();

  const countOf = (plan: UsagePlan, keyId: string): UsageCounter => {
    const name = `${plan.id} ${keyId}`;
    const known = counted.get(name);
    if (known !== undefined) return known;
    const takeToken = plan.rate === undefined ? () => true : tokenBucket(plan.rate, clock);
    const fresh = { takeToken, period: 0, requests: 0 };
    counted.set(name, fresh);
    return fresh;
  };

  return {
    declareKey: (key: ApiKey) => void values.set(key.value, key),
    keys: (): readonly ApiKey[] => [...values.values()],
    declarePlan: (plan: UsagePlan) => void plans.set(plan.id, plan),
    /**
     * Adds a key to a usage plan.
     * @throws Error if the plan does not exist
     */
    addKey(planId: string, keyId: string): void {
      if (!plans.has(planId)) throw new Error(`usage_plan_id: no such usage plan: ${planId}`);
      members.set(planId, (members.get(planId) ?? new Set()).add(keyId));
    },
    /** Returns the first key that may call a stage. */
    keyFor: (stage: string): string | undefined =>
      [...values].find(([, { keyId, enabled }]) =>
        [...plans.values()].some((plan) => enabled && plan.stages.includes(stage) && members.get(plan.id)?.has(keyId)),
      )?.[0],

    /**
     * Counts a request against the usage plan of its key.
     * @throws GatewayResponseError if the key is invalid for the stage, or is throttled or over its quota
     */
    use(stage: string, value: string | undefined): void {
      const key = value === undefined ? undefined : values.get(value);
      const plan = [...plans.values()].find(
        ({ id, stages }) => key?.enabled && stages.includes(stage) && members.get(id)?.has(key.keyId),
      );
      if (key === undefined || plan === undefined) throw new GatewayResponseError('INVALID_API_KEY', 'Forbidden');
      const count = countOf(plan, key.keyId);
      if (!count.takeToken()) throw new GatewayResponseError('THROTTLED', 'Too Many Requests');
      if (plan.quota === undefined) return;
      const period = Math.floor(clock.now() / (plan.quota.days * dayMs));
      if (count.period !== period) Object.assign(count, { period, requests: 0 });
      count.requests += 1;
      if (count.requests > plan.quota.limit) throw new GatewayResponseError('QUOTA_EXCEEDED', 'Limit Exceeded');
    },
  };
}
export type UsagePlans = ReturnType<typeof createUsagePlans>;
