import type { ServiceRequest, Services } from '@himeshima/iot';
import { type Authorizer, requireAllowed } from '../../authorize';
import type { Clock } from '../../clock';
import type { EventBus } from '../../events';
import type { RolePrincipal } from '../../iam/principal';
import type { Lambda } from '../../lambda/lambda-service';
import type { Shadows } from '../shadows/shadow-service';
import type { ArnOf } from './rule-action';

/** Services that a rule's SQL can call in the local runtime. */
export const supportedServices: ReadonlySet<string> = new Set<ServiceRequest['service']>(['lambda', 'shadow']);

interface Options {
  lambda: Pick<Lambda, 'invoke'>;
  shadows: Pick<Shadows, 'get'>;
  authorizer: Authorizer;
  clock: Pick<Clock, 'real'>;
  bus: EventBus;
  arnOf: ArnOf;
}

/** Rule that calls services, and the event that caused its evaluation. */
interface CallingRule {
  name: string;
  arn: string;
  account: string;
  cause: number | undefined;
  /** Returns the principal for a role in the statement. */
  role(roleArn: string): RolePrincipal;
}

type RequestTo<Service> = Extract<ServiceRequest, { service: Service }>;

/**
 * Returns a function that handles the requests of a rule's SQL. If a request fails, the failure is reported, and the SQL
 * function returns Undefined. Source: AWS IoT developer guide, "iot-sql-functions", aws_lambda() and get_thing_shadow().
 */
export function createRuleServices({ lambda, shadows, authorizer, clock, bus, arnOf }: Options) {
  const invoke = async ({ functionArn, input, withinMs }: RequestTo<'lambda'>, rule: CallingRule) => {
    const principal = {
      kind: 'service',
      service: 'iot.amazonaws.com',
      sourceArn: rule.arn,
      sourceAccount: rule.account,
    } as const;
    // The timeout is in real time, because functions run in real time.
    let cancelTimeout = () => {};
    const timeout = new Promise<never>((_, reject) => {
      const expire = () => reject(new Error(`the function did not respond within ${withinMs} ms`));
      cancelTimeout = clock.real.after(withinMs, expire);
    });
    const invoked = lambda.invoke({ functionArn, event: JSON.parse(input), principal, cause: rule.cause });
    const { outcome } = await Promise.race([invoked, timeout]).finally(() => cancelTimeout());
    if (outcome.status !== 'success') throw new Error('the function failed');
    return JSON.stringify(outcome.result);
  };

  const shadowOf = async ({ thing, shadow, roleArn }: RequestTo<'shadow'>, rule: CallingRule) => {
    const principal = rule.role(roleArn);
    const resource = arnOf('iot', `thing/${thing}`);
    requireAllowed(authorizer, { principal, action: 'iot:GetThingShadow', resource, cause: rule.cause });
    const reply = shadows.get({ thing, ...(shadow === undefined ? {} : { shadow }) });
    if (reply.kind === 'rejected') throw new Error(reply.rejected.message);
    return JSON.stringify(reply.accepted);
  };

  const answer = async (request: ServiceRequest, rule: CallingRule): Promise<string | undefined> => {
    if (request.service === 'lambda') return invoke(request, rule);
    if (request.service === 'shadow') return shadowOf(request, rule);
    throw new Error(`${request.service} is not supported by the local runtime`);
  };

  return (rule: CallingRule): Services =>
    (request) =>
      answer(request, rule).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        const about = { type: 'aws_iot_topic_rule', name: rule.name };
        const text = `rule ${rule.name} cannot call ${request.service}: ${reason}`;
        bus.emit({ kind: 'note', failed: true, about, text }, rule.cause);
        return undefined;
      });
}
