import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Connection, Session } from '../api/contract.ts'
import { approvalsQuery, sessionQuery } from '../api/queries.ts'

/** Only for pages behind the sign-in, where the router has already read the session. */
export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data
}

/** The connection of that name; without a name the default one. */
export function useConnection(name: string | undefined): Connection | undefined {
  const connections = useSession()?.connections ?? []
  if (name !== undefined) return connections.find((connection) => connection.name === name)
  return connections.find((connection) => connection.isDefault) ?? connections[0]
}

export function useWaitingCount(): number | undefined {
  return useQuery(approvalsQuery('pending')).data?.length
}

/** The tab's title; what waits stands in front, so that it is seen from another tab. */
export function usePageTitle(title: string): void {
  const waiting = useWaitingCount() ?? 0
  useEffect(() => {
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${title} – Kunai`
  }, [title, waiting])
}
