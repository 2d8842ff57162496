import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workplace } from './workplace';

const stack = 'himeshima-dev-foundation';
const folder = join('cdktf.out', 'stacks', stack);
const chdir = `-chdir=${folder}`;
const override = join(folder, 'bootstrap_override.tf.json');

let place: ReturnType<typeof workplace>;
beforeEach(() => {
  place = workplace(stack);
});
afterEach(() => place.close());

const isThere = (path: string) => existsSync(join(place.folder, path));

test('the first run keeps its state in a file, and brings it into the bucket once that is there', async () => {
  expect(await place.run('bootstrap.sh', ['dev'])).toMatchObject({
    code: 0,
    asked: [
      `${chdir} init -input=false`,
      `${chdir} apply`,
      `${chdir} init -input=false -migrate-state -force-copy`,
      `${chdir} state list`,
      `${chdir} output`,
    ],
  });
  expect(isThere(override)).toBe(false);
});

test('where not all could be made, the state stays a file, and what to do is said', async () => {
  place.write('fails', 'apply 1 Error: AccessDenied');
  const { code, stderr, asked } = await place.run('bootstrap.sh', ['dev']);
  expect({ code, last: asked.at(-1) }).toEqual({ code: 1, last: `${chdir} apply` });
  expect(stderr).toMatch(/✗ not all of it is there: .*run this again; it goes on from .*bootstrap\.tfstate/);
  expect(place.read(override)).toContain('"local"');
});

test('without what synth writes nobody is asked', async () => {
  place.remove('cdktf.out');
  const { code, stderr, asked } = await place.run('bootstrap.sh', ['dev']);
  expect({ code, asked }).toEqual({ code: 1, asked: [] });
  expect(stderr).toMatch(/^✗ .*cdk\.tf\.json is missing: npm run synth writes it/);
});

const binary = '/usr/local/bin/terraform';

(existsSync(binary) ? test : test.skip)(
  'by Terraform itself, the state that was a file is where the stack says, and nowhere else',
  async () => {
    // as the stack says it, but for the place: a folder stands for the bucket
    const declared = {
      terraform: { backend: { local: { path: 'bucket/foundation.tfstate' } } },
      resource: { terraform_data: { bucket: { input: 'made' } } },
      output: { plan_role: { value: 'arn:aws:iam::111122223333:role/himeshima-pipeline-plan' } },
    };
    place.write(join(folder, 'cdk.tf.json'), JSON.stringify(declared));
    place.write(join(folder, '.terraform.lock.hcl'), '');
    place.remove(join('.gitlab', 'providers.lock.hcl'));
    // it asks before it makes anything
    const said = execFileSync(join('.gitlab', 'bootstrap.sh'), ['dev'], {
      cwd: place.folder,
      input: 'yes\n',
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    expect(said).toContain('plan_role = "arn:aws:iam::111122223333:role/himeshima-pipeline-plan"');
    expect(place.read(join(folder, 'bucket', 'foundation.tfstate'))).toContain('"made"');
    for (const gone of [override, join(folder, 'bootstrap.tfstate')]) expect(isThere(gone)).toBe(false);
  },
  30_000,
);
