import { copyRepository, omitOutput } from '../repository-copy';
import { apply, type Change, changesIn } from './places-per-change/guide-changes';

// the tests run programs on a copy of the repository, for up to a minute each
jest.setTimeout(180_000);

interface Addition {
  readonly what: string;
  /** Maximum number of files that a developer writes or edits, excluding generated files. */
  readonly limit: number;
  readonly changes: readonly Change[];
  /** Insertion points in existing files: the text that follows each change. */
  readonly places: Readonly<Record<string, readonly string[]>>;
  /** Test files that the addition contains, and test files that fail if a step is forgotten. */
  readonly tests: readonly string[];
}

const additions: readonly Addition[] = [
  {
    what: 'a monitor',
    limit: 3,
    changes: [
      ...changesIn('add-a-monitor'),
      { path: 'docs/runbooks/dead-letters-waiting.md', text: '`dead_letters_old`, ' },
    ],
    places: {
      'monitors/sqs.ts': [''],
      'monitors/sqs.test.ts': [''],
      'docs/runbooks/dead-letters-waiting.md': ['`dead_letters_expiring`'],
    },
    tests: ['monitors/sqs', 'tests/invariants'],
  },
  {
    what: 'a function with a rule and a table',
    limit: 5,
    changes: changesIn('add-a-function'),
    places: { 'contracts/bindings.ts': ['};\n'], 'stacks/features/power.ts': ['  }\n}\n'] },
    tests: ['functions/brightness', 'monitors/lambda', 'commands/bundling/bundle-functions', 'tests/invariants'],
  },
  {
    what: 'an API operation',
    limit: 5,
    changes: changesIn('add-an-operation'),
    places: {
      'api/openapi.yaml': ['  /devices/{thing}/owner:\n', '    Owner:\n'],
      'functions/api/device-operations.ts': ['interface DeviceSources', '    async getShadow('],
      'functions/shared/belongings-table.ts': ['  /** Lists the devices of an owner', '    async devicesOf('],
      'functions/api/device-operations.test.ts': ['        devicesOf: async', ''],
      'stacks/features/api.ts': ['put(belongings), '],
    },
    tests: ['functions/api', 'tests/invariants'],
  },
  {
    what: 'a sensor kind',
    limit: 6,
    changes: changesIn('add-a-sensor'),
    places: {
      'contracts/bindings.ts': ['};\n'],
      'stacks/platform-stack.ts': ["    const { policy } = new Fleet(this, 'fleet'"],
    },
    tests: ['functions/door-opened', 'tests/invariants', 'tests/pipeline/variables'],
  },
  {
    what: 'a device kind',
    limit: 8,
    changes: changesIn('add-a-device'),
    places: {
      'contracts/bindings.ts': ['};\n'],
      'stacks/platform-stack.ts': ["    const { policy } = new Fleet(this, 'fleet'"],
    },
    tests: ['functions/lock-reported', 'tests/invariants', 'tests/pipeline/variables'],
  },
];

let copy: ReturnType<typeof copyRepository>;
beforeAll(() => {
  copy = copyRepository();
  for (const { changes, places } of additions) apply(copy.folder, changes, places);
});
afterAll(() => copy.remove());

test.each(additions)('$what touches at most $limit files', ({ limit, changes }) => {
  const files = new Set(changes.map(({ path }) => path));
  expect({ files: [...files], isWithinLimit: files.size <= limit }).toEqual({ files: [...files], isWithinLimit: true });
});

describe('a copy of the repository with every addition', () => {
  test('a copy with every addition is formatted, generates its API types, and synthesizes', async () => {
    expect(omitOutput(await copy.command('api-docs'))).toEqual({ status: 0 });
    expect(omitOutput(await copy.biome('--write', 'functions', 'monitors', 'stacks'))).toEqual({ status: 0 });
    expect(omitOutput(await copy.command('synth'))).toEqual({ status: 0 });
  });

  test('a copy with every addition type-checks and passes its tests', async () => {
    const tests = new Set(additions.flatMap((addition) => addition.tests));
    const [types, tested] = await Promise.all([copy.types(), copy.jest(...tests)]);
    expect([types, tested].map(omitOutput)).toEqual([{ status: 0 }, { status: 0 }]);
  });

  test('serves the operation as specified', async () => {
    const titles = 'nameDevice|documented request';
    expect(omitOutput(await copy.jest('tests/end-to-end/api.test', '-t', titles))).toEqual({ status: 0 });
  });
});
