/** WebSocket API. Separate resources declare its routes, authorizers and integrations. */
export interface SocketApi {
  readonly id: string;
  readonly name: string;
  /** Name of the field that selects a message's route: `action`. */
  readonly selectedBy: string;
  readonly routes: Map<string, SocketRoute>;
  readonly authorizers: Map<string, SocketAuthorizer>;
  readonly integrations: Map<string, SocketIntegration>;
}

export interface SocketRoute {
  readonly id: string;
  readonly key: string;
  readonly integration: SocketIntegration;
  readonly authorizer: SocketAuthorizer | undefined;
  /**
   * Whether the route has a response selection expression. The function's response is sent only if the route also has a
   * route response (`answers`).
   */
  readonly selectsAnswer: boolean;
  answers: boolean;
}

export interface SocketIntegration {
  readonly functionArn: string;
  readonly timeoutMilliseconds: number;
}

export interface SocketAuthorizer {
  /** ARN of the authorizer, which is the source ARN in a permission to invoke its function. */
  readonly arn: string;
  readonly functionArn: string;
  readonly headers: readonly string[];
  readonly queryParameters: readonly string[];
}

export type SocketApis = ReturnType<typeof createSocketApis>;

/** Creates the registry of WebSocket APIs. */
export function createSocketApis() {
  const apis = new Map<string, SocketApi>();
  return {
    declare({ id, name, selectedBy }: Pick<SocketApi, 'id' | 'name' | 'selectedBy'>): void {
      apis.set(id, { id, name, selectedBy, routes: new Map(), authorizers: new Map(), integrations: new Map() });
    },
    /**
     * Returns a WebSocket API.
     * @throws Error if the API does not exist
     */
    find(id: string): SocketApi {
      const found = apis.get(id);
      if (found === undefined) throw new Error(`api_id: no such WebSocket API: ${id}`);
      return found;
    },
  };
}
