import { cannotBeApplied } from './cannot-be-applied';
import { deleted, reportedBy, updated } from './dangers.fixture';

const reported = reportedBy(cannotBeApplied);

test('reports an update of a Helm release whose installation did not end, but not its deletion', () => {
  const release = (status: string) => ({ chart: 'argo-cd', status });
  expect(reported(updated('helm_release.r', release('pending-install'), release('deployed')))).toEqual([
    'helm_release.r cannot be upgraded: its status is pending-install, and Helm rejects further changes until the release is rolled back or uninstalled',
  ]);
  expect(reported(updated('helm_release.r', release('failed'), release('deployed')))).toEqual([]);
  expect(reported(deleted('helm_release.r', release('pending-install')))).toEqual([]);
});
