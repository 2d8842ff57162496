import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workplace } from './workplace';

const stack = 'himeshima-dev-foundation';
const folder = join('cdktf.out', 'stacks', stack);
const chdir = `-chdir=${folder}`;
/** Calls that the script uses to check whether the state is already in its bucket. */
const looked = [`${chdir} init -input=false -reconfigure`, `${chdir} state list`];
const state = `bootstrap.${stack}.tfstate`;
const override = join(folder, 'bootstrap_override.tf.json');

let place: ReturnType<typeof workplace>;
beforeEach(() => {
  place = workplace(stack);
});
afterEach(() => place.close());

const isThere = (path: string) => existsSync(join(place.folder, path));

test('the first run keeps the state in a file, and moves it to the bucket once the bucket exists', async () => {
  expect(await place.run('bootstrap.sh', ['dev'])).toMatchObject({
    code: 0,
    calls: [
      ...looked,
      `${chdir} init -input=false -reconfigure`,
      `${chdir} apply`,
      `${chdir} init -input=false -migrate-state -force-copy`,
      `${chdir} state list`,
      `${chdir} output`,
    ],
  });
  expect(isThere(override)).toBe(false);
});

test('after a failed apply, the state stays in a file, and the next steps are printed', async () => {
  place.write('fails', 'apply 1 Error: AccessDenied');
  const { code, stderr, calls } = await place.run('bootstrap.sh', ['dev']);
  expect({ code, last: calls.at(-1) }).toEqual({ code: 1, last: `${chdir} apply` });
  expect(stderr).toMatch(
    /✗ the apply failed: .*run this again; it continues from .*bootstrap\.himeshima-dev-foundation\.tfstate/,
  );
});

test('a run continues with the state of a failed run, even if the stack was synthesized again in between', async () => {
  place.write(state, '{}');
  place.write(
    'bin/terraform',
    `#!/usr/bin/env bash\necho "$*" >> calls\n[[ $* != *apply ]] || cp ${override} written\n`,
  );
  const { code, calls } = await place.run('bootstrap.sh', ['dev']);
  // the script does not query the bucket, and keeps the file until the state is in the bucket
  expect({ code, calls: calls.slice(0, 2) }).toEqual({
    code: 0,
    calls: [`${chdir} init -input=false -reconfigure`, `${chdir} apply`],
  });
  expect(isThere(state)).toBe(false);
  // the state must not be in the output folder of npm run synth
  expect(place.read('written')).toContain(join(place.folder, state));
  expect(place.read('written')).not.toContain(join(folder, 'bootstrap'));
});

test('the state stays in a file if it cannot be moved to the bucket', async () => {
  place.write(state, '{}');
  place.write('fails', '-migrate-state 1 Error: Failed to get existing workspaces');
  const { code, stderr } = await place.run('bootstrap.sh', ['dev']);
  expect({ code, kept: isThere(state) }).toEqual({ code: 1, kept: true });
  expect(stderr).toMatch(/✗ the state could not be moved to its bucket: .*run this again/);
});

test('does not create a second foundation in an account', async () => {
  place.write(
    'bin/terraform',
    '#!/usr/bin/env bash\necho "$*" >> calls\n[[ $* != *list ]] || echo aws_s3_bucket.state\n',
  );
  const { code, stderr, calls } = await place.run('bootstrap.sh', ['dev']);
  expect({ code, calls }).toEqual({ code: 1, calls: looked });
  expect(stderr).toMatch(
    /^✗ the state of himeshima-dev-foundation is already in its bucket: cd .* && terraform apply\n$/,
  );
});

test('does not allow an account to trust the example project', async () => {
  place.write(join(folder, 'cdk.tf.json'), '{"sub":"project_path:example/himeshima:ref_type:branch:ref:main"}');
  const { code, stderr, calls } = await place.run('bootstrap.sh', ['dev']);
  expect({ code, calls }).toEqual({ code: 1, calls: [] });
  expect(stderr).toMatch(/^✗ config\/pipeline\.ts still contains the example project/);
});

test.each([[[]], [['']], [['--help']], [['dev', 'prod']]])('rejects the arguments %j without a call', async (args) => {
  const { code, stderr, calls } = await place.run('bootstrap.sh', args);
  expect({ code, stderr, calls }).toEqual({
    code: 1,
    stderr: expect.stringMatching(/^✗ missing environment: .*\n$/),
    calls: [],
  });
});

test('does not call Terraform without synthesized stacks', async () => {
  place.remove('cdktf.out');
  const { code, stderr, calls } = await place.run('bootstrap.sh', ['dev']);
  expect({ code, calls }).toEqual({ code: 1, calls: [] });
  expect(stderr).toMatch(/^✗ .*cdk\.tf\.json is missing: run npm run synth/);
});

const binary = '/usr/local/bin/terraform';
const present = existsSync(binary);

(present ? test : test.skip)(
  `with Terraform itself, the state moves from the file to the stack's backend${present ? '' : ` (not run here: there is no ${binary})`}`,
  async () => {
    // this stack equals the synthesized stack, but uses a folder instead of the bucket
    const declared = {
      terraform: { backend: { local: { path: 'bucket/foundation.tfstate' } } },
      resource: { terraform_data: { bucket: { input: 'made' } } },
      output: { plan_role: { value: 'arn:aws:iam::111122223333:role/himeshima-pipeline-plan' } },
    };
    place.write(join(folder, 'cdk.tf.json'), JSON.stringify(declared));
    place.write(join(folder, '.terraform.lock.hcl'), '');
    place.remove(join('.gitlab', 'providers.lock.hcl'));
    // the script asks for confirmation before it creates anything
    const output = execFileSync(join('.gitlab', 'bootstrap.sh'), ['dev'], {
      cwd: place.folder,
      input: 'yes\n',
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    expect(output).toContain('plan_role = "arn:aws:iam::111122223333:role/himeshima-pipeline-plan"');
    expect(place.read(join(folder, 'bucket', 'foundation.tfstate'))).toContain('"made"');
    for (const gone of [override, state]) expect(isThere(gone)).toBe(false);
  },
  30_000,
);

test('the first run locks the providers before using them, and writes the hashes into a file to commit', async () => {
  place.remove('.gitlab/providers.lock.hcl');
  const { code, stdout, calls } = await place.run('bootstrap.sh', ['dev']);
  expect({ code, first: calls[0] }).toEqual({ code: 0, first: expect.stringMatching(/ providers lock /) });
  expect(stdout).toMatch(/^Created \.gitlab\/providers\.lock\.hcl/);
  expect(place.read('.gitlab/providers.lock.hcl')).toBe('# hashes\n');
  expect(place.read(join(folder, '.terraform.lock.hcl'))).toBe('# hashes\n');
});
