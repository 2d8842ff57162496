import type { Check } from '../check';
import { but } from '../example';
import { lacks } from '../resource';
import { soundWorkgroup } from './sound';

const ofResults = 'configuration.result_configuration.encryption_configuration';

export const athenaEncryption: Check = {
  id: 'athena-encryption',
  severity: 'minor',
  about: ['aws_athena_workgroup'],
  reason: 'query results, which are copies of the data, are not encrypted with a customer-managed key',
  fix: 'configuration.result_configuration.encryption_configuration',
  source: 'IoT Lens IOTSEC10-BP01; Checkov CKV_AWS_159',
  // results that Athena keeps itself have an encryption of their own
  finds: (workgroup) =>
    lacks(workgroup, ofResults) && lacks(workgroup, 'configuration.managed_query_results_configuration'),
  examples: {
    good: [soundWorkgroup],
    bad: [
      but(soundWorkgroup, 'aws_athena_workgroup.lights', { configuration: undefined }),
      but(soundWorkgroup, 'aws_athena_workgroup.lights', {
        configuration: { result_configuration: { output_location: 's3://results/' } },
      }),
    ],
  },
};
