import { plain } from '../note/json-output';
import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { created, deleted, replaced } from './dangers.fixture';

const dangersIn = (...changes: readonly object[]) =>
  reviewOf(planOf({ resource_changes: changes }, { stack: 'dev' })).dangers.map(({ what }) => plain(what));

const grant = (role: string, account = 'ci') => ({
  project: 'shop',
  role,
  member: `serviceAccount:${account}@shop.iam.gserviceaccount.com`,
});

test('names the principal and the role of a deleted grant', () =>
  expect(dangersIn(deleted('google_project_iam_member.m', grant('roles/editor')))).toEqual([
    'google_project_iam_member.m is deleted: ci@shop loses roles/editor',
  ]));

test('names the role that the principal gets instead, but no role of another principal or on another resource', () =>
  expect(
    dangersIn(
      deleted('google_project_iam_member.m', grant('roles/run.admin')),
      created('google_project_iam_member.n', grant('roles/run.developer')),
      created('google_project_iam_member.o', grant('roles/viewer', 'other')),
      created('google_storage_bucket_iam_member.p', grant('roles/storage.objectViewer')),
    ),
  ).toEqual(['google_project_iam_member.m is deleted: ci@shop loses roles/run.admin, and gets roles/run.developer']));

test('says that a role is lost if the deletion comes after another resource has granted the role', () =>
  expect(
    dangersIn(
      deleted('google_project_iam_member.m', grant('roles/viewer')),
      created('google_project_iam_member.n[0]', grant('roles/viewer')),
      created('google_project_iam_member.o', grant('roles/browser')),
    ),
  ).toEqual(['google_project_iam_member.m is deleted, although another resource grants the same role']));

test('treats grants with different conditions as separate grants', () =>
  expect(
    dangersIn(
      deleted('google_project_iam_member.m', { ...grant('roles/viewer'), condition: [{ title: 'until May' }] }),
      created('google_project_iam_member.n', grant('roles/viewer')),
    ),
  ).toEqual([
    'google_project_iam_member.m is deleted: ci@shop loses roles/viewer, and gets the same role under another condition; google_project_iam_member.n, which may be the same resource at a new address, is created',
  ]));

test('reports a grant that a binding of the same role on the same resource removes', () => {
  const member = created('google_project_iam_member.m', grant('roles/viewer'));
  const binding = (members: readonly string[], project = 'shop') =>
    created('google_project_iam_binding.b', { project, role: 'roles/viewer', members });
  expect(dangersIn(member, binding(['user:ops@example.com']))).toEqual([
    'google_project_iam_member.m grants roles/viewer to ci@shop, but google_project_iam_binding.b sets all members of this role',
  ]);
  expect(dangersIn(member, binding(['serviceAccount:ci@shop.iam.gserviceaccount.com']))).toEqual([]);
  expect(dangersIn(member, binding(['user:ops@example.com'], 'other'))).toEqual([]);
});

test('counts the principals of a binding, and omits the id of a principal in Azure', () =>
  expect(
    dangersIn(
      deleted('google_project_iam_binding.b', {
        role: 'roles/viewer',
        members: ['user:a@example.com', 'group:b@example.com'],
      }),
      deleted('azurerm_role_assignment.r', { principal_id: '0c7f2c1e', role_definition_name: 'Contributor' }),
    ),
  ).toEqual([
    'google_project_iam_binding.b is deleted: user:a@example.com and 1 more lose roles/viewer',
    'azurerm_role_assignment.r is deleted: its principal loses Contributor',
  ]));

test('names both principals if a grant is replaced, and the last part of workload identities', () => {
  const pool = 'principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p';
  const of = (repository: string) => ({
    role: 'roles/iam.workloadIdentityUser',
    member: `${pool}/attribute.repository/${repository}`,
  });
  expect(dangersIn(replaced('google_service_account_iam_member.m', of('old/app'), of('new/app')))).toEqual([
    expect.stringContaining(
      'attribute.repository/old/app loses roles/iam.workloadIdentityUser, and attribute.repository/new/app gets it',
    ),
  ]);
});

test('says that another principal gets the role if only ids are known', () => {
  const assignment = (principal: string) => ({ principal_id: principal, role_definition_name: 'Reader' });
  const change = replaced('azurerm_role_assignment.r', assignment('0c7f'), assignment('5e1a'));
  expect(dangersIn(change)).toEqual([
    expect.stringContaining('the previous principal loses Reader, and another one gets it'),
  ]);
  expect(dangersIn(replaced('azurerm_role_assignment.r', assignment('0c7f'), assignment('0c7f')))).toEqual([
    expect.stringContaining('during the replacement'),
  ]);
});

test('describes many deleted grants together', () => {
  const roles = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const dangers = dangersIn(...roles.map((role) => deleted(`google_project_iam_member.${role}`, grant(role))));
  expect(new Set(dangers.map((danger) => danger.replace(/^\S+ /, '')))).toEqual(
    new Set(['is deleted: its members lose access']),
  );
});

test('names no role on another resource, and no principal that only seems to be another one', () => {
  const inProject = (project: string, role: string) => ({ ...grant(role), project });
  expect(
    dangersIn(
      deleted('google_project_iam_member.m', inProject('a', 'roles/browser')),
      created('google_project_iam_member.n', inProject('b', 'roles/viewer')),
    ),
  ).toEqual(['google_project_iam_member.m is deleted: ci@shop loses roles/browser']);
  const member = (pool: string) => ({
    role: 'roles/viewer',
    member: `principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/${pool}/subject/x`,
  });
  expect(dangersIn(replaced('google_project_iam_member.m', member('a'), member('b')))).toEqual([
    expect.stringContaining('during the replacement, its members lose access'),
  ]);
});

test('keeps the whole subject of a workload identity', () => {
  const member =
    'principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/subject/repo:o/subject/admin';
  expect(dangersIn(deleted('google_project_iam_member.m', { role: 'roles/viewer', member }))).toEqual([
    'google_project_iam_member.m is deleted: subject/repo:o/subject/admin loses roles/viewer',
  ]);
});
