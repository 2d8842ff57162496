import { monitorsIn } from '../monitors/changed-monitors';
import { plain } from '../note/json-output';
import { noteOf } from '../note/note';
import { planOf } from '../plan/read-plan';
import { type Review, reviewOf } from '../review';
import { realPlan, realPlans } from './real-plans.fixture';

const read = (json: unknown) => planOf(json, { stack: 'himeshima-dev' });
const dangersOf = ({ dangers }: Review) => dangers.map(({ kind, what }) => `${kind}: ${plain(what)}`);

/** Converts the plan of a JSON configuration to the plan of an equivalent HCL configuration, which omits the text of templates. */
const inHcl = (json: unknown): unknown =>
  JSON.parse(
    JSON.stringify(json, (key, value) =>
      key === 'constant_value' && String(value).includes('${') ? undefined : value,
    ),
  );

/** Cache of parsed plans. Keys are names of plans and configuration languages. */
const plansRead = new Map<string, ReturnType<typeof read>>();

/** Reads a plan as Terraform writes it for a configuration in JSON or HCL. Caches the result. */
function readPlan(name: (typeof realPlans)[number], form: 'JSON' | 'HCL' = 'JSON') {
  const key = `${name} ${form}`;
  const plan = plansRead.get(key) ?? read(form === 'HCL' ? inHcl(realPlan(name)) : realPlan(name));
  plansRead.set(key, plan);
  return plan;
}

describe('monitors', () => {
  test('reads all 65 monitors in the state, before and after the change', () => {
    const { resource_changes: resources } = realPlan('first-after-create');
    const updates = resources
      .filter(({ type }) => type === 'datadog_monitor')
      .map((resource) => ({ ...resource, change: { ...Object(resource['change']), actions: ['update'] } }));
    const plan = read({ resource_changes: updates });
    const sides = monitorsIn(plan).flatMap(({ before, after }) => [before, after]);
    expect(sides).toHaveLength(130);
    expect(sides.filter((side) => side?.queryState === 'read')).toHaveLength(130);
    expect(plan.unread).toEqual([]);
  });

  test('reads all new monitors, and shows members of composite monitors with unknown ids', () => {
    const plan = readPlan('create');
    expect(plan.unread).toEqual([]);
    const { monitors } = reviewOf(plan);
    expect(monitors).toHaveLength(65);
    expect(monitors.map(({ summary }) => plain(summary))).toContainEqual(
      expect.stringContaining('Alerts when iot_connect_denied alerts and states_executions_failed alerts.'),
    );
  });

  test('describes a composite monitor in HCL by its references', () => {
    const { monitors, dangers } = reviewOf(readPlan('create', 'HCL'));
    expect(monitors).toHaveLength(65);
    expect(dangers.filter(({ kind }) => kind === 'cannot be judged')).toEqual([]);
    const lockedOut = monitors.find(({ id }) => id === 'fleet_locked_out');
    expect(plain(lockedOut?.summary ?? [])).toContain('composite, whose query is known only after apply; refers to');
    expect(plain(lockedOut?.summary ?? [])).toContain('datadog_monitor.iot_connect_denied.id');
  });

  test('does not claim that a new monitor with an unknown message notifies no one', () => {
    const silent = (form: 'JSON' | 'HCL') =>
      reviewOf(readPlan('create', form)).monitors.filter(({ summary }) => plain(summary).endsWith('Notifies no one.'))
        .length;
    expect(silent('HCL')).toBeLessThanOrEqual(silent('JSON'));
  });

  test('reports raised thresholds and removed handles as dangers', () => {
    const review = reviewOf(readPlan('monitors'));
    expect(dangersOf(review)).toEqual([
      'weaker alerting: states_executions_failed alerts at 3 instead of 1 in 5 minutes',
      'weaker alerting: states_executions_timed_out alerts at 3 instead of 1 in 5 minutes',
      'weaker alerting: states_executions_aborted notifies no one instead of @slack-iot-dev',
      'weaker alerting: kinesis_iterator_age notifies @slack-iot-quiet instead of @slack-iot-dev',
    ]);
  });
});

test.each(realPlans)('reads every attribute of the plan %s', (name) => expect(readPlan(name).unread).toEqual([]));

test.each(['JSON', 'HCL'] as const)(
  'follows references known only after apply in the plan that creates a configuration in %s',
  (form) => {
    const found = readPlan('create', form).findings.after.map(({ check, address }) => `${check} ${address}`);
    expect(found.filter((one) => /^(?:lambda-failure-destination|monitor-destination) /.test(one))).toEqual([]);
    expect(found).not.toEqual([]);
  },
);

test('reports a lowered objective as a danger', () =>
  expect(dangersOf(reviewOf(readPlan('mixed')))).toContain(
    'weaker alerting: datadog_service_level_objective.api_available: the target over 30d drops from 99.5% to 90%',
  ));

