import { join } from 'node:path';
import { workplace } from './workplace';

const stack = 'himeshima-dev';
const chdir = `-chdir=cdktf.out/stacks/${stack}`;
let place: ReturnType<typeof workplace>;
beforeEach(() => {
  place = workplace(stack);
});
afterEach(() => place.close());

const planRole = 'arn:aws:iam::111122223333:role/himeshima-pipeline-plan';
const plan = join('cdktf.out', 'stacks', stack, 'plan.tfplan');

describe('plan.sh', () => {
  test('plans with locked providers, and writes the plan and its JSON', async () => {
    expect(await place.run('plan.sh', [stack])).toMatchObject({
      code: 0,
      calls: [
        `${chdir} init -input=false -lockfile=readonly`,
        `${chdir} plan -input=false -lock=false -out=plan.tfplan`,
        `${chdir} show -json plan.tfplan`,
      ],
    });
    expect(place.read(join('cdktf.out', 'stacks', stack, 'plan.json'))).toBe('{"resource_changes":[]}');
    expect(place.read(join('cdktf.out', 'stacks', stack, '.terraform.lock.hcl'))).toBe('# locked');
  });

  test('stops if planning fails, and shows no plan', async () => {
    place.write('fails', 'plan 1 Error: ExpiredToken: the token has expired');
    const { code, stdout, calls } = await place.run('plan.sh', [stack]);
    expect({ code, last: calls.at(-1) }).toMatchObject({ code: 1, last: expect.stringContaining(' plan ') });
    expect(stdout).toContain('ExpiredToken');
  });

  test.each([
    [
      'init',
      'Error: Not authorized to perform sts:AssumeRoleWithWebIdentity',
      /check the project and branch in config\/pipeline\.ts/,
    ],
    ['plan', 'Error: ExpiredTokenException: Token expired', /token of this job has expired.*start the job again/],
    ['plan', 'Error: No value for required variable', /the TF_VAR_… of the variable above is missing.*plan\/dev/],
    ['plan', 'Error: api_key and app_key must be set unless validate = false', /DD_APP_KEY.*is missing/],
  ])('prints advice if Terraform %s fails with "%s"', async (word, text, advice) => {
    place.write('fails', `${word} 1 ${text}`);
    const { code, stderr, calls } = await place.run('plan.sh', [stack]);
    expect({ code, last: calls.at(-1) }).toMatchObject({ code: 1, last: expect.stringContaining(` ${word} `) });
    expect(stderr).toMatch(/^✗ .*\n$/);
    expect(stderr).toMatch(advice);
  });

  test('assumes the role of the environment, and deletes the token afterwards', async () => {
    place.write(
      'bin/terraform',
      '#!/usr/bin/env bash\nstat -c %a "$AWS_WEB_IDENTITY_TOKEN_FILE" >> calls\nenv > seen\n',
    );
    const env = { AWS_ID_TOKEN: 'jwt', AWS_ROLE_ARN: planRole, CI_PIPELINE_ID: '7' };
    const { code, calls } = await place.run('plan.sh', [stack], env);
    expect({ code, calls }).toEqual({ code: 0, calls: ['600', '600', '600'] });
    const seen = place.read('seen');
    expect(seen).toContain('AWS_ROLE_SESSION_NAME=gitlab-7');
    const [, token = ''] = /AWS_WEB_IDENTITY_TOKEN_FILE=(.*)/.exec(seen) ?? [];
    expect(() => place.read(join('..', '..', token))).toThrow('ENOENT');
  });

  test.each<[string, (at: ReturnType<typeof workplace>) => void, Record<string, string>, RegExp]>([
    [
      'synth has not created a stack',
      (at) => at.remove('cdktf.out'),
      {},
      /^✗ .*cdk\.tf\.json is missing: expected it as an artifact of the job synth/,
    ],
    [
      'no providers are locked',
      (at) => at.remove('.gitlab/providers.lock.hcl'),
      {},
      /^✗ .*run the job 'provider locks'/,
    ],
    ['no role is named', () => undefined, { AWS_ID_TOKEN: 'jwt' }, /^✗ AWS_ROLE_ARN is missing/],
  ])('reports in one line that %s', async (_, spoil, env, line) => {
    spoil(place);
    const { code, stderr, calls } = await place.run('plan.sh', [stack], env);
    expect({ code, calls, lines: stderr.trim().split('\n').length }).toEqual({ code: 1, calls: [], lines: 1 });
    expect(stderr).toMatch(line);
  });

  test.each([`"${planRole}"`, ` ${planRole}`, `${planRole}\n`, planRole.replace('::1', '::'), '$AWS_PLAN_ROLE_ARN'])(
    'rejects the invalid ARN %j before any call',
    async (text) => {
      const { code, stderr, calls } = await place.run('plan.sh', [stack], { AWS_ID_TOKEN: 'jwt', AWS_ROLE_ARN: text });
      expect({ code, calls }).toEqual({ code: 1, calls: [] });
      expect(stderr).toMatch(/^✗ invalid AWS_ROLE_ARN: expected .* without quotes, spaces or line breaks; .*\n$/);
    },
  );
});

