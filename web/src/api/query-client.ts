import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './api-error.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // A server on this machine is there without any network.
      networkMode: 'always',
      staleTime: 30_000,
      // What passes by itself is tried again; a refusal stays one.
      retry: (failures, error) => error instanceof ApiError && error.isPassing && failures < 3,
      retryDelay: (failures) => Math.min(500 * 2 ** failures, 4000),
    },
    mutations: { networkMode: 'always', retry: false },
  },
})
