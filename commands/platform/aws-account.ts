import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

/**
 * Returns the AWS account that the SDK's credentials belong to.
 * @throws Error that explains how to configure credentials
 */
export async function awsAccount(): Promise<string> {
  try {
    const { Account = '' } = await new STSClient().send(new GetCallerIdentityCommand());
    return Account;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason.includes('ECONNREFUSED'))
      throw new Error(`no platform is listening: ${reason}; start one with npm start`);
    throw new Error(
      `no AWS account: ${reason}; set AWS_PROFILE (for the local platform, AWS_CONFIG_FILE=.himeshima/aws-config AWS_PROFILE=himeshima)`,
    );
  }
}
