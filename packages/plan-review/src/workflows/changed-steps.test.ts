import { fc, test as property } from '@fast-check/jest';
import { isList, isObject, type Value } from '@himeshima/terraform-json';
import { plain } from '../note/json-output';
import { noteOf } from '../note/note';
import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { changedSteps } from './changed-steps';

const arn = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;
const invoke = 'arn:aws:states:::lambda:invoke';

const workflowChange = (name: string, before: string, after: string | undefined) => ({
  address: `aws_sfn_state_machine.${name}`,
  mode: 'managed',
  type: 'aws_sfn_state_machine',
  name,
  change: {
    actions: ['update'],
    before: { definition: before },
    after: after === undefined ? {} : { definition: after },
    after_unknown: after === undefined ? { definition: true } : {},
  },
});
const planWith = (...resource_changes: readonly object[]) => planOf({ resource_changes }, { stack: 'shop' });

/** Describes the change of a definition, one phrase for each kind of change. */
const phrasesFor = (before: string, after: string | undefined) =>
  planWith(workflowChange('orders', before, after)).changes.flatMap((change) =>
    changedSteps(change).map(({ phrase }) => plain(phrase)),
  );
const described = (before: unknown, after: unknown) => phrasesFor(JSON.stringify(before), JSON.stringify(after));

const workflow = (states: object, more: object = {}) => ({
  StartAt: Object.keys(states)[0] ?? '',
  States: states,
  ...more,
});
const task = (more: object = {}) => ({ Type: 'Task', Resource: arn('charge'), ...more });
const pass = (more: object = {}) => ({ Type: 'Pass', ...more });
/** Workflow with one step, which has these settings. */
const one = (settings: object) => workflow({ Charge: settings });
/** Workflow with two steps, which have the same settings. */
const two = (settings: object) => workflow({ Charge: { ...settings, Next: 'Ship' }, Ship: { ...settings, End: true } });
const tries = (...numbers: readonly (number | undefined)[]) => ({
  Retry: numbers.map((MaxAttempts) => ({
    ErrorEquals: ['States.ALL'],
    ...(MaxAttempts !== undefined && { MaxAttempts }),
  })),
});
const caught = (Next: string) => ({ Catch: [{ ErrorEquals: ['States.ALL'], Next }] });
const chain = (...names: readonly string[]) =>
  workflow(
    Object.fromEntries(
      names.map((name, at) => {
        const next = names[at + 1];
        return [name, task(next === undefined ? { Comment: name, End: true } : { Comment: name, Next: next })];
      }),
    ),
  );

