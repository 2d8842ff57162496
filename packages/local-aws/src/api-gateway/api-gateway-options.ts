import type { Authorizer } from '../authorize';
import type { AwsAccount } from '../aws-account';
import type { Clock } from '../clock';
import type { UserPools } from '../cognito/user-pools';
import type { EventBus } from '../events';
import type { Signers } from '../gateway/signature';
import type { Lambda } from '../lambda/lambda-service';
import type { Logs } from '../logs/logs';
import type { MetricStore } from '../metrics';

/** Dependencies of the API Gateway emulator. */
export interface ApiGatewayOptions {
  readonly clock: Clock;
  readonly bus: EventBus;
  readonly metrics: MetricStore;
  readonly lambda: Pick<Lambda, 'invoke'>;
  readonly userPools: Pick<UserPools, 'verify'>;
  readonly writeLogs: Logs['write'];
  readonly place: Pick<AwsAccount, 'region' | 'account'>;
  readonly authorizer: Authorizer;
  readonly signers: Signers;
}
