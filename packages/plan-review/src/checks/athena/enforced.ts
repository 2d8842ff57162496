import type { Check } from '../check';
import { but } from '../example';
import { is } from '../resource';
import { configuration, soundWorkgroup } from './sound';

export const athenaEnforced: Check = {
  id: 'athena-enforced',
  severity: 'minor',
  about: ['aws_athena_workgroup'],
  reason: 'clients can override the location and the encryption of results',
  fix: 'configuration.enforce_workgroup_configuration = true',
  source: 'IoT Lens IOTSEC10-BP01; Checkov CKV_AWS_82',
  // true where nothing is said
  finds: (workgroup) => is(workgroup, 'configuration.enforce_workgroup_configuration', false),
  examples: {
    good: [soundWorkgroup],
    bad: [
      but(soundWorkgroup, 'aws_athena_workgroup.lights', {
        configuration: { ...configuration, enforce_workgroup_configuration: false },
      }),
    ],
  },
};
