import { billedMilliseconds } from '../flow/function-flow';
import { numberOf } from '../resource';
import { at, type Service, type Usage } from '../usage';

export const lambda: Service = {
  types: ['aws_lambda_function', 'aws_lambda_event_source_mapping'],
  usages: ({ flow }) =>
    flow.functions.flatMap((load): Usage[] => {
      const { attributes } = load.resource;
      const place = { service: 'AWS Lambda', ...at(load.resource) };
      const gigabytes = (numberOf(attributes, 'memory_size') ?? 128) / 1024;
      const isArm = JSON.stringify(attributes['architectures'] ?? []).includes('arm64');
      return [
        { ...place, what: 'requests', quantity: load.invocations, unit: 'requests', name: 'lambda.request' },
        {
          ...place,
          what: 'duration',
          quantity: (billedMilliseconds(load) / 1000) * gigabytes,
          unit: 'GB-seconds',
          name: isArm ? 'lambda.gb-second.arm64' : 'lambda.gb-second.x86_64',
        },
      ];
    }),
};
