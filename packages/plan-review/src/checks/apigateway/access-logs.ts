import type { Check } from '../check';
import { but } from '../example';
import { lacks } from '../resource';

const sound = {
  aws_api_gateway_stage: {
    v1: {
      stage_name: 'v1',
      access_log_settings: { destination_arn: '${aws_cloudwatch_log_group.api.arn}', format: '$context.requestId' },
    },
  },
};

export const apiAccessLogs: Check = {
  id: 'api-access-logs',
  severity: 'minor',
  about: ['aws_api_gateway_stage', 'aws_apigatewayv2_stage'],
  reason: 'calls, and those rejected before they reach a function, leave no trace',
  fix: 'access_log_settings with destination_arn and format',
  source: 'Serverless Lens OPS 1, SEC 1; Checkov CKV_AWS_76',
  finds: (stage) => lacks(stage, 'access_log_settings'),
  examples: { good: [sound], bad: [but(sound, 'aws_api_gateway_stage.v1', { access_log_settings: undefined })] },
};
