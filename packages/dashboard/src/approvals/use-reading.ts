/** Which long texts of a request a person has had on screen to their last line. */
import { useEffect, useState } from 'react'

/**
 * @param long ids of the elements of long texts; a short text is seen whole, so it counts as read at once.
 * @param report told the id of the first that is unread, or undefined when all are read.
 */
export function useReading(long: readonly string[], report: (unread: string | undefined) => void) {
  const [read, setRead] = useState<readonly string[]>([])
  const unread = long.find((id) => !read.includes(id))
  useEffect(() => report(unread), [report, unread])
  return (id: string) => setRead((before) => (before.includes(id) ? before : [...before, id]))
}
