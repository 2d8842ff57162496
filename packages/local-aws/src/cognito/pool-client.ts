/** App client: a program or web page that may request tokens from a user pool. */
export interface PoolClient {
  readonly poolId: string;
  readonly id: string;
  readonly name: string;
  readonly secret: string | undefined;
  readonly flows: readonly string[];
  readonly scopes: readonly string[];
  readonly accessTokenSeconds: number;
}
