import type { Example } from '../check';

export const configuration = {
  enforce_workgroup_configuration: true,
  result_configuration: {
    output_location: 's3://results/',
    encryption_configuration: { encryption_option: 'SSE_KMS', kms_key_arn: '${aws_kms_key.key.arn}' },
  },
};

export const soundWorkgroup: Example = { aws_athena_workgroup: { lights: { name: 'lights', configuration } } };
