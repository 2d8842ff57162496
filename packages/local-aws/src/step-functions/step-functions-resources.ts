import { z } from 'zod';
import { generatedNames } from '../generated-name';
import { block, resourceType } from '../resource-type';

export const stepFunctionsResources = {
  aws_sfn_state_machine: resourceType({
    runs: "runs aws-local-stepfunctions on the platform's clock; JSONPath only; tasks: lambda:invoke with and without a task token, states:startExecution.sync:2; distributed Map over its input; no Retry on Map or Parallel states",
    generatedName: generatedNames.name,
    attributes: {
      name: z.string(),
      role_arn: z.string(),
      definition: z.string(),
      type: z.literal('STANDARD', 'express workflows are not supported locally').optional(),
      logging_configuration: block(
        z.object({ log_destination: z.string().optional(), level: z.string().optional() }),
      ).optional(),
      tracing_configuration: block(z.object({ enabled: z.boolean().default(false) })).optional(),
      encryption_configuration: block(
        z.object({
          type: z.string().optional(),
          kms_key_id: z.string().optional(),
          kms_data_key_reuse_period_seconds: z.number().optional(),
        }),
      ).optional(),
    },
    notSimulated: {
      publish: 'state machine versions',
      'logging_configuration.include_execution_data': 'execution data in logs',
    },
    create({ attributes }, { workflows, authorizer, place }) {
      const arn = `arn:aws:states:${place.region}:${place.account}:stateMachine:${attributes.name}`;
      const logging = attributes.logging_configuration;
      const destination = logging?.level === 'OFF' ? undefined : logging?.log_destination;
      const key = attributes.encryption_configuration?.kms_key_id;
      authorizer.keys.encrypt(arn, key);
      workflows.declare({
        name: attributes.name,
        arn,
        role: attributes.role_arn,
        definition: attributes.definition,
        traced: attributes.tracing_configuration?.enabled ?? false,
        logLevel: logging?.level,
        logGroup: destination?.split(':log-group:').at(1)?.replace(/:\*$/, ''),
      });
      return { id: arn, arn, name: attributes.name };
    },
    updatesInPlace: true,
    remove: ({ attributes }, { workflows, place }) =>
      workflows.remove(`arn:aws:states:${place.region}:${place.account}:stateMachine:${attributes.name}`),
  }),
} as const;
