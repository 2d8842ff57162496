import { AthenaNamedQuery } from '@cdktf/provider-aws/lib/athena-named-query';
import { AthenaWorkgroup } from '@cdktf/provider-aws/lib/athena-workgroup';
import { DeclaredConstruct, PrivateBucket, platformOf } from '@himeshima/constructs';
import type { Construct } from 'constructs';
import type { Question } from '../../contracts/questions';
import { environmentOf } from '../environment-context';

interface QueryWorkgroupProps {
  readonly name: string;
}

/** Athena workgroup that limits the bytes scanned per query, and encrypts and expires results, regardless of client settings. */
export class QueryWorkgroup extends DeclaredConstruct {
  private readonly name: string;

  constructor(scope: Construct, id: string, { name }: QueryWorkgroupProps) {
    super(scope, id);
    const environment = environmentOf(this);
    const { key } = platformOf(this);
    const results = new PrivateBucket(this, 'results', { keeps: environment.retention.queryResults });
    const group = new AthenaWorkgroup(this, 'Default', {
      name,
      description: 'Queries on the archive',
      forceDestroy: !environment.protectData,
      configuration: {
        enforceWorkgroupConfiguration: true,
        publishCloudwatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: environment.analytics.scanLimit.bytes,
        resultConfiguration: {
          outputLocation: `s3://${results.name}/`,
          expectedBucketOwner: environment.account,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKeyArn: key.arn },
        },
      },
    });
    this.name = group.name;
  }

  /** Declares a named query. */
  offer(name: string, { database, question }: { readonly database: string; readonly question: Question }): void {
    new AthenaNamedQuery(this, name, {
      name,
      description: question.asks,
      database,
      workgroup: this.name,
      query: question.sql,
    });
  }
}