test.each(['plan.sh', 'deploy.sh', 'drift.sh', 'locks.sh', 'e2e.sh', 'decide.sh'])(
  '%s rejects missing arguments before any call',
  async (script) => {
    const { code, stderr, calls } = await place.run(script, []);
    expect({ code, calls, lines: stderr.trim().split('\n').length }).toEqual({ code: 1, calls: [], lines: 1 });
    expect(stderr).toMatch(/missing (stack|environment)/);
  },
);

describe('deploy.sh', () => {
  test('applies the plan file without planning again', async () => {
    place.write(plan, 'binary');
    expect(await place.run('deploy.sh', [stack])).toMatchObject({
      code: 0,
      calls: [
        `${chdir} init -input=false -lockfile=readonly`,
        `${chdir} apply -input=false -lock-timeout=5m plan.tfplan`,
        `${chdir} output -json`,
      ],
    });
    expect(place.read(join('cdktf.out', 'stacks', stack, 'outputs.json'))).toBe('{}\n');
  });

  test('rejects a missing plan before any call', async () => {
    const { code, stderr, calls } = await place.run('deploy.sh', [stack]);
    expect({ code, calls }).toEqual({ code: 1, calls: [] });
    expect(stderr).toMatch(/^✗ .*plan\.tfplan is missing: plans are kept for a day; run a new pipeline/);
  });

  test.each([
    ['Error: Saved plan is stale', /has changed since this plan was created.*run a new pipeline/],
    ['Error: Error acquiring the state lock', /the state of himeshima-dev is locked.*force-unlock/],
  ])('prints advice for %s and does not read outputs', async (text, advice) => {
    place.write(plan, 'binary');
    place.write('fails', `apply 1 ${text}`);
    const { code, stderr, calls } = await place.run('deploy.sh', [stack]);
    expect({ code, last: calls.at(-1) }).toMatchObject({ code: 1, last: expect.stringContaining(' apply ') });
    expect(stderr).toMatch(advice);
  });
});

describe('drift.sh', () => {
  const planning = `${chdir} plan -refresh-only -detailed-exitcode -input=false -lock=false -out=drift.tfplan`;

  test.each([
    ['no resource was changed manually', ''],
    ['a resource was changed manually', 'plan 2 changed'],
  ])('makes no changes, and stores its findings if %s', async (_, fails) => {
    place.write('fails', fails);
    expect(await place.run('drift.sh', [stack])).toMatchObject({
      code: 0,
      calls: [expect.stringContaining(' init '), planning, `${chdir} show -json drift.tfplan`],
    });
    expect(place.read(join('cdktf.out', 'stacks', stack, 'plan.json'))).toBe('{"resource_changes":[]}');
  });

  test('fails if the refresh fails', async () => {
    place.write('fails', 'plan 1 no credentials');
    const { code, calls } = await place.run('drift.sh', [stack]);
    expect({ code, last: calls.at(-1) }).toEqual({ code: 1, last: planning });
  });
});