test.each<[string, object, object, readonly string[]]>([
  ['an added step', chain('A', 'C'), chain('A', 'B', 'C'), ['step B is added']],
  ['a removed step', chain('A', 'B', 'C'), chain('A', 'C'), ['step B is removed']],
  ['a removed first step', chain('A', 'B'), chain('B'), ['step A is removed']],
  ['two added steps', chain('A'), chain('A', 'B', 'C'), ['steps B and C are added']],
  ['many removed steps', chain('A', 'B', 'C', 'D', 'E'), chain('A'), ['4 steps are removed']],
  [
    'a renamed step',
    workflow({ A: pass({ Next: 'B' }), B: task({ End: true }) }),
    workflow({ A: pass({ Next: 'C' }), C: task({ End: true }) }),
    ['step B is renamed to C'],
  ],
  [
    'a step that moves into a Map state',
    workflow({ A: pass({ Next: 'B' }), B: task({ End: true }) }),
    workflow({
      A: pass({ Next: 'Each' }),
      Each: { Type: 'Map', ItemProcessor: workflow({ B: task({ End: true }) }), End: true },
    }),
    ['step Each is added', 'step B moves into Each'],
  ],
  [
    'a function called by its ARN',
    one(task()),
    one(task({ Resource: arn('charge-v2') })),
    ['step Charge calls charge-v2 instead of charge'],
  ],
  [
    'a function with the same name in another account',
    one(task()),
    one(task({ Resource: arn('charge').replace('111122223333', '444455556666') })),
    [`step Charge calls ${arn('charge').replace('111122223333', '444455556666')} instead of ${arn('charge')}`],
  ],
  [
    'several tasks that become passes',
    two(task()),
    two(pass()),
    ['2 steps no longer call functions', 'type of 2 steps: Task → Pass'],
  ],
  ['several functions', two(task()), two(task({ Resource: arn('charge-v2') })), ['2 steps call other functions']],
  ...(['Parameters', 'Arguments'] as const).map((name): [string, object, object, readonly string[]] => [
    `a function in ${name}`,
    one(task({ Resource: invoke, [name]: { FunctionName: arn('charge:live'), Payload: 1 } })),
    one(task({ Resource: invoke, [name]: { FunctionName: arn('charge:next'), Payload: 1 } })),
    ['step Charge calls charge:next instead of charge:live'],
  ]),
  [
    'a function that the input of the step names',
    one(task({ Resource: invoke, Parameters: { FunctionName: 'charge' } })),
    one(task({ Resource: invoke, Parameters: { 'FunctionName.$': '$.function' } })),
    ['step Charge calls $.function instead of charge'],
  ],
  [
    'an integration that waits for a task token',
    one(task({ Resource: invoke, Parameters: { FunctionName: 'charge' } })),
    one(task({ Resource: `${invoke}.waitForTaskToken`, Parameters: { FunctionName: 'charge' } })),
    ['integration of step Charge: lambda:invoke → lambda:invoke.waitForTaskToken'],
  ],
  [
    'a queue instead of a topic',
    one(task({ Resource: 'arn:aws:states:::sns:publish', Parameters: { TopicArn: 'arn:aws:sns:eu-west-1:1:orders' } })),
    one(
      task({
        Resource: 'arn:aws:states:::sqs:sendMessage',
        Parameters: { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/jobs' },
      }),
    ),
    ['step Charge uses jobs instead of orders'],
  ],
  [
    'another API action',
    one(task({ Resource: 'arn:aws:states:::aws-sdk:s3:getObject' })),
    one(task({ Resource: 'arn:aws:states:::aws-sdk:s3:headObject' })),
    ['step Charge calls aws-sdk:s3:headObject instead of aws-sdk:s3:getObject'],
  ],
  [
    'a type, and a call that the new type allows',
    one(pass()),
    one(task()),
    ['step Charge now calls charge', 'type of step Charge: Pass → Task'],
  ],
  [
    'a timeout',
    one(task({ TimeoutSeconds: 300 })),
    one(task({ TimeoutSeconds: 900 })),
    ['timeout of step Charge: 300 s → 900 s'],
  ],
  [
    'equal timeouts',
    two(task({ TimeoutSeconds: 300 })),
    two(task({ TimeoutSeconds: 900 })),
    ['timeout of 2 steps: 300 s → 900 s'],
  ],
  ['a new timeout', one(task()), one(task({ TimeoutSeconds: 60 })), ['timeout of step Charge: none → 60 s']],
  [
    'the timeout of the workflow',
    workflow({ A: pass() }, { TimeoutSeconds: 60 }),
    workflow({ A: pass() }, { TimeoutSeconds: 30 }),
    ['timeout of the workflow: 60 s → 30 s'],
  ],
  [
    'a wait time',
    one({ Type: 'Wait', Seconds: 5 }),
    one({ Type: 'Wait', Seconds: 9 }),
    ['wait time of step Charge: 5 s → 9 s'],
  ],
  ['new retries', one(task()), one(task(tries(2))), ['step Charge now retries up to 2 times']],
  ['removed retries', two(task(tries(2))), two(task()), ['2 steps no longer retry']],
  ['more retries', one(task(tries(3))), one(task(tries(2, 10))), ['step Charge retries up to 10 times instead of 3']],
  [
    'fewer retries than the default',
    one(task(tries(undefined))),
    one(task(tries(1))),
    ['step Charge retries once instead of 3 times'],
  ],
  [
    'more retries from different numbers',
    workflow({ A: task({ ...tries(3), Next: 'B' }), B: task({ ...tries(6), End: true }) }),
    workflow({ A: task({ ...tries(10), Next: 'B' }), B: task({ ...tries(10), End: true }) }),
    ['2 steps retry up to 10 times'],
  ],
  [
    'more retries to different numbers',
    workflow({ A: task({ ...tries(3), Next: 'B' }), B: task({ ...tries(6), End: true }) }),
    workflow({ A: task({ ...tries(4), Next: 'B' }), B: task({ ...tries(7), End: true }) }),
    ['2 steps retry more often'],
  ],
  [
    'other errors to retry',
    one(task({ Retry: [{ ErrorEquals: ['States.Timeout'] }] })),
    one(task({ Retry: [{ ErrorEquals: ['States.ALL'] }] })),
    ['retry settings of step Charge'],
  ],
  ['new error handling', two(task()), two(task(caught('Ship'))), ['2 steps now catch errors']],
  ['removed error handling', one(task(caught('Charge'))), one(task()), ['step Charge no longer catches errors']],
  ['other error handling', two(task(caught('Ship'))), two(task(caught('Charge'))), ['error handling of 2 steps']],
  [
    'a next step',
    workflow({ A: pass({ Next: 'B' }), B: pass({ Next: 'C' }), C: pass({ End: true }) }),
    workflow({ A: pass({ Next: 'C' }), B: pass({ Next: 'C' }), C: pass({ End: true }) }),
    ['step A continues with C instead of B'],
  ],
  [
    'a step that ends the workflow',
    workflow({ A: pass({ Next: 'B' }), B: pass({ End: true }) }),
    workflow({ A: pass({ End: true }), B: pass({ End: true }) }),
    ['step A ends instead of continuing with B'],
  ],
  [
    'the order of several steps',
    chain('A', 'B', 'C'),
    chain('B', 'A', 'C'),
    ['the workflow starts with B instead of A', 'order of 2 steps'],
  ],
  [
    'choice rules and the default',
    one({ Type: 'Choice', Choices: [{ Variable: '$.total', NumericGreaterThan: 5, Next: 'A' }], Default: 'A' }),
    one({ Type: 'Choice', Choices: [{ Variable: '$.total', NumericGreaterThan: 9, Next: 'A' }], Default: 'B' }),
    ['step Charge continues with B instead of A by default', 'choice rules of step Charge'],
  ],
  [
    'the argument of a step',
    one(task({ Parameters: { a: 1 } })),
    one(task({ Parameters: { a: 2 }, Comment: 'x' })),
    ['Parameters of step Charge'],
  ],
  ['a comment', two(task({ Comment: 'a' })), two(task({ Comment: 'b' })), ['Comment of 2 steps']],
  [
    'many settings',
    one(task({ TimeoutSeconds: 3 })),
    one(task({ TimeoutSeconds: 4, InputPath: '$.a', OutputPath: '$.b', ResultPath: '$.c' })),
    ['timeout of step Charge: 3 s → 4 s', 'other settings of step Charge'],
  ],
  [
    'a setting of the workflow',
    workflow({ A: pass() }),
    workflow({ A: pass() }, { QueryLanguage: 'JSONata' }),
    ['QueryLanguage of the workflow'],
  ],
  ...[
    (inside: object) => ({ Type: 'Parallel', Branches: [one(pass()), workflow({ Inner: inside })] }),
    (inside: object) => ({ Type: 'Map', Iterator: workflow({ Inner: inside }) }),
    (inside: object) => ({ Type: 'Map', ItemProcessor: workflow({ Inner: inside }) }),
  ].map((outer): [string, object, object, readonly string[]] => [
    `a step in ${Object.keys(outer({}))[1]}`,
    workflow({ Outer: outer(task({ TimeoutSeconds: 1 })) }),
    workflow({ Outer: outer(task({ TimeoutSeconds: 2 })) }),
    ['timeout of step Inner: 1 s → 2 s'],
  ]),
  [
    'a new branch before another branch',
    workflow({ Both: { Type: 'Parallel', Branches: [workflow({ A: pass() })] } }),
    workflow({ Both: { Type: 'Parallel', Branches: [workflow({ B: pass() }), workflow({ A: pass() })] } }),
    ['step B is added'],
  ],
  [
    'one of two steps with the same name',
    workflow({ X: { Type: 'Map', Iterator: one(task()) }, Y: { Type: 'Map', Iterator: one(task()) } }),
    workflow({
      X: { Type: 'Map', Iterator: one(task()) },
      Y: { Type: 'Map', Iterator: one(task({ TimeoutSeconds: 9 })) },
    }),
    ['timeout of step Y.Charge: none → 9 s'],
  ],
])('describes %s', (_, before, after, expected) => expect(described(before, after)).toEqual(expected));

test('describes the most important changes first', () =>
  expect(
    described(
      workflow({
        A: task({ ...tries(1), Comment: 'a', TimeoutSeconds: 1, Next: 'B' }),
        B: pass({ Next: 'C' }),
        C: pass(),
      }),
      workflow({ A: task({ Resource: arn('pay'), Comment: 'b', TimeoutSeconds: 2, Next: 'C' }), C: pass() }),
    ),
  ).toEqual([
    'step B is removed',
    'step A calls pay instead of charge',
    'timeout of step A: 1 s → 2 s',
    'step A no longer retries',
    'Comment of step A',
  ]));

test.each<[string, string, string | undefined]>([
  [
    'a definition that is only reformatted',
    '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}',
    '{ "States": { "A": { "End": true, "Type": "Pass" } }, "StartAt": "A" }',
  ],
  ['a definition that cannot be parsed', JSON.stringify(one(task())), '{"States":'],
  ['a document without states', JSON.stringify(one(task())), '{"States":[]}'],
  ['a definition known only after apply', JSON.stringify(one(task())), undefined],
])('does not describe %s', (_, before, after) => expect(phrasesFor(before, after)).toEqual([]));

const settings = fc.record(
  {
    Comment: fc.string(),
    Resource: fc.constantFrom(arn('charge'), arn('ship'), invoke, 'arn:aws:states:::sqs:sendMessage'),
    Parameters: fc.record({ FunctionName: fc.string(), QueueUrl: fc.string(), Payload: fc.integer() }),
    TimeoutSeconds: fc.nat(),
    Retry: fc.array(fc.record({ ErrorEquals: fc.array(fc.string(), { minLength: 1 }), MaxAttempts: fc.nat(9) })),
    Catch: fc.array(fc.record({ ErrorEquals: fc.constant(['States.ALL']), Next: fc.string() })),
    Choices: fc.array(fc.record({ Variable: fc.string(), IsNull: fc.boolean(), Next: fc.string() })),
    Default: fc.string(),
    Next: fc.constantFrom('A', 'B', 'C'),
    End: fc.boolean(),
  },
  { requiredKeys: [] },
);
const { definition } = fc.letrec<{ readonly definition: object; readonly state: object }>((tie) => ({
  definition: fc
    .record({ StartAt: fc.string(), Comment: fc.string(), TimeoutSeconds: fc.nat() }, { requiredKeys: ['StartAt'] })
    .chain((own) =>
      fc
        .dictionary(fc.constantFrom('A', 'B', 'C', 'toString'), tie('state'), { minKeys: 1, maxKeys: 3 })
        .map((States) => ({ ...own, States })),
    ),
  state: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    settings.map((own) => ({ Type: 'Task', ...own })),
    fc
      .tuple(settings, fc.array(tie('definition'), { maxLength: 2 }))
      .map(([own, Branches]) => ({ ...own, Type: 'Parallel', Branches })),
    fc.tuple(settings, tie('definition')).map(([own, ItemProcessor]) => ({ ...own, Type: 'Map', ItemProcessor })),
  ),
}));

