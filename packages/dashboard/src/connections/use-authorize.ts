/** Sends a person to NinjaOne in a window of its own, and learns when they are back. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { authorize, readConnectionsAgain } from './data.ts'
import { awaitReturn } from './return-channel.ts'

export function useAuthorize(name: string, onReturned: () => void) {
  const client = useQueryClient()
  /** The address that somebody was sent to and has not come back from. */
  const [sentTo, setSentTo] = useState<string>()
  const starting = useMutation({
    mutationFn: ({ anyway }: { anyway: boolean; window: Window | null }) => authorize(name, anyway),
    onSuccess: ({ url }, { window: opened }) => {
      setSentTo(url)
      if (opened) opened.location.href = url
    },
    onError: (_, { window: opened }) => opened?.close(),
  })

  const returned = useEffectEvent(() => {
    setSentTo(undefined)
    readConnectionsAgain(client)
    onReturned()
  })
  useEffect(() => awaitReturn(({ connection }) => connection === name && returned()), [name])

  return {
    sentTo,
    isStarting: starting.isPending,
    error: starting.error,
    start(anyway: boolean) {
      // Browsers let a click open a window only at once, so it opens empty and is sent on when the address is known.
      const opened = window.open('', 'kunai-ninjaone', 'popup,width=560,height=760')
      starting.mutate({ anyway, window: opened })
    },
    stop: () => setSentTo(undefined),
  }
}
