import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { read } from '../api/outcome.ts'
import { joinPages, nextAfter, pageSize } from './pages.ts'

export interface LoadedList<Item> {
  rows: Item[]
  isComplete: boolean
  isLoading: boolean
  error: Error | null
  retry: () => void
}

const keepMs = 60_000

/** Reads a whole list, page after page, and always says whether it is whole. */
export function usePages<Item extends { id: number }>(
  operation: 'devices.list' | 'organizations.list',
  connection: string | undefined,
): LoadedList<Item> {
  const query = useInfiniteQuery({
    queryKey: ['pages', operation, connection ?? ''],
    enabled: connection !== undefined,
    staleTime: keepMs,
    initialPageParam: undefined as number | undefined,
    queryFn: async ({ pageParam, signal }) => {
      const after = pageParam === undefined ? {} : { after: pageParam }
      const call = { operation, input: { pageSize, ...after }, ...(connection === undefined ? {} : { connection }) }
      const rows = await read<Item[]>(call, signal)
      // The next page's start is worked out here, where a list that repeats itself becomes a visible failure.
      return { rows, next: nextAfter(rows, pageParam) }
    },
    getNextPageParam: (page) => page.next,
  })

  const { hasNextPage, isFetching, isError, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage()
  }, [hasNextPage, isFetching, isError, fetchNextPage])

  const pages = query.data?.pages
  const rows = useMemo(() => joinPages((pages ?? []).map((page) => page.rows)), [pages])
  return {
    rows,
    isComplete: query.isSuccess && !hasNextPage,
    isLoading: isFetching && !query.isRefetching,
    error: query.error,
    retry: () => void (pages === undefined ? query.refetch() : fetchNextPage()),
  }
}
