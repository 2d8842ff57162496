import { readFileSync } from 'node:fs';
import { dev } from '../../config/dev';
import { environments } from '../../config/environments';
import { prod } from '../../config/prod';
import { scopeIn, variablesIn } from './deploy-variables';

const read = (path: string) => readFileSync(path, 'utf8');
const pipeline = ['.gitlab-ci.yml', '.gitlab/deploy.yml'].map(read).join('\n');

const entered = variablesIn(read('docs/deploy.md'));
const scopeOf = (name: string) => scopeIn(entered, name);
const inBackticks = ({ name }: { readonly name: string }) => `\`${name}\``;

test('docs/deploy.md lists every project variable that a job uses', () => {
  const used = [...pipeline.matchAll(/\$([A-Z]\w+)/g)].flatMap(([, name]) => name ?? []);
  const own = ['STACK', 'ENVIRONMENT', 'PLANNED_IN'];
  const foreign = [...new Set(used)].filter((name) => !name.startsWith('CI_') && !own.includes(name));
  expect(foreign.sort()).toEqual([
    'AWS_DEPLOY_ROLE_ARN',
    'AWS_PLAN_ROLE_ARN',
    'AWS_TEST_ROLE_ARN',
    'DD_DEPLOY_APP_KEY',
    'TERRAFORM_IMAGE',
  ]);
  for (const name of [...foreign, 'DD_API_KEY', 'DD_APP_KEY', 'REVIEW_TOKEN'])
    expect(() => scopeOf(name)).not.toThrow();
});

test('project variables have the same environments as the jobs that use them', () => {
  for (const [name, kind] of [
    ['AWS_PLAN_ROLE_ARN', 'plan/'],
    ['AWS_TEST_ROLE_ARN', 'test/'],
    ['AWS_DEPLOY_ROLE_ARN', ''],
  ] as const) {
    for (const environment of [dev, prod])
      expect(scopeOf(name)).toContain(inBackticks({ name: `${kind}${environment.name}` }));
    if (kind !== '') expect(pipeline).toContain(`{ name: ${kind}`.replace('{ name: test/', '{ name: "test/'));
  }
});

test('no variable for a plan is protected, because every branch plans dev', () => {
  const planning = entered.filter(({ scope }) => scope.includes('plan/'));
  expect(planning.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['AWS_PLAN_ROLE_ARN', 'TF_VAR_provisioning_claim_csr']),
  );
  for (const { name, scope } of [...planning, ...entered.filter(({ name }) => name === 'DD_APP_KEY')])
    expect({ name, scope }).toEqual({ name, scope: expect.not.stringContaining('protected') });
});

test('the signing requests for example things are variables in the environments that declare the things', () => {
  const scope = scopeOf('TF_VAR_THING_csr');
  for (const { name, hasExampleThings } of environments)
    expect({ name, isListed: scope.includes(`\`plan/${name}\``) }).toEqual({ name, isListed: hasExampleThings });
});

test('a variable that docs/deploy.md does not list is reported with the file and the table', () => {
  expect(() => scopeIn(entered, 'TF_VAR_missing_csr')).toThrow(
    'docs/deploy.md: variable TF_VAR_missing_csr is missing; add a row to the table of variables with the environments that need it',
  );
});

test('users cannot set pipeline variables, and pipelines for forks do not run in the project', () => {
  expect(JSON.parse(read('.gitlab/project.json'))).toMatchObject({
    ci_allow_fork_pipelines_to_run_in_parent_project: false,
    ci_pipeline_variables_minimum_override_role: 'no_one_allowed',
  });
  expect(read('docs/deploy.md')).toContain('--data @.gitlab/project.json');
});