type Path = readonly (string | number)[];

const leavesOf = (value: Value, path: Path = []): readonly Path[] => {
  if (isList(value)) return value.flatMap((item, at) => leavesOf(item, [...path, at]));
  if (isObject(value)) return Object.entries(value).flatMap(([name, item]) => leavesOf(item, [...path, name]));
  return [path];
};

function withOtherLeaf(value: Value, [step, ...rest]: Path): Value {
  if (step === undefined)
    return typeof value === 'number' ? value + 7 : typeof value === 'boolean' ? !value : `${value}x`;
  if (isList(value)) return value.map((item, at) => (at === step ? withOtherLeaf(item, rest) : item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, name === step ? withOtherLeaf(item, rest) : item]),
  );
}

const parsed = (value: object): Value => JSON.parse(JSON.stringify(value));

property.prop([definition, fc.nat()], { numRuns: 200 })(
  'describes every changed value of a definition',
  (before, at) => {
    const value = parsed(before);
    const leaves = leavesOf(value);
    expect(described(value, withOtherLeaf(value, leaves[at % leaves.length] ?? []))).not.toEqual([]);
  },
);

property.prop([definition])('does not describe an unchanged definition in another order', (before) => {
  const reversed = (value: Value): Value =>
    isList(value)
      ? value.map(reversed)
      : isObject(value)
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([name, item]) => [name, reversed(item)]),
          )
        : value;
  expect(described(parsed(before), reversed(parsed(before)))).toEqual([]);
});

