/** A WebSocket API as it is declared, piece by piece. */
export interface SocketApi {
  readonly id: string;
  readonly name: string;
  /** The field of a message that names its route: `action`. */
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
  /** Whether what the function answers is looked at, and whether it is sent back: it takes both. */
  readonly selectsAnswer: boolean;
  answers: boolean;
}

export interface SocketIntegration {
  readonly functionArn: string;
  readonly timeoutMilliseconds: number;
}

export interface SocketAuthorizer {
  /** As the one who invokes the function. */
  readonly arn: string;
  readonly functionArn: string;
  readonly headers: readonly string[];
  readonly queryParameters: readonly string[];
}

export type SocketApis = ReturnType<typeof createSocketApis>;

/** WebSocket APIs, by their ids. */
export function createSocketApis() {
  const apis = new Map<string, SocketApi>();
  return {
    declare({ id, name, selectedBy }: Pick<SocketApi, 'id' | 'name' | 'selectedBy'>): void {
      apis.set(id, { id, name, selectedBy, routes: new Map(), authorizers: new Map(), integrations: new Map() });
    },
    /** @throws Error where there is none */
    find(id: string): SocketApi {
      const found = apis.get(id);
      if (found === undefined) throw new Error(`api_id: there is no WebSocket API ${id}`);
      return found;
    },
  };
}