describe('e2e.sh', () => {
  const at = (file: string) => join('cdktf.out', 'stacks', stack, file);

  beforeEach(() => {
    place.write(
      join('bin', 'npx'),
      '#!/usr/bin/env bash\necho "$*" >> calls\nstat -c "%a %n" e2e-devices/devices/*/key.pem >> calls\nenv > seen\n',
      0o755,
    );
    place.write(at('outputs.json'), '{}');
    place.write(at('cdk.tf.json'), JSON.stringify({ provider: { aws: [{ region: 'ap-northeast-1' }] } }));
  });

  test("tests the deployed stack in its region with the project's device keys", async () => {
    place.write('light', 'PEM');
    const { code, calls } = await place.run('e2e.sh', [stack, 'a.test.ts', 'b.test.ts'], {
      light_1_key: join(place.folder, 'light'),
    });
    expect({ code, calls }).toEqual({
      code: 0,
      calls: ['jest --ci --runTestsByPath a.test.ts b.test.ts', '600 e2e-devices/devices/light-1/key.pem'],
    });
    const seen = place.read('seen').split('\n');
    expect(seen).toEqual(
      expect.arrayContaining([
        'AWS_REGION=ap-northeast-1',
        `E2E_TARGET=${join(place.folder, at('outputs.json'))}`,
        `E2E_DEVICES=${join(place.folder, 'e2e-devices')}`,
      ]),
    );
  });

  test.each([
    ['outputs.json', /^✗ .*outputs\.json is missing: expected it as an artifact of the deploy job\n$/],
    ['cdk.tf.json', /^✗ .*cdk\.tf\.json is missing: expected it as an artifact of the job synth\n$/],
  ])('runs no test without %s, and reports the job that creates it', async (file, line) => {
    place.remove(at(file));
    const { code, stderr, calls } = await place.run('e2e.sh', [stack, 'a.test.ts']);
    expect({ code, calls }).toEqual({ code: 1, calls: [] });
    expect(stderr).toMatch(line);
  });
});

describe('review.sh', () => {
  /** Runs the script, and returns the arguments and the Datadog address of each call of npm. */
  const runReview = async (env: Readonly<Record<string, string>>) => {
    place.write('bin/npm', '#!/usr/bin/env bash\necho "$* DD_HOST=${DD_HOST:-}" >> calls\n', 0o755);
    place.write(
      join('cdktf.out', 'stacks', stack, 'cdk.tf.json'),
      '{"provider": {"datadog": [{"api_url": "https://api.datadoghq.eu/"}]}}',
    );
    place.write(join('cdktf.out', 'stacks', stack, 'plan.json'), '{}');
    const { code, calls } = await place.run('review.sh', [], { CI_JOB_URL: job, ...env });
    expect(code).toBe(0);
    return calls.map((line) => line.replace(`run --silent review -- `, ''));
  };
  const given = `--plan cdktf.out/stacks/${stack}/plan.json`;
  const job = 'https://gitlab.example.com/shop/-/jobs/1';

  test('backtests changed monitors for the page and the note, with the Datadog site of the monitors', async () => {
    const host = 'DD_HOST=https://api.datadoghq.eu/';
    expect(await runReview({ DD_API_KEY: 'api', DD_APP_KEY: 'app' })).toEqual([
      `${given} --format widget ${host}`,
      `${given} --format codequality ${host}`,
      `${given} --backtest --format html ${host}`,
      `post ${given} --scope pipeline --backtest --report ${job}/artifacts/file/plan-review.html ${host}`,
    ]);
  });

  test.each([[{}], [{ DD_API_KEY: 'api' }], [{ DD_API_KEY: 'api', DD_APP_KEY: '' }]])(
    'does not backtest if only the keys %j are set',
    async (env) => {
      expect((await runReview(env)).filter((line) => line.includes('--backtest'))).toEqual([]);
    },
  );
});
