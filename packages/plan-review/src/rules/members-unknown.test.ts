import { created, reportedBy, updated } from './dangers.fixture';
import { membersUnknown } from './members-unknown';

const reported = reportedBy(membersUnknown);
const granted = { role: 'roles/viewer', members: ['user:a@example.com'] };

test('reports an existing grant whose members are known only after apply', () => {
  const change = updated('google_project_iam_binding.b', granted, { role: 'roles/viewer' }, { members: true });
  expect(reported(change)).toEqual([
    'who gets roles/viewer through google_project_iam_binding.b is known only after apply',
  ]);
});

test('reports everyone among members of which others are unknown', () => {
  const open = { role: 'roles/viewer', members: ['allUsers', null] };
  expect(reported(updated('google_project_iam_binding.b', granted, open, { members: [false, true] }))).toEqual([
    'google_project_iam_binding.b gives access to everyone on the internet (members: allUsers)',
  ]);
});

test('ignores new grants, and grants whose members are known', () => {
  expect(reported(created('google_project_iam_binding.b', { role: 'roles/viewer' }, { members: true }))).toEqual([]);
  expect(reported(updated('google_project_iam_binding.b', granted, { ...granted, members: [] }))).toEqual([]);
});
