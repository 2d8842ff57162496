import { changed, type KnownChanges, removed } from './known-change';

const release = { chart: 'web', namespace: 'shop', version: '1.2.0', values: ['replicaCount: 3\n'] };
const withValues = (values: string) => ({ ...release, values: [values] });
const withSet = (name: string, value: string) => ({ ...release, set: [{ name, value, type: '' }] });

/** Source: Terraform Registry, hashicorp/helm 2 and 3 */
export const helm: KnownChanges = {
  dangers: [
    removed('helm_release', 'the application is uninstalled', release),
    changed('helm_release', 'runs no pod', withValues('replicaCount: 3\n'), withValues('replicaCount: 0\n')),
    changed('helm_release', 'loses two thirds of its pods', withSet('replicaCount', '6'), withSet('replicaCount', '2')),
    changed(
      'helm_release',
      'is reachable from the internet',
      withValues('service:\n  type: ClusterIP\n'),
      withValues('service:\n  type: LoadBalancer\n'),
    ),
    changed(
      'helm_release',
      'persistence is disabled',
      withValues('persistence:\n  enabled: true\n'),
      withValues('persistence:\n  enabled: false\n'),
    ),
    changed(
      'helm_release',
      'containers run in privileged mode',
      withValues('securityContext:\n  privileged: false\n'),
      withValues('securityContext:\n  privileged: true\n'),
    ),
    changed(
      'helm_release',
      'accepts requests without TLS',
      withSet('tls.enabled', 'true'),
      withSet('tls.enabled', 'false'),
    ),
    changed(
      'helm_release',
      'a failed upgrade is not rolled back',
      { ...release, atomic: true },
      { ...release, atomic: false },
    ),
  ],
  harmless: [
    changed('helm_release', 'more pods', withValues('replicaCount: 3\n'), withValues('replicaCount: 5\n')),
    changed(
      'helm_release',
      'the description changes',
      { ...release, description: 'a' },
      { ...release, description: 'b' },
    ),
    changed('helm_release', 'formatting', withValues('replicaCount: 3\n'), withValues('replicaCount:   3\n\n')),
    changed(
      'helm_release',
      'persistence is enabled',
      withValues('persistence:\n  enabled: false\n'),
      withValues('persistence:\n  enabled: true\n'),
    ),
  ],
};
