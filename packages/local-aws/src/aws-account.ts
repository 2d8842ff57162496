/** Region and account that the platform emulates. */
export interface AwsAccount {
  region: string;
  /** ID of the local account; other emulators use the same ID. */
  account: string;
  /** Folder in which the platform stores keys, certificates and unpacked functions. */
  directory: string;
}
