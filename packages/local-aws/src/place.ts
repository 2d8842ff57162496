/** Where the platform pretends to be. */
export interface Place {
  region: string;
  /** The laptop's account, as other emulators have it. */
  account: string;
  /** The platform's own folder: keys, certificates, unpacked functions. */
  directory: string;
}
