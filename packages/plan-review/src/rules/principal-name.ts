/**
 * Shortens a principal of Google Cloud: `ci@shop` for `serviceAccount:ci@shop.iam.gserviceaccount.com`, and the last part of a workload
 * identity. Keeps users and groups.
 */
export function principalName(member: string): string {
  const [, account] = /^serviceAccount:([^@[\]]+@[\w-]+)\.[\w.]*gserviceaccount\.com$/.exec(member) ?? [];
  const [, identity] = /^principal(?:Set)?:\/\/.*?\/workloadIdentityPools\/[^/]+\/(.+)$/.exec(member) ?? [];
  return account ?? identity ?? member;
}
