import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from '../stack/declared-construct';
import { policyJson, type ResourceStatement, type Statement } from './policy-document';

/** AWS services that use the key on behalf of the platform's roles (IAM condition `kms:ViaService`). */
type Service = 'dynamodb' | 'kinesis' | 'lambda' | 's3' | 'sns' | 'sqs';

interface EncryptionKeyProps {
  readonly account: string;
  readonly region: string;
  /** Name of the alias: `alias/<name>`. */
  readonly alias: string;
  /**
   * Key policy statements for services that use the key without a role.
   * @defaultValue none
   */
  readonly additionalStatements?: readonly ResourceStatement[];
}

/** Customer-managed KMS key of a stack. Roles may use it through specific services; the key policy allows CloudWatch Logs to use it. */
export class EncryptionKey extends DeclaredConstruct {
  readonly arn: string;
  private readonly region: string;

  constructor(scope: Construct, id: string, { alias, additionalStatements = [], ...account }: EncryptionKeyProps) {
    super(scope, id);
    this.region = account.region;
    const stack = TerraformStack.of(this).node.id;
    const key = new KmsKey(this, 'Default', {
      description: `Encrypts all resources of ${stack}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyJson([...keyPolicy(account), ...additionalStatements]),
    });
    new KmsAlias(this, 'alias', { name: alias, targetKeyId: key.keyId });
    this.arn = key.arn;
  }

  /** Returns a statement that allows a role to use the key through a single service. */
  useThrough(service: Service): Statement {
    return {
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: this.arn,
      Condition: { StringEquals: { 'kms:ViaService': `${service}.${this.region}.amazonaws.com` } },
    };
  }
}

function keyPolicy({ account, region }: Pick<EncryptionKeyProps, 'account' | 'region'>): readonly ResourceStatement[] {
  const logs = `arn:aws:logs:${region}:${account}:*`;
  return [
    {
      // Without this statement, IAM policies cannot grant the use of the key (KMS developer guide, "Default key policy").
      Sid: 'PoliciesOfThisAccount',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: ['kms:*'],
      Resource: '*',
    },
    {
      // Source: CloudWatch Logs user guide, "Encrypt log data using KMS".
      Sid: 'LogGroups',
      Effect: 'Allow',
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      Resource: '*',
      Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logs } },
    },
    {
      // Required for log delivery from an encrypted workflow (Step Functions developer guide, "Data at rest encryption").
      Sid: 'DeliveryOfWorkflowLogs',
      Effect: 'Allow',
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Action: ['kms:Decrypt'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': logs } },
    },
  ];
}
