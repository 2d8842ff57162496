/** Region and account that the platform emulates. */
export interface AwsAccount {
  region: string;
  /** ID of the local account, the same as in other emulators. */
  account: string;
  /** Folder of the platform: keys, certificates, unpacked functions. */
  directory: string;
}
