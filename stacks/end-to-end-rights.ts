import type { Grant, Statement } from '@himeshima/constructs';
import type { Environment } from '../config/environment';
import { names } from '../config/names';
import { database, workgroup } from '../contracts/questions';

/**
 * Returns the permissions of the end-to-end tests for direct AWS calls. For all other calls, the tests act as devices and users.
 */
export function testRights(environment: Environment): Readonly<Record<string, Grant>> {
  const { account, region } = environment;
  const arn = (service: string, path: string) => `arn:aws:${service}:${region}:${account}:${path}`;
  const bucket = (id: string) => `arn:aws:s3:::${names.bucket(environment, id)}`;
  const allow = (Sid: string, Action: readonly string[], ...Resource: readonly string[]): Statement => {
    return { Sid, Effect: 'Allow', Action, Resource };
  };
  return {
    tests: [
      // the tests call the API with the client secret and API key of a program
      allow('BeAProgram', ['cognito-idp:DescribeUserPoolClient'], arn('cognito-idp', 'userpool/*')),
      allow('HaveAKey', ['apigateway:GET'], `arn:aws:apigateway:${region}::/apikeys/*`),
      // the tests have the private key of a device and look up its certificate
      allow(
        'BeADevice',
        ['iot:DescribeCertificate', 'iot:ListThingPrincipals'],
        arn('iot', 'thing/*'),
        arn('iot', 'cert/*'),
      ),
      // the tests invoke the schedule's function directly
      allow('BeTheSchedule', ['lambda:InvokeFunction'], arn('lambda', 'function:timer-event')),
      allow(
        'AskTheArchive',
        [
          'athena:BatchGetNamedQuery',
          'athena:GetQueryExecution',
          'athena:GetQueryResults',
          'athena:GetWorkGroup',
          'athena:ListNamedQueries',
          'athena:StartQueryExecution',
        ],
        arn('athena', `workgroup/${workgroup}`),
      ),
      allow(
        'FindItsTables',
        ['glue:GetDatabase', 'glue:GetPartitions', 'glue:GetTable'],
        arn('glue', 'catalog'),
        arn('glue', `database/${database}`),
        arn('glue', `table/${database}/*`),
      ),
      // Athena accesses S3 with the permissions of the caller (Athena user guide, "Access to Amazon S3")
      allow(
        'ReadTheArchive',
        ['s3:GetBucketLocation', 's3:GetObject', 's3:ListBucket'],
        bucket('archive'),
        `${bucket('archive')}/*`,
      ),
      allow(
        'KeepTheAnswers',
        ['s3:AbortMultipartUpload', 's3:GetBucketLocation', 's3:GetObject', 's3:ListBucket', 's3:PutObject'],
        bucket('results'),
        `${bucket('results')}/*`,
      ),
      {
        // for the encrypted buckets `archive` and `results`
        Sid: 'ThroughTheKey',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: arn('kms', 'key/*'),
        Condition: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
      },
    ],
  };
}
