import { deleted, reportedBy, updated } from './dangers.fixture';
import { permissionsBoundary } from './permissions-boundary';

const reported = reportedBy(permissionsBoundary);
const boundary = (permissions_boundary: string | null) => ({ permissions_boundary });

test('reports a removed or replaced permissions boundary, but not an added boundary', () => {
  expect(reported(updated('aws_iam_role.r', boundary('arn:b'), boundary(null)))).toEqual([
    'aws_iam_role.r no longer has a permissions boundary (permissions_boundary)',
  ]);
  expect(reported(updated('aws_iam_role.r', boundary('arn:b'), boundary('arn:c')))).toEqual([
    'aws_iam_role.r has the permissions boundary arn:c instead of arn:b',
  ]);
  expect(reported(updated('aws_iam_role.r', boundary(null), boundary('arn:b')))).toEqual([]);
});

test('reports a deleted permissions boundary of a permission set', () =>
  expect(reported(deleted('aws_ssoadmin_permissions_boundary_attachment.b', { permission_set_arn: 'arn:p' }))).toEqual([
    'arn:p no longer has a permissions boundary',
  ]));

test('ignores a permissions boundary that is known only after apply', () =>
  expect(reported(updated('aws_iam_role.r', boundary('b'), {}, { permissions_boundary: true }))).toEqual([]));