describe('values known only after apply', () => {
  const monitor = {
    type: 'metric alert',
    name: 'n',
    query: 'sum(last_5m):sum:a.b{*} >= 1',
    message: 'See https://app/d/abc @slack-oncall',
    escalation_message: '@esc',
    renotify_interval: 10,
    tags: ['team:a'],
    monitor_thresholds: [{ critical: '1', warning: '0.5' }],
  };
  const updated = (type: string, before: object, after: object, after_unknown: object) => {
    const change = { actions: ['update'], before, after, after_unknown };
    return dangersOf(reviewOf(read({ resource_changes: [{ address: `${type}.x`, type, name: 'x', change }] })));
  };

  test.each(['message', 'escalation_message', 'renotify_interval', 'tags'])(
    'does not report an unknown %s of a monitor as removed',
    (name) => {
      const after = Object.fromEntries(Object.entries(monitor).filter(([one]) => one !== name));
      expect(updated('datadog_monitor', monitor, after, { [name]: true })).toEqual([
        `cannot be judged: ${name} of datadog_monitor.x cannot be read (known only after apply)`,
      ]);
    },
  );

  test('does not report an unknown threshold of a monitor as changed', () =>
    expect(
      updated(
        'datadog_monitor',
        monitor,
        { ...monitor, monitor_thresholds: [{ critical: '1' }] },
        { monitor_thresholds: [{ warning: true }] },
      ),
    ).toEqual(['cannot be judged: monitor_thresholds of datadog_monitor.x cannot be read (known only after apply)']));

  test.each([
    ['aws_iot_topic_rule', 'sql', "SELECT * FROM 'a'"],
    ['aws_sfn_state_machine', 'definition', '{"States":{}}'],
    ['datadog_monitor_json', 'monitor', JSON.stringify({ type: 'metric alert', query: monitor.query })],
  ])('reports that %s with an unknown %s cannot be judged', (type, name, before) =>
    expect(updated(type, { [name]: before }, {}, { [name]: true })).toEqual([
      `cannot be judged: ${name} of ${type}.x cannot be read (known only after apply)`,
    ]),
  );

  test('compares a known objective next to an unknown objective', () => {
    const before = {
      thresholds: [
        { timeframe: '7d', target: 99.5 },
        { timeframe: '30d', target: 99.5 },
      ],
    };
    const after = { thresholds: [{ timeframe: '7d' }, { timeframe: '30d', target: 90 }] };
    const unknown = { thresholds: [{ target: true }, {}] };
    expect(updated('datadog_service_level_objective', before, after, unknown)).toEqual([
      'weaker alerting: datadog_service_level_objective.x: the target over 30d drops from 99.5% to 90%',
      'cannot be judged: thresholds of datadog_service_level_objective.x cannot be read (known only after apply)',
    ]);
  });

  test('reports a changed sensitive message like an unknown message', () => {
    const change = {
      actions: ['update'],
      before: monitor,
      after: { ...monitor, message: '@no-one' },
      before_sensitive: { message: true },
      after_sensitive: { message: true },
    };
    const resource = { address: 'datadog_monitor.x', type: 'datadog_monitor', name: 'x', change };
    expect(dangersOf(reviewOf(read({ resource_changes: [resource] })))).toEqual([
      'cannot be judged: message of datadog_monitor.x cannot be read (sensitive value)',
    ]);
  });
});

describe('unreadable attributes', () => {
  const broken = (type: string, change: object) =>
    reviewOf(read({ resource_changes: [{ address: `${type}.x`, type, name: 'x', change }] }));
  const monitor = { type: 'metric alert', name: 'n', message: '@slack-a', query: 'sum(last_5m):sum:a.b{*} >= 1' };

  test.each([
    ['datadog_monitor', { actions: ['create'], before: null, after: { ...monitor, query: 'what is this' } }, 'query'],
    ['datadog_monitor', { actions: ['update'], before: monitor, after: { ...monitor, type: 5 } }, 'type'],
    ['datadog_monitor_json', { actions: ['create'], before: null, after: { monitor: '{"type":' } }, 'monitor'],
    ['aws_iam_policy', { actions: ['create'], before: null, after: { policy: '{"Statement": 5}' } }, 'policy'],
    ['aws_iot_topic_rule', { actions: ['create'], before: null, after: { sql: 'SELECT FROM WHERE' } }, 'sql'],
    ['aws_sfn_state_machine', { actions: ['create'], before: null, after: { definition: '{' } }, 'definition'],
    [
      'datadog_service_level_objective',
      { actions: ['create'], before: null, after: { thresholds: [{ timeframe: '30d', target: 'high' }] } },
      'thresholds',
    ],
  ])('reports an unreadable attribute of %s as a danger in the note', (type, change, attribute) => {
    const note = noteOf(broken(type, change), { commit: undefined });
    expect(note).toMatch(/^### 🟠 /m);
    expect(note).toContain(`- **Cannot be judged:** \`${attribute}\` of \`${type}.x\` cannot be read (`);
  });

  test.each([
    ['aws_iam_policy', 'policy', 'hunter2-is-secret'],
    ['datadog_monitor', 'query', 'hunter2secret(last_5m)'],
  ])('reports an unreadable sensitive attribute of %s without the value', (type, attribute, value) => {
    const after = { ...monitor, [attribute]: value };
    const review = broken(type, { actions: ['create'], before: null, after, after_sensitive: { [attribute]: true } });
    expect(dangersOf(review)).toEqual([`cannot be judged: ${attribute} of ${type}.x cannot be read (sensitive value)`]);
    expect(noteOf(review, { commit: undefined })).not.toContain('hunter2');
  });

  test('reports removed handles of a monitor with an unreadable query', () => {
    const query = 'some future syntax > 3';
    const change = {
      actions: ['update'],
      before: { ...monitor, query },
      after: { ...monitor, query: 'some future syntax > 30', message: '' },
    };
    const review = broken('datadog_monitor', change);
    expect(dangersOf(review)).toEqual([
      'weaker alerting: x alerts at 30 instead of 3 and notifies no one instead of @slack-a',
      expect.stringMatching(/^cannot be judged: query of datadog_monitor\.x cannot be read/),
    ]);
  });
});
