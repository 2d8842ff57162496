import type { Example } from '../check';

export const soundLogGroup: Example = {
  aws_cloudwatch_log_group: {
    light: { name: '/aws/lambda/light', retention_in_days: 30, kms_key_id: '${aws_kms_key.key.arn}' },
  },
};
