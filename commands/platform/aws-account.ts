import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

/**
 * The account that the SDK is told to work in.
 * @throws Error that says how it is told, where it is not
 */
export async function awsAccount(): Promise<string> {
  try {
    const { Account = '' } = await new STSClient().send(new GetCallerIdentityCommand());
    return Account;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason.includes('ECONNREFUSED')) throw new Error(`nobody answers: ${reason}; npm start runs a platform here`);
    throw new Error(
      `no AWS account: ${reason}; set AWS_PROFILE (on the laptop AWS_CONFIG_FILE=.himeshima/aws-config AWS_PROFILE=himeshima)`,
    );
  }
}
