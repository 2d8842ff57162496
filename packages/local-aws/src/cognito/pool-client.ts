/** A program or page that may get tokens of a pool. */
export interface PoolClient {
  readonly poolId: string;
  readonly id: string;
  readonly name: string;
  readonly secret: string | undefined;
  readonly flows: readonly string[];
  readonly scopes: readonly string[];
  readonly accessTokenSeconds: number;
}
