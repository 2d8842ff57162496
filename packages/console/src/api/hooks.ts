import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { apiQuery, call } from './client';
import type { Answer, Input, InputArguments, OperationName, Platform } from './operations';
import { type Access, currentAccess, onAccessChange } from './token';

/** Returns the access to the API, and renders again after changes. */
export const useAccess = (): Access => useSyncExternalStore(onAccessChange, currentAccess);

/** Queries an operation. */
export function useApi<Name extends OperationName>(
  name: Name,
  ...input: InputArguments<Name>
): UseQueryResult<Answer<Name>> {
  return useQuery(apiQuery(name, ...input));
}

/** Returns the state of the platform; undefined until it is loaded. */
export const usePlatform = (): Platform | undefined => useApi('getPlatform').data;

/** Returns a mutation that calls an operation and then refreshes the named queries. */
export function useChange<Name extends OperationName>(name: Name, ...refreshed: OperationName[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input<Name>) => call(name, input),
    onSuccess: () => Promise.all(refreshed.map((other) => client.invalidateQueries({ queryKey: [other] }))),
  });
}