describe('the note of a plan that changes workflows', () => {
  const etl = (...steps: readonly object[]) =>
    JSON.stringify(workflow(Object.fromEntries(steps.map((step, at) => [`Step${at}`, step]))));
  const load = (name: string, more: object = {}) => task({ Resource: arn(name), ...more });
  const changes = [
    workflowChange('archive', etl(load('archive', tries(3))), etl(load('archive', tries(10)))),
    workflowChange(
      'import',
      etl(load('fetch', { ...tries(3), TimeoutSeconds: 300 }), load('fetch', { ...tries(6), TimeoutSeconds: 300 })),
      etl(
        load('orchestrate', { ...tries(10), TimeoutSeconds: 900 }),
        load('orchestrate', { ...tries(10), TimeoutSeconds: 900 }),
      ),
    ),
    workflowChange('match', etl(load('stub'), load('stub'), load('stub')), etl(load('a'), load('b'), load('c'))),
    workflowChange('notify', etl(load('notify', { Comment: 'a' })), etl(load('notify', { Comment: 'b' }))),
  ];
  const noteAbout = (...resources: readonly object[]) =>
    noteOf(reviewOf(planWith(...resources)), { commit: undefined }).split('\n');

  test('names up to three workflows with their most important changes', () =>
    expect(noteAbout(...changes)[0]).toContain(
      'Changes the workflows `import` (2 steps call other functions; timeout of 2 steps: `300 s` → `900 s`; 2 steps retry up to 10 times), ' +
        '`match` (3 steps call other functions) and `archive` (step `Step0` retries up to 10 times instead of `3`), and 1 more workflow.'.replace(
          '`3`',
          '3',
        ),
    ));

  test('describes the steps before the detailed differences', () => {
    const note = noteAbout(...changes);
    const at = note.findIndex((line) => line.includes('aws_sfn_state_machine.match'));
    expect(note.slice(at, at + 3)).toEqual([
      expect.stringContaining('update'),
      '  - 3 steps call other functions',
      expect.stringContaining('definition.States.Step0.Resource'),
    ]);
  });

  test('describes the steps of the only changed resource instead of the values in its definition', () => {
    const [, imported = {}] = changes;
    expect(noteAbout(imported)[0]).toContain(
      'Changes the workflow `import`: 2 steps call other functions; timeout of 2 steps: `300 s` → `900 s`; 2 steps retry up to 10 times.',
    );
  });

  test('names other changed attributes after the steps', () => {
    const change = workflowChange('notify', etl(load('a')), etl(load('b')));
    const other = {
      ...change,
      change: {
        ...change.change,
        before: { ...change.change.before, publish: false },
        after: { ...change.change.after, publish: true, tags: { a: 'b' } },
      },
    };
    expect(noteAbout(other, ...changes.slice(0, 2)).join('\n')).toContain(
      '(step `Step0` calls `b` instead of `a`; `publish`)',
    );
  });

  test('does not repeat a workflow that the headline reports as dangerous', () => {
    const [archive = {}] = changes;
    const careless = workflowChange('notify', etl(load('notify', tries(3))), etl(load('notify')));
    const [headline, , , summary] = noteAbout(archive, careless);
    expect(headline).toContain('state `Step0` is no longer retried');
    expect(summary).toBe('Also changes the workflow `archive` (step `Step0` retries up to 10 times instead of 3).');
  });
});
