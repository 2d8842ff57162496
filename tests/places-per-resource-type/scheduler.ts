import type { Change } from './working-copy';

const service = `import { parseSchedule } from '@himeshima/aws-expressions';
import { z } from 'zod';
import type { AwsAccount } from '../aws-account';
import type { Cancel, Clock } from '../clock';
import { json, parseBody, parseInput, restApi } from '../gateway/json-api';
import { type AccessedResources, AwsError, type ServiceApi } from '../gateway/service-api';
import { resourceArn } from '../gateway/resource-arn';
import type { Lambda } from '../lambda/lambda-service';
import { perPlatform } from '../per-platform';
import type { Store } from '../store';

export const Schedule = z.object({
  ScheduleExpression: z.string(),
  Target: z.object({ Arn: z.string(), RoleArn: z.string(), Input: z.string().default('{}') }),
});
type Schedule = z.infer<typeof Schedule>;

export type Scheduler = ReturnType<typeof createScheduler>;

interface SchedulerOptions {
  clock: Pick<Clock, 'now' | 'after'>;
  store: Store;
  lambda: Pick<Lambda, 'invokeAsync'>;
  place: Pick<AwsAccount, 'region' | 'account'>;
}

export function createScheduler({ clock, store, lambda, place }: SchedulerOptions) {
  const schedules = store.collection<Schedule>('schedules');
  const waiting = new Map<string, Cancel>();
  const arnOf = (name: string) => resourceArn('scheduler', 'schedule/default/', name, place);

  const invoke = (name: string, { Target: { Arn, RoleArn, Input } }: Schedule) => {
    const by = { kind: 'service', service: 'scheduler.amazonaws.com', sourceArn: arnOf(name) } as const;
    const principal = { kind: 'role', arn: RoleArn, session: name, by } as const;
    lambda.invokeAsync({ functionArn: Arn, event: JSON.parse(Input), principal, cause: undefined });
  };
  const wait = (name: string, schedule: Schedule, after: number) => {
    const due = parseSchedule(schedule.ScheduleExpression).next(after);
    if (due === undefined) return;
    const run = () => {
      wait(name, schedule, due);
      invoke(name, schedule);
    };
    waiting.set(name, clock.after(due - clock.now(), run));
  };

  return {
    create(name: string, schedule: Schedule): string {
      schedules.set(name, schedule);
      waiting.get(name)?.();
      wait(name, schedule, clock.now());
      return arnOf(name);
    },
    find: (name: string) => schedules.get(name),
    resume() {
      for (const [name, schedule] of schedules.entries()) if (!waiting.has(name)) wait(name, schedule, clock.now());
    },
    stop() {
      for (const cancel of waiting.values()) cancel();
    },
  };
}

export const schedulerOf = perPlatform(createScheduler);

const accessed: AccessedResources = (input, place) => {
  const name = input.text('Name');
  return [name && resourceArn('scheduler', 'schedule/default/', name, place)];
};

export function schedulerApi(scheduler: Scheduler): ServiceApi {
  const answer = (body: object) => json(body, 200, 'application/json');
  const api = restApi('scheduler', [
    {
      name: 'CreateSchedule',
      method: 'POST',
      path: '/schedules/{Name}',
      run: ({ Name = '' }, { body }) =>
        answer({ ScheduleArn: scheduler.create(Name, parseInput(Schedule, parseBody(body))) }),
    },
    {
      name: 'GetSchedule',
      method: 'GET',
      path: '/schedules/{Name}',
      run({ Name = '' }) {
        const found = scheduler.find(Name);
        if (found === undefined) throw new AwsError('ResourceNotFoundException', \`no schedule \${Name}\`, 404);
        return answer({ Name, ...found });
      },
    },
  ]);
  return Object.assign(api, { accessed });
}
`;

const resources = `import { z } from 'zod';
import { block, resourceType } from '../resource-type';
import { schedulerOf } from './scheduler';

const Target = z.object({ arn: z.string(), role_arn: z.string(), input: z.string().default('{}') });

export const schedulerResources = {
  aws_scheduler_schedule: resourceType({
    runs: "on the platform's clock; Lambda functions only",
    keepsData: true,
    attributes: { name: z.string(), schedule_expression: z.string(), target: block(Target) },
    notSimulated: { flexible_time_window: 'flexible time windows' },
    create({ attributes: { name, schedule_expression: expression, target } }, parts) {
      const arn = schedulerOf(parts).create(name, {
        ScheduleExpression: expression,
        Target: { Arn: target.arn, RoleArn: target.role_arn, Input: target.input },
      });
      return { id: name, arn };
    },
  }),
} as const;
`;

const testFile = `import { stopped } from '../stopped-platform.fixture';
import { createScheduler } from './scheduler';

test('invokes the target when the schedule is due', async () => {
  const parts = stopped();
  const invoked: unknown[] = [];
  const lambda = { invokeAsync: ({ event }: { event: unknown }) => String(invoked.push(event)) };
  const scheduler = createScheduler({ ...parts, lambda, place: { region: 'eu-west-1', account: '000000000000' } });
  const Target = { Arn: 'arn:f', RoleArn: 'arn:r', Input: '{"a":1}' };
  scheduler.create('minutely', { ScheduleExpression: 'rate(1 minute)', Target });
  await parts.clock.advance(60_000);
  expect(invoked).toEqual([{ a: 1 }]);
});
`;

const entry = `  {
    resources: schedulerResources,
    apis: (parts) => ({ scheduler: schedulerApi(schedulerOf(parts)) }),
    start: (parts) => schedulerOf(parts).resume(),
    stop: (parts) => schedulerOf(parts).stop(),
  },
`;

const imports = `import { schedulerApi, schedulerOf } from './scheduler/scheduler';
import { schedulerResources } from './scheduler/scheduler-resources';
`;

/** Changes that add a resource type for a new service, with the service's API and state. */
export const scheduler: readonly Change[] = [
  { file: 'scheduler/scheduler.ts', content: service },
  { file: 'scheduler/scheduler-resources.ts', content: resources },
  { file: 'scheduler/scheduler.test.ts', content: testFile },
  {
    file: 'service-table.ts',
    before: [
      ["import { secretDataSources } from './secrets-manager/secret-data-sources';", imports],
      ['  { resources: budgetsResources },', entry],
    ],
  },
];
